/// Goes through several branches at the same time.
///
/// ```swift
/// Parallel {
///   Branch { Use(laboratory, for: .exponential(mean: 30)) }
///   Branch { Use(scanner, for: .uniform(5, 10)) }
/// }
/// ```
/// Each branch is gone through by a part of the transaction, with the attributes and the priority that it has, and none
/// of its units. The transaction waits and goes on when the parts that it joins are done, as with ``Split``.
public struct Parallel: CompiledBlock {
  let joining: Joining
  let branches: [Branch]
  let name: String?
  let place: SourcePlace

  /// Goes through branches.
  ///
  /// - `joining`: When the transaction goes on.
  /// - `name`: The name of the block in messages and traces.
  /// - `branches`: The branches, without probability or test.
  public init(
    joining: Joining = .all, name: String? = nil, fileID: String = #fileID, line: Int = #line,
    @BranchBuilder _ branches: () -> [Branch]
  ) {
    self.joining = joining
    self.branches = branches()
    self.name = name
    place = SourcePlace(fileID: fileID, line: line)
  }

  public var body: Blocks { Blocks(self) }

  func compile(into compiler: inout ProgramCompiler) {
    compiler.begin("Parallel", name: name, at: place)
    if branches.isEmpty { compiler.refuse("Parallel", "there is no branch", at: place) }
    let row = compiler.split(SplitTerms(joining: joining, numbering: -1))
    let split = compiler.emit(Operation(code: .split, detail: row))
    for branch in branches {
      guard case .always = branch.condition else {
        compiler.refuse(
          "Parallel", "all branches are gone through, so none has a probability or a test", at: place)
        continue
      }
      compiler.addPart(to: row)
      compiler.compileApart(branch.blocks)
    }
    compiler.aimHere(split)
  }
}
