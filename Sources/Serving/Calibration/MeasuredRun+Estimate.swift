import Randomness

extension MeasuredRun {
  /// The costs of a step as the run itself tells them, without a simulation: base, for each token of a prompt and of
  /// context, and for each sequence, in seconds; `nil` where no answer is longer than a token.
  ///
  /// From its first token to its last an answer took as many steps as it has further tokens. What these steps had to do is
  /// known from the other requests: the prompts that came to their end meanwhile, and the answers that were being written,
  /// with their context. So each answer gives one linear equation in the four costs, solved by least squares of relative
  /// errors.
  func estimate() -> [Double]? {
    let steps = requests.map { Double($0.outputTokens - 1) }
    let writers = requests.indices.filter { steps[$0] > 0 && requests[$0].endToEnd > requests[$0].timeToFirstToken }
    guard writers.count >= 4 else { return nil }
    let sums = Sums(requests)
    var columns = [[Double]](repeating: [], count: 4)
    for index in writers {
      let request = requests[index]
      let duration = request.endToEnd - request.timeToFirstToken
      let (from, to) = (sums.first[index], sums.last[index])
      columns[0].append(steps[index] / duration)
      columns[1].append((to.prompts - from.prompts) / duration)
      columns[2].append(steps[index] * (to.context - from.context) / (duration * duration))
      columns[3].append(steps[index] * (to.sequences - from.sequences) / (duration * duration))
    }
    return LinearLeastSquares.nonNegativeCoefficients(
      of: columns, fitting: [Double](repeating: 1, count: writers.count))
  }

  /// Tokens of prompts worked through, and context and sequences integrated over time, at each request's first and last
  /// token.
  private struct Sums {
    struct Sum {
      var prompts = 0.0
      var context = 0.0
      var sequences = 0.0
    }

    private(set) var first: [Sum]
    private(set) var last: [Sum]

    init(_ requests: [Request]) {
      first = Array(repeating: Sum(), count: requests.count)
      last = first
      let events = requests.indices.flatMap {
        [
          (time: requests[$0].arrival + requests[$0].timeToFirstToken, index: $0, isFirst: true),
          (time: requests[$0].arrival + requests[$0].endToEnd, index: $0, isFirst: false),
        ]
      }
      var sum = Sum()
      var (now, context, growth, sequences) = (0.0, 0.0, 0.0, 0.0)
      for event in events.sorted(by: { ($0.time, $0.index) < ($1.time, $1.index) }) {
        let passed = event.time - now
        sum.context += passed * (context + growth * passed / 2)
        sum.sequences += passed * sequences
        context += growth * passed
        now = event.time
        let request = requests[event.index]
        let duration = request.endToEnd - request.timeToFirstToken
        let rise = duration > 0 ? Double(max(request.outputTokens - 1, 0)) / duration : 0
        if event.isFirst {
          // What the request itself brought was worked on before its first token.
          sum.prompts += Double(request.inputTokens)
          first[event.index] = sum
          context += Double(request.inputTokens)
          growth += rise
          sequences += 1
        } else {
          last[event.index] = sum
          context -= Double(request.inputTokens) + rise * duration
          growth -= rise
          sequences -= 1
        }
      }
    }
  }
}
