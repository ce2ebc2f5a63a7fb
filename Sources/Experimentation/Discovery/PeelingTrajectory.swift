/// The boxes that peeling and pasting went through: the trade of coverage for density.
package struct PeelingTrajectory: Sendable, Hashable {
  /// From the whole space on; at least one.
  package let boxes: [BoxQuality]
  /// How many of them came from peeling; the rest were pasted on.
  package let peeled: Int

  /// The last box.
  package var last: BoxQuality { boxes[boxes.count - 1] }

  /// The box with the greatest coverage among those dense enough; of equals the one that limits fewer inputs.
  ///
  /// Limits that may be there by accident are dropped first: a box that is dense by such limits is not on fresh futures. The
  /// densest box where none is dense enough.
  /// - Parameters:
  ///   - bar: the least density.
  ///   - quasiP: limits whose quasi-p value is above this go.
  package func choice(densityAtLeast bar: Double, droppingQuasiPAbove quasiP: Double = 0.05) -> BoxQuality {
    let all = boxes.map { $0.droppingLimits(quasiPAbove: quasiP) }
    let candidates = all.filter { $0.density >= bar }
    guard let first = candidates.first else { return all.reduce(all[0]) { $1.density > $0.density ? $1 : $0 } }
    return candidates.dropFirst().reduce(first) { best, next in
      (next.coverage, -next.restrictedInputs) > (best.coverage, -best.restrictedInputs) ? next : best
    }
  }
}
