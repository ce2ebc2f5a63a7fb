/// Replicas that only prefill or only decode.
extension Replica {
  /// What a replica does with a request.
  enum Role {
    /// It prefills the prompt and decodes the answer.
    case both
    /// It prefills the prompt.
    case prefill
    /// It decodes the answer of a prompt whose KV cache was transferred to it.
    case decode
  }

  /// Takes free blocks for a prompt whose KV cache is on its way; whether they are there.
  ///
  /// As many blocks stay free as those whose caches have come need for their first step: none of them waits for ever.
  mutating func reserve(_ input: Int) -> Bool {
    let new = input & blockMask == 0 ? 1 : 0
    guard blocks(input) + newBlocks + new <= memory.count else { return false }
    newBlocks += new
    memory.take(blocks(input))
    return true
  }

  /// Admits the head of the queue, whose prompt is in memory, with its first decode step; whether there was room.
  mutating func admitTransferred(_ request: RequestState, _ budget: inout Int) -> Bool {
    let input = Int(request.input)
    let new = input & blockMask == 0 ? 1 : 0
    guard new <= memory.count else { return false }
    memory.take(new)
    newBlocks -= new
    let place = place(takeFirst())
    let base = steps - input
    places[place].base = base
    places[place].piece = -1
    places[place].written = request.output > 1 ? 1 : 0
    writing += 1
    context += input
    needs[base & blockMask] += 1
    finishing.insert(step: finishingStep(of: places[place]), place: place)
    transferred.append(Int32(truncatingIfNeeded: place))
    isRegrouped = true
    budget -= 1
    return true
  }

  /// Notes the first token of the answers that had their first decode step here.
  mutating func noteFirstTokens(at now: Double) {
    for place in transferred { places[Int(place)].firstToken = now }
    transferred.removeAll(keepingCapacity: true)
  }
}
