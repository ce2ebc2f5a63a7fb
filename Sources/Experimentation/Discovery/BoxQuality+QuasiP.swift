import CGSL

/// A limit of a box with the chance that it is there by accident.
package struct LimitSignificance: Sendable, Hashable {
  /// The input's place.
  package let input: Int
  package let side: Box.Side
  /// The probability of as many hits, had the limit nothing to do with them.
  package let quasiP: Double
}

extension BoxQuality {
  /// Of each limit, the probability of as many futures in question in the box if they were as dense as without that limit.
  ///
  /// It is "quasi" since the box was sought out: a limit that is not below 0.05 is surely idle, one below it need not be
  /// needed. A binomial test; Bryant and Lempert 2010, appendix.
  package var significances: [LimitSignificance] {
    box.limits.map { limit in
      let wider = BoxQuality(box.without(limit.input, limit.side), of: futures)
      let p = hits == 0 ? 1 : gsl_cdf_binomial_Q(UInt32(hits - 1), wider.density, UInt32(count))
      return LimitSignificance(input: limit.input, side: limit.side, quasiP: p)
    }
  }

  /// The same box without the limits that may be there by accident: the idlest goes first, then the rest is looked at anew.
  package func droppingLimits(quasiPAbove bar: Double = 0.05) -> BoxQuality {
    guard let idlest = significances.max(by: { $0.quasiP < $1.quasiP }), idlest.quasiP > bar else { return self }
    return BoxQuality(box.without(idlest.input, idlest.side), of: futures).droppingLimits(quasiPAbove: bar)
  }
}
