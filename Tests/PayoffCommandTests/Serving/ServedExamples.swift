/// Deployments and traces that the tests of served requests share.
enum ServedExamples {
  /// A step of 10 ms, and 0.1 ms for each token of a prompt: figures by hand are short.
  static let deployment = """
    {
      "name": "ours", "source": "made up", "base_ms": 10, "per_prompt_token_ms": 0.1, "per_context_token_ms": 0,
      "per_sequence_ms": 0, "kv_tokens": 100000, "context_length": 2000, "sequences": 64, "tokens_per_step": 2048
    }

    """

  static let header = "arrival_s,input_tokens,output_tokens\n"

  /// Requests at an uneven pace and of uneven lengths, about ten a second.
  static let trace =
    header
    + (0..<400).map { number in
      let arrival = Double(number) / 10 + Double(number * 7919 % 97) / 1000
      return "\(arrival),\(50 + number * 104_729 % 300),\(1 + number * 1299 % 40)\n"
    }.joined()
}
