/// Finds a box in the space of the inputs where the futures in question are dense: scenario discovery.
///
/// From the whole space it peels off a thin slice after another, each time the one that raises the density most for
/// each future it gives up, until no slice raises it or the box would be too small. Then it pastes slices back on as
/// long as that raises the density. Limits lie between the values of two futures. Ties between slices go to the first
/// input, low side first, so that the result depends on nothing but the futures. Friedman and Fisher 1999, "Bump
/// Hunting in High-Dimensional Data"; for scenarios, Bryant and Lempert 2010.
package struct PRIM: Sendable, Hashable {
  /// What makes one slice better than another.
  package enum Objective: Sendable, Hashable {
    /// The rise in density for each future given up, which keeps coverage up. Kwakkel and Jaxa-Rozen 2016.
    case densityPerFuture
    /// The density that is left. Friedman and Fisher 1999.
    case density
  }

  /// The share of the futures in the box that a peeled slice holds.
  package let peelShare: Double
  /// The share of the futures beyond a limit that a pasted slice holds; at least one.
  package let pasteShare: Double
  /// The least share of all futures that a box may hold.
  package let minimumMass: Double
  package let objective: Objective
  /// Whether peeling goes on where no slice raises the density: two corners of futures in question hold each other up,
  /// and one has to be given up to get to the other.
  package let crossesPlateaus: Bool

  package init(
    peelShare: Double = 0.05, pasteShare: Double = 0.05, minimumMass: Double = 0.05,
    objective: Objective = .densityPerFuture, crossesPlateaus: Bool = false
  ) {
    precondition(peelShare > 0 && peelShare < 0.5, "a slice to peel is a share between 0 and 1/2")
    precondition(pasteShare > 0 && pasteShare < 1, "a slice to paste is a share between 0 and 1")
    precondition(minimumMass >= 0 && minimumMass < 1, "the least mass of a box is a share below 1")
    self.peelShare = peelShare
    self.pasteShare = pasteShare
    self.minimumMass = minimumMass
    self.objective = objective
    self.crossesPlateaus = crossesPlateaus
  }

  /// The boxes from the whole space inwards, and then those that slices were pasted on.
  /// - Complexity: O(inputs × futures × log futures) for each box.
  package func boxes(of futures: Futures) -> PeelingTrajectory {
    var boxes = [BoxQuality(Box(inputs: futures.inputs.count), of: futures)]
    var members = Array(0..<futures.count)
    while let peel = best(peels(members, boxes[boxes.count - 1])), peel.quality.mass >= minimumMass,
      peel.gain > 0 || (crossesPlateaus && boxes[boxes.count - 1].density < 1)
    {
      boxes.append(peel.quality)
      members = peel.members
    }
    let peeled = boxes.count
    while let paste = best(pastes(boxes[boxes.count - 1])), paste.gain > 0 { boxes.append(paste.quality) }
    return PeelingTrajectory(boxes: boxes, peeled: peeled)
  }

  private struct Candidate {
    let gain: Double
    let quality: BoxQuality
    let members: [Int]
  }

  /// The first of the best candidates; `nil` where there is none.
  private func best(_ candidates: [Candidate]) -> Candidate? {
    candidates.reduce(nil as Candidate?) { best, next in
      best.map { $0.gain >= next.gain } ?? false ? best : next
    }
  }

  private func candidate(_ box: Box, _ members: [Int], from old: BoxQuality) -> Candidate {
    let quality = BoxQuality(
      box, old.futures, count: members.count, hits: members.count { old.futures.isOfInterest[$0] })
    let rise = quality.density - old.density
    let gain = objective == .density ? rise : rise / Double(abs(quality.count - old.count))
    return Candidate(gain: gain, quality: quality, members: members)
  }

  private func peels(_ members: [Int], _ old: BoxQuality) -> [Candidate] {
    var candidates: [Candidate] = []
    for (input, sample) in old.futures.inputs.enumerated() {
      let sorted = members.map { sample.values[$0] }.sorted()
      for side in Box.Side.allCases {
        guard let limit = cut(sorted, peelShare, side) else { continue }
        let rest = members.filter { side == .low ? sample.values[$0] > limit : sample.values[$0] < limit }
        guard !rest.isEmpty else { continue }
        var box = old.box
        box[input, side] = limit
        candidates.append(candidate(box, rest, from: old))
      }
    }
    return candidates
  }

  private func pastes(_ old: BoxQuality) -> [Candidate] {
    var candidates: [Candidate] = []
    for limit in old.box.limits {
      let values = old.futures.inputs[limit.input].values
      var box = old.box.without(limit.input, limit.side)
      let outside = box.members(of: old.futures).map { values[$0] }
        .filter { limit.side == .low ? $0 < limit.value : $0 > limit.value }.sorted()
      guard !outside.isEmpty else { continue }
      // Nearest to the box first: from above for a low limit. What is left beyond keeps a limit.
      box[limit.input, limit.side] = cut(outside, pasteShare, limit.side == .low ? .high : .low)
      let members = box.members(of: old.futures)
      if members.count > old.count { candidates.append(candidate(box, members, from: old)) }
    }
    return candidates
  }

  /// The value between the outermost share of the values on one side and the rest; `nil` where they are all the same.
  private func cut(_ sorted: [Double], _ share: Double, _ side: Box.Side) -> Double? {
    let places = Double(sorted.count - 1) * share
    let last = sorted.count - 1
    if side == .low {
      var inner = min(Int(places) + 1, last)
      let outer = inner - 1
      while inner < last && sorted[inner] == sorted[max(outer, 0)] { inner += 1 }
      guard inner > 0, sorted[inner - 1] < sorted[inner] else { return nil }
      return middle(sorted[inner - 1], sorted[inner])
    }
    var inner = max(last - Int(places) - 1, 0)
    let outer = min(inner + 1, last)
    while inner > 0 && sorted[inner] == sorted[outer] { inner -= 1 }
    guard inner < last, sorted[inner] < sorted[inner + 1] else { return nil }
    return middle(sorted[inner], sorted[inner + 1])
  }

  private func middle(_ a: Double, _ b: Double) -> Double { a + (b - a) / 2 }
}

/// The boxes of peeling and pasting: the trade-off between coverage and density.
package struct PeelingTrajectory: Sendable, Hashable {
  /// From the whole space on; at least one.
  package let boxes: [BoxQuality]
  /// How many of them came from peeling; the rest were pasted on.
  package let peeled: Int

  /// The last box.
  package var last: BoxQuality { boxes[boxes.count - 1] }

  /// The box with the greatest coverage among those dense enough; of equals the one that limits fewer inputs, and of those
  /// the densest.
  ///
  /// Limits that may be accidental are dropped first, since a box that is dense by such limits is not dense out of
  /// sample. If no box is dense enough, the densest one.
  /// - Parameters:
  ///   - bar: the minimum density.
  ///   - quasiP: limits with a quasi-p value above this are dropped.
  package func choice(densityAtLeast bar: Double, droppingQuasiPAbove quasiP: Double = 0.05) -> BoxQuality {
    let all = boxes.map { $0.droppingLimits(quasiPAbove: quasiP) }
    let candidates = all.filter { $0.density >= bar }
    guard let first = candidates.first else { return all.reduce(all[0]) { $1.density > $0.density ? $1 : $0 } }
    return candidates.dropFirst().reduce(first) { best, next in
      (next.coverage, -next.restrictedInputs, next.density) > (best.coverage, -best.restrictedInputs, best.density)
        ? next : best
    }
  }
}
