import Randomness

/// Lays the blocks of the flows out as one list of operations.
struct ProgramCompiler {
  private(set) var program = Program()
  private(set) var flow = 0
  /// The block being compiled.
  private var origin = Program.Origin(flow: 0, label: "", place: SourcePlace(fileID: "", line: 0))
  private var startsBlock = false
  /// The labels given in the flow so far, and for unnamed blocks how many have each title.
  private var labels: [String] = []

  /// Compiles the flows; what cannot be meant is refused.
  static func compile(_ flows: [Flow]) -> Program {
    var compiler = ProgramCompiler()
    for flow in flows {
      if compiler.program.flows.contains(where: { $0.name == flow.name }) {
        compiler.refuse("Flow(\"\(flow.name)\")", "another flow has this name", at: flow.place)
      }
      compiler.program.flows.append(
        Program.FlowEntry(name: flow.name, priority: Int32(clamping: flow.priority), entry: 0))
    }
    for (index, flow) in flows.enumerated() {
      compiler.flow = index
      compiler.labels = []
      compiler.program.flows[index].entry = compiler.next
      compiler.compile(flow.blocks)
      compiler.begin("end", name: nil, at: flow.place)
      compiler.emit(Operation(code: .leave))
    }
    compiler.rank()
    return compiler.program
  }

  // MARK: - Blocks

  /// The number of the operation that is emitted next.
  var next: Int32 { Int32(program.operations.count) }

  mutating func compile(_ blocks: Blocks) {
    for step in blocks.steps { step.compile(into: &self) }
  }

  /// Begins a block: operations emitted from here on are its own.
  ///
  /// An unnamed block is known by its title, and from the second of a title in a flow on by title and number.
  mutating func begin(_ title: String, name: String?, at place: SourcePlace) {
    let label = name ?? title
    var unique = label
    var number = 1
    while labels.contains(unique) {
      number += 1
      unique = "\(label) \(number)"
    }
    if name != nil && number > 1 {
      refuse("\(title) named \"\(label)\"", "another block of the flow has this name", at: place)
    }
    labels.append(unique)
    origin = Program.Origin(flow: flow, label: unique, place: place)
    startsBlock = true
  }

  /// Adds an operation and returns its number.
  @discardableResult
  mutating func emit(_ operation: Operation) -> Int32 {
    program.operations.append(operation)
    program.operations[program.operations.count - 1].beginsBlock = startsBlock
    startsBlock = false
    program.origins.append(origin)
    return next - 1
  }

  /// Makes an operation that was emitted before go on here.
  mutating func aimHere(_ operation: Int32) { program.operations[Int(operation)].target = next }

  /// Compiles a side path that comes back to what follows it, and returns where it begins.
  ///
  /// Emitted at once behind a jump over it, which is why it must not be asked for in the middle of an operation.
  mutating func sidePath(_ blocks: Blocks) -> Int32? {
    guard !blocks.isEmpty else { return nil }
    let owner = origin
    let jump = emit(Operation(code: .jump))
    let start = next
    compile(blocks)
    origin = owner
    aimHere(jump)
    return start
  }

  mutating func refuse(_ subject: String, _ problem: String, remedy: String? = nil, at place: SourcePlace) {
    Refusals.report(InvalidValue(subject, problem, remedy: remedy, location: place.description))
  }

  // MARK: - Tables

  /// The row of a quantity, drawn from the stream of the block being compiled.
  mutating func quantity(_ quantity: Quantity, of part: String? = nil) -> Int32 {
    program.quantities.append(Program.DrawnQuantity(quantity: quantity, stream: stream(part)))
    return Int32(program.quantities.count - 1)
  }

  /// The stream of the block being compiled, or of a part of it.
  func stream(_ part: String? = nil) -> String {
    program.flows[flow].name + "/" + origin.label + (part.map { "/" + $0 } ?? "")
  }

  mutating func resource(_ resource: Resource) -> Int32 {
    if let index = program.resources.firstIndex(where: { $0.name == resource.name }) {
      if program.resources[index] != resource {
        refuse(
          "resource \"\(resource.name)\"", "two different resources have this name", remedy: "give each its own",
          at: origin.place)
      }
      return Int32(index)
    }
    program.resources.append(resource)
    program.resourceIsRanked.append(false)
    program.resourceIsPreempted.append(false)
    return Int32(program.resources.count - 1)
  }

  mutating func attribute(_ attribute: Attribute) -> Int32 {
    if let index = program.attributes.firstIndex(of: attribute) { return Int32(index) }
    program.attributes.append(attribute)
    return Int32(program.attributes.count - 1)
  }

  /// An attribute of the block being compiled that nobody else sees.
  mutating func hiddenAttribute() -> Int32 {
    attribute(Attribute("\(program.flows[flow].name)/\(origin.label)#\(program.attributes.count)"))
  }

  mutating func counter(_ name: String) -> Int32 { Self.row(of: name, in: &program.counters) }

  mutating func tally(_ name: String) -> Int32 { Self.row(of: name, in: &program.tallies) }

  mutating func terms(_ terms: SeizeTerms) -> Int32 {
    program.seizes.append(terms)
    return Int32(program.seizes.count - 1)
  }

  mutating func source(_ pattern: ArrivalPattern, gap: Quantity?, batch: Quantity?, start: Double, limit: Int) {
    program.sources.append(
      ArrivalSource(
        flow: Int32(flow), pattern: pattern, gap: gap.map { quantity($0) } ?? -1,
        batch: batch.map { quantity($0, of: "batch") } ?? -1, start: start, limit: limit, stream: stream(),
        origin: origin))
  }

  private static func row(of name: String, in table: inout [String]) -> Int32 {
    if let index = table.firstIndex(of: name) { return Int32(index) }
    table.append(name)
    return Int32(table.count - 1)
  }

  // MARK: - What follows from the whole

  /// Finds the resources whose line needs an order beyond that of arrival, and those that can be preempted.
  private mutating func rank() {
    for (index, resource) in program.resources.enumerated() {
      switch resource.discipline {
      case .firstCome, .lastCome: break
      case .smallest(let attribute), .largest(let attribute):
        program.resourceIsRanked[index] = true
        _ = self.attribute(attribute)
      }
      if case .preempting = resource.capacity.reduction { program.resourceIsPreempted[index] = true }
      var priorities: [Int32?] = []
      for (row, operation) in program.operations.enumerated()
      where operation.code == .seize && operation.subject == Int32(index) {
        let terms = operation.detail >= 0 ? program.seizes[Int(operation.detail)] : SeizeTerms()
        priorities.append(terms.priority ?? program.flows[program.origins[row].flow].priority)
        if terms.preemption != nil { program.resourceIsPreempted[index] = true }
      }
      if priorities.contains(where: { $0 != priorities.first }) || program.resourceIsPreempted[index] {
        program.resourceIsRanked[index] = true
      }
    }
  }
}
