public import Randomness

/// Requests units of a resource; the transaction waits until it has them.
///
/// ```swift
/// Seize(agents)
/// Seize(beds, units: 2, priority: 1, preempting: .resume)
/// Seize(agents, patience: .weibull(scale: 4, shape: 1.5)) { Count("abandoned"); Leave() }
/// Seize(agents, balking: .whenQueueReaches(10)) { Count("balked"); Leave() }
/// Seize(agents) { Count("turned away"); Leave() }   // for a resource of a limited queue
/// ```
/// A transaction that gets its units continues with the next block. One that does not get them passes through the blocks
/// given for the reason, and then continues with the next block unless these blocks end with ``Leave``. If no blocks are
/// given, it leaves the model. Units that become free at the instant at which the patience ends are granted.
///
/// With `preempting`, units are taken from transactions of lower priority that are in a ``Delay``, if that makes enough
/// units free: from the lowest priority first, and of these from the latest. A delay that ends at the very instant is over
/// before any is cut off, and the units that it gives back are taken first. A preempted transaction waits for its units
/// ahead of others with its priority.
public struct Seize: CompiledBlock {
  let resource: Resource
  let units: Int
  let priority: Int?
  let preemption: Preemption?
  let patience: NumericExpression?
  let balking: Balking?
  let overflow: Blocks
  let abandoned: Blocks
  let balked: Blocks
  let name: String?
  let place: SourcePlace

  /// Requests units.
  ///
  /// - `resource`: Of what.
  /// - `units`: How many.
  /// - `priority`: Before whom, instead of the priority of the transaction: the larger goes first.
  /// - `preempting`: How those go on whose units it may take; without it, it takes none.
  /// - `overflow`: What happens when the queue of the resource is full.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `balking`: When it does not join the line.
  /// - `balked`: What happens then.
  /// - `name`: The name that keys its random streams; `"Seize agents"` and so on unless stated.
  public init(
    _ resource: Resource, units: Int = 1, priority: Int? = nil, preempting: Preemption? = nil,
    @BlockBuilder overflow: () -> Blocks = { .none }, patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, balking: Balking? = nil,
    @BlockBuilder balked: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      resource, units: units, priority: priority, preempting: preempting, overflow: overflow(),
      patience: patience.map { .distribution($0) }, abandoned: abandoned(), balking: balking, balked: balked(),
      name: name, place: SourcePlace(fileID: fileID, line: line))
  }

  /// Requests units with a calculated patience.
  ///
  /// - `resource`: Of what.
  /// - `units`: How many.
  /// - `priority`: Before whom, instead of the priority of the transaction: the larger goes first.
  /// - `overflow`: What happens when the queue of the resource is full.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `name`: The name that keys its random streams; `"Seize agents"` and so on unless stated.
  public init(
    _ resource: Resource, units: Int = 1, priority: Int? = nil, @BlockBuilder overflow: () -> Blocks = { .none },
    patience: @escaping Formula, @BlockBuilder abandoned: () -> Blocks = { .none }, name: String? = nil,
    fileID: String = #fileID, line: Int = #line
  ) {
    self.init(
      resource, units: units, priority: priority, preempting: nil, overflow: overflow(),
      patience: .formula(patience), abandoned: abandoned(), balking: nil, balked: Blocks([]), name: name,
      place: SourcePlace(fileID: fileID, line: line))
  }

  init(
    _ resource: Resource, units: Int, priority: Int?, preempting: Preemption?, overflow: Blocks,
    patience: NumericExpression?,
    abandoned: Blocks, balking: Balking?, balked: Blocks, name: String?, place: SourcePlace
  ) {
    self.resource = resource
    self.units = units
    self.priority = priority
    preemption = preempting
    self.patience = patience
    self.balking = balking
    self.overflow = overflow
    self.abandoned = abandoned
    self.balked = balked
    self.name = name
    self.place = place
    let most = resource.capacity.greatest
    if units < 1 || units > most {
      ValidationErrors.report(
        InvalidValue(
          "Seize(\(resource.name), units: \(units))",
          units < 1
            ? "a transaction asks for one unit at least"
            : "resource \"\(resource.name)\" never has more than \(most) units, so this would wait for ever",
          location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compile(into: &compiler, resuming: nil)
  }

  /// Compiles it; side paths go on after the block, or where the closure leads that is returned.
  func compile(into compiler: inout ProgramCompiler, resuming body: ((inout ProgramCompiler) -> Void)?) {
    compiler.begin("Seize \(resource.name)", name: name, at: place)
    let subject = compiler.resource(resource)
    var terms = SeizeTerms(priority: priority.map { Int32(clamping: $0) }, preemption: preemption)
    if let balking {
      switch balking.rule {
      case .length(let length): terms.balking = .length(length)
      case .chance(let probability):
        terms.balking = .chance(compiler.expression(probability, of: "balking"), compiler.uniform(of: "balking"))
      case .test(let test): terms.balking = .test(compiler.test(test))
      }
    }
    let needsTerms = priority != nil || preemption != nil || balking != nil || resource.queueCapacity != .max
    let row = needsTerms ? compiler.terms(terms) : -1
    let patience = patience.map { compiler.expression($0, of: "patience") } ?? -1
    let seize = compiler.emit(
      Operation(code: .seize, subject: subject, units: Int32(clamping: units), detail: row, patience: patience))
    body?(&compiler)
    let needsOverflow = resource.queueCapacity != .max
    guard patience >= 0 || balking != nil || needsOverflow else { return }
    let jump = compiler.emit(Operation(code: .jump))
    var ends: [Int32] = []
    func path(_ blocks: Blocks) -> Int32 {
      let start = compiler.next
      compiler.compile(wayOut: blocks)
      ends.append(compiler.emit(Operation(code: .jump)))
      return start
    }
    if patience >= 0 { compiler.aim(seize, at: path(abandoned)) }
    if balking != nil { compiler.program.seizes[Int(row)].balked = path(balked) }
    if needsOverflow { compiler.program.seizes[Int(row)].overflow = path(overflow) }
    for end in ends + [jump] { compiler.aimHere(end) }
  }
}

/// The condition under which a transaction that would have to wait does not join the queue.
///
/// ```swift
/// Seize(agents, balking: .whenQueueReaches(10)) { Count("balked"); Leave() }
/// ```
/// A transaction that is served immediately never balks.
public struct Balking: Sendable {
  enum Rule: Sendable {
    case length(Int)
    case chance(NumericExpression)
    case test(Test)
  }

  let rule: Rule

  /// It joins only a queue in which fewer transactions wait.
  public static func whenQueueReaches(_ length: Int) -> Balking { Balking(rule: .length(length)) }

  /// It balks with that probability.
  public static func withProbability(_ probability: Double) -> Balking {
    Balking(rule: .chance(.constant(probability)))
  }

  /// It balks with the probability that the formula gives.
  public static func withProbability(_ probability: @escaping Formula) -> Balking {
    Balking(rule: .chance(.formula(probability)))
  }

  /// It balks if the test holds.
  public static func when(_ test: @escaping Test) -> Balking { Balking(rule: .test(test)) }
}

/// Releases units of a resource, which go to the transactions that wait for them.
///
/// ```swift
/// Release(agents)
/// Release(beds, units: 1)
/// ```
/// Releasing units that the transaction does not hold ends the run with an error.
public struct Release: CompiledBlock {
  let resource: Resource
  let units: Int?
  let place: SourcePlace

  /// Releases the units of the resource that the transaction holds.
  ///
  /// - `resource`: Of what.
  /// - `units`: How many; all that it holds unless stated.
  public init(_ resource: Resource, units: Int? = nil, fileID: String = #fileID, line: Int = #line) {
    self.resource = resource
    self.units = units
    place = SourcePlace(fileID: fileID, line: line)
    if let units, units < 1 {
      ValidationErrors.report(
        InvalidValue(
          "Release(\(resource.name), units: \(units))", "a transaction releases one unit at least",
          location: place.description))
    }
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Release \(resource.name)", name: nil, at: place)
    let subject = compiler.resource(resource)
    compiler.emit(Operation(code: .release, subject: subject, units: units.map { Int32(clamping: $0) } ?? 0))
  }
}

/// Releases all units of all resources that the transaction holds; it may hold none.
///
/// It is useful after an interruption, when the transaction may or may not hold units.
public struct ReleaseAll: CompiledBlock {
  let place: SourcePlace

  /// Releases all units.
  public init(fileID: String = #fileID, line: Int = #line) { place = SourcePlace(fileID: fileID, line: line) }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("ReleaseAll", name: nil, at: place)
    compiler.emit(Operation(code: .releaseAll))
  }
}

/// Seizes units of a resource, holds them for a time and releases them.
///
/// ```swift
/// Use(agents, for: .exponential(mean: 8))
/// Use(agents, for: .exponential(mean: 8), patience: .exponential(mean: 4)) { Count("abandoned") }
/// ```
/// Equivalent to ``Seize``, ``Delay`` and ``Release``; a transaction that does not get units continues after the block.
public struct Use: CompiledBlock {
  let seize: Seize
  let delay: Delay

  /// Holds units for a random or constant time.
  ///
  /// - `resource`: Of what.
  /// - `duration`: How long it holds them, in the time of the model.
  /// - `units`: How many.
  /// - `priority`: Before whom, instead of the priority of the transaction: the larger goes first.
  /// - `preempting`: How those go on whose units it may take; without it, it takes none.
  /// - `overflow`: What happens when the queue of the resource is full.
  /// - `patience`: How long it waits at most.
  /// - `abandoned`: What happens when patience ends.
  /// - `balking`: When it does not join the line.
  /// - `balked`: What happens then.
  /// - `name`: The name that keys the random stream of the duration; `"Delay"` and so on unless stated.
  public init(
    _ resource: Resource, for duration: Distribution, units: Int = 1, priority: Int? = nil,
    preempting: Preemption? = nil, @BlockBuilder overflow: () -> Blocks = { .none }, patience: Distribution? = nil,
    @BlockBuilder abandoned: () -> Blocks = { .none }, balking: Balking? = nil,
    @BlockBuilder balked: () -> Blocks = { .none }, name: String? = nil, fileID: String = #fileID, line: Int = #line
  ) {
    seize = Seize(
      resource, units: units, priority: priority, preempting: preempting, overflow: overflow(),
      patience: patience.map { .distribution($0) }, abandoned: abandoned(), balking: balking, balked: balked(),
      name: nil, place: SourcePlace(fileID: fileID, line: line))
    delay = Delay(duration, name: name, fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    seize.compile(into: &compiler) { compiler in
      delay.compile(into: &compiler)
      Release(seize.resource, units: seize.units).compile(into: &compiler)
    }
  }
}
