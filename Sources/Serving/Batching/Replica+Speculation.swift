import Randomness

/// The drafts of a replica with speculative decoding: what they cost, and the chance by which they are accepted.
struct ReplicaDrafts {
  let acceptance: [Double]
  /// The duration of a step of the drafting model.
  let times: StepTimes
  let stream: RandomStream

  /// The tokens that are drafted for each answer in a step.
  var tokens: Int { acceptance.count }

  /// The accepted tokens of a draft: those before the first that is refused.
  func accepted() -> Int { acceptance.firstIndex { stream.uniform() >= $0 } ?? acceptance.count }
}

/// Speculative decoding: each answer gets a token in a step, and as many drafted ones as are accepted.
///
/// Steps are taken one by one, since they advance answers by chance. As in vLLM an answer has blocks for its token and its
/// whole draft before a step, and keeps them.
extension Replica {
  /// The tokens that a step works on for each running answer.
  var tokensOfAnswer: Int { 1 + (drafts?.tokens ?? 0) }

  /// The tokens that a step has for prompts; a prompt that has begun gets one at least.
  var promptBudget: Int {
    drafts == nil
      ? rule.tokensPerStep - writing
      : max(rule.tokensPerStep - writing * tokensOfAnswer, partial >= 0 ? 1 : 0)
  }

  /// The tokens for which a running answer has blocks.
  @inline(__always)
  func heldTokens(of sequence: RequestState, progress: Int) -> Int { max(progress, Int(sequence.allocated)) }

  /// The context of a running answer with its token and its draft; no token comes after its end.
  private func draftEnd(of sequence: RequestState) -> Int {
    min(steps - sequence.base + tokensOfAnswer, finishingStep(of: sequence) - sequence.base)
  }

  /// The blocks that the running answers need for this step beside those that they have.
  func blocksForDrafts() -> Int {
    var need = 0
    for entry in order {
      let sequence = places[Int(entry.place)]
      guard sequence.admission == entry.admission, sequence.isWriting else { continue }
      let held = heldTokens(of: sequence, progress: steps - sequence.base)
      need += max(blocks(draftEnd(of: sequence)) - blocks(held), 0)
    }
    return need
  }

  /// Gives the running answers their blocks for this step.
  mutating func takeBlocksForDrafts() {
    for entry in order {
      let place = Int(entry.place)
      let sequence = places[place]
      guard sequence.admission == entry.admission, sequence.isWriting else { continue }
      let (end, held) = (draftEnd(of: sequence), heldTokens(of: sequence, progress: steps - sequence.base))
      guard end > held else { continue }
      memory.take(blocks(end) - blocks(held))
      places[place].allocated = Int32(truncatingIfNeeded: end)
    }
  }

  /// The duration of a step: the drafts one after the other, the first with the prompts, then the model on all tokens at once.
  func duration(of drafts: ReplicaDrafts, promptTokens: Int, promptPairs: Double, prompts: Int) -> Double {
    let (whole, drafted) = (context + writing, drafts.tokens)
    let first = drafts.times.step(
      promptTokens: promptTokens, promptPairs: promptPairs, context: whole, prompts: prompts, answers: writing)
    guard writing > 0 else {
      return first
        + times.step(
          promptTokens: promptTokens, promptPairs: promptPairs, context: 0, prompts: prompts, answers: 0)
    }
    let others = drafts.times.step(promptTokens: 0, promptPairs: 0, context: whole, prompts: 0, answers: writing)
    return first + Double(drafted - 1) * others
      + times.verification(
        promptTokens: promptTokens, promptPairs: promptPairs, context: whole, prompts: prompts, answers: writing,
        drafted: drafted)
  }

  /// Advances the running answers by the drafted tokens that are accepted, at the end of a step that has advanced each by one.
  mutating func acceptDrafts() {
    guard let drafts, writing > 0 else { return }
    for entry in order {
      let place = Int(entry.place)
      guard places[place].admission == entry.admission, places[place].isWriting else { continue }
      let extra = min(drafts.accepted(), finishingStep(of: places[place]) - steps)
      work.draftedSteps += 1
      guard extra > 0 else { continue }
      work.acceptedTokens += extra
      needs[places[place].base & blockMask] -= 1
      places[place].base -= extra
      needs[places[place].base & blockMask] += 1
      context += extra
      // Its end among the others' is stale.
      passedOver += 1
      finishing.insert(step: finishingStep(of: places[place]), place: place)
    }
    if passedOver > 64, passedOver > finishing.size / 2 { sweepFinishing() }
  }
}
