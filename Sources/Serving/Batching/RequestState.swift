/// A request on a replica, from its arrival in the queue to the end of its answer.
struct RequestState {
  /// The request's place among all that came.
  let number: Int
  /// Seconds.
  let arrival: Double
  /// When its first step began and its first token was out, in seconds; negative before.
  var started: Double = -1
  var firstToken: Double = -1
  let input: Int32
  let output: Int32
  /// While it writes, the replica's count of decode steps less its own progress; else the progress, in tokens of context.
  var base: Int = 0
  /// The context that is to be there before the next token is written: the prompt, and after a preemption what was written.
  var goal: Int32
  /// The tokens of its answer that are written, but for those since it writes in this admission.
  var written: Int32 = 0
  /// The tokens of its context that the step being taken works on; −1 while it writes.
  var piece: Int32 = 0
  /// The most progress that it had in earlier admissions, and how much of it was found in memory at this one.
  var reached: Int32 = 0
  var found: Int32 = 0
  /// Blocks of its context that it does not hold: see ``BatchingRule/Resumption/startOver``.
  var absent: Int32 = 0
  var preemptions: Int32 = 0
  /// Names this admission among all of the replica; 0 in a place that is free.
  var admission: UInt32 = 0

  var isWriting: Bool { piece < 0 }

  /// The request as it came, with nothing of it done.
  var anew: RequestState { RequestState(number: number, arrival: arrival, input: input, output: output) }

  init(number: Int, arrival: Double, input: Int32, output: Int32) {
    self.number = number
    self.arrival = arrival
    self.input = input
    self.output = output
    goal = input
  }
}
