import Randomness

/// Lays the blocks of the flows out as one list of operations.
struct ProgramCompiler {
  var program = Program()
  private(set) var flow = 0
  /// The block being compiled.
  private var origin = Program.Origin(flow: 0, label: "", place: SourcePlace(fileID: "", line: 0))
  private var startsBlock = false
  /// The labels given in the flow so far, and for unnamed blocks how many have each title.
  private var labels: [String] = []
  /// The innermost region being compiled, or -1.
  private var region: Int32 = -1

  /// Compiles the flows; invalid blocks are reported.
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
      if flow.blocks.isEmpty { compiler.refuse("Flow(\"\(flow.name)\")", "there is no block in it", at: flow.place) }
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

  /// Compiles the way of one that does not get what it waits for: where there is none, it leaves.
  mutating func compile(wayOut blocks: Blocks) {
    if blocks.isEmpty { emit(Operation(code: .leave)) } else { compile(blocks) }
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
    program.regionOfOperation.append(region)
    return next - 1
  }

  /// Makes an operation that was emitted before go on here.
  mutating func aimHere(_ operation: Int32) { program.operations[Int(operation)].target = next }

  /// Makes an operation that was emitted before go on at another.
  mutating func aim(_ operation: Int32, at target: Int32) { program.operations[Int(operation)].target = target }

  /// Begins a region in which transactions can be interrupted, and returns its row.
  mutating func beginRegion(signal: Signal?) -> Int32 {
    program.regions.append(Region(outer: region, signal: signal.map { self.signal($0) } ?? -1))
    region = Int32(program.regions.count - 1)
    return region
  }

  mutating func endRegion(_ row: Int32) { region = program.regions[Int(row)].outer }

  /// Compiles blocks that an interruption around them does not reach, since their transactions end with them.
  mutating func compileApart(_ blocks: Blocks) {
    let outer = region
    region = -1
    compile(blocks)
    emit(Operation(code: .leave))
    region = outer
  }

  /// Makes interrupted transactions go on at what is emitted next.
  mutating func setHandler(of row: Int32) { program.regions[Int(row)].handler = next }

  func refuse(_ subject: String, _ problem: String, remedy: String? = nil, at place: SourcePlace) {
    ValidationErrors.report(InvalidValue(subject, problem, remedy: remedy, location: place.description))
  }

  // MARK: - Tables

  /// The row of an expression, drawn from the stream of the block being compiled.
  mutating func expression(_ expression: NumericExpression, of part: String? = nil) -> Int32 {
    program.expressions.append(Program.DrawnExpression(expression: expression, stream: stream(part)))
    return Int32(program.expressions.count - 1)
  }

  /// The stream of the block being compiled, or of a part of it.
  func stream(_ part: String? = nil) -> String {
    program.flows[flow].name + "/" + origin.label + (part.map { "/" + $0 } ?? "")
  }

  mutating func resource(_ resource: Resource) -> Int32 {
    if let index = program.resources.firstIndex(where: { $0.name == resource.name }) {
      if program.resources[index] != resource {
        refuseDouble("resource", resource.name)
      }
      return Int32(index)
    }
    program.resources.append(resource)
    program.resourceIsRanked.append(false)
    program.resourceIsPreempted.append(false)
    return Int32(program.resources.count - 1)
  }

  mutating func store(_ store: Store) -> Int32 {
    if let index = program.stores.firstIndex(where: { $0.name == store.name }) {
      if program.stores[index] != store { refuseDouble("store", store.name) }
      return Int32(index)
    }
    program.stores.append(store)
    return Int32(program.stores.count - 1)
  }

  mutating func container(_ container: Container) -> Int32 {
    if let index = program.containers.firstIndex(where: { $0.name == container.name }) {
      if program.containers[index] != container { refuseDouble("container", container.name) }
      return Int32(index)
    }
    program.containers.append(container)
    return Int32(program.containers.count - 1)
  }

  private func refuseDouble(_ what: String, _ name: String) {
    refuse(
      "\(what) \"\(name)\"", "two different \(what)s have this name", remedy: "give each its own", at: origin.place)
  }

  /// The row of the flow of that name.
  func flow(named name: String, at place: SourcePlace) -> Int32 {
    if let index = program.flows.firstIndex(where: { $0.name == name }) { return Int32(index) }
    refuse(
      "flow \"\(name)\"", "the model has no flow of this name",
      remedy: NearestName.remedy(for: name, among: program.flows.map(\.name), quoted: true), at: place)
    return 0
  }

  mutating func attribute(_ attribute: Attribute) -> Int32 { Self.row(of: attribute, in: &program.attributes) }

  /// An attribute of the block being compiled that nobody else sees.
  mutating func hiddenAttribute() -> Int32 {
    attribute(Attribute("\(program.flows[flow].name)/\(origin.label)#\(program.attributes.count)"))
  }

  mutating func signal(_ signal: Signal) -> Int32 { Self.row(of: signal, in: &program.signals) }

  mutating func counter(_ name: String) -> Int32 { Self.row(of: name, in: &program.counters) }

  mutating func tally(_ name: String) -> Int32 { Self.row(of: name, in: &program.tallies) }

  /// The row of a uniform number between 0 and 1.
  mutating func uniform(of part: String? = nil) -> Int32 { expression(.distribution(.uniform(0, 1)), of: part) }

  mutating func test(_ test: @escaping Test) -> Int32 { Self.add(test, to: &program.tests) }

  mutating func match(_ match: @escaping @Sendable (inout Transaction, Double) -> Bool) -> Int32 {
    Self.add(match, to: &program.matches)
  }

  mutating func terms(_ terms: SeizeTerms) -> Int32 { Self.add(terms, to: &program.seizes) }

  mutating func wait(_ terms: WaitTerms) -> Int32 { Self.add(terms, to: &program.waits) }

  mutating func split(_ terms: SplitTerms) -> Int32 { Self.add(terms, to: &program.splits) }

  /// Adds a part that begins with what is emitted next.
  mutating func addPart(to row: Int32) { program.splits[Int(row)].parts.append(next) }

  mutating func choice() -> Int32 { Self.add(ChoiceTable(), to: &program.choices) }

  /// Adds a way that begins with what is emitted next.
  mutating func addWay(to row: Int32, below bound: Double) {
    program.choices[Int(row)].bounds.append(bound)
    program.choices[Int(row)].ways.append(next)
  }

  mutating func batch() -> Int32 {
    program.batches += 1
    return Int32(program.batches - 1)
  }

  mutating func source(_ arrive: Arrive) {
    if program.flows[flow].entry != next {
      refuse("Arrive", "it must stand before all other blocks of the flow", at: arrive.place)
    }
    var thinning: Int32 = -1
    if case .rate = arrive.pattern { thinning = uniform(of: "thinning") }
    program.sources.append(
      ArrivalSource(
        flow: Int32(flow), pattern: arrive.pattern, gap: arrive.gap.map { expression($0) } ?? -1,
        batch: arrive.batch.map { expression($0, of: "batch") } ?? -1, thinning: thinning, start: arrive.start,
        limit: arrive.limit, stream: stream(), origin: origin))
  }

  private static func row<Entry: Equatable>(of entry: Entry, in table: inout [Entry]) -> Int32 {
    if let index = table.firstIndex(of: entry) { return Int32(index) }
    return add(entry, to: &table)
  }

  private static func add<Entry>(_ entry: Entry, to table: inout [Entry]) -> Int32 {
    table.append(entry)
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
      if program.operations.contains(where: { $0.code == .prioritise }) { program.resourceIsRanked[index] = true }
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
