import Randomness
import Testing

@testable import Experimentation

@Suite struct `The list of sensitivity methods` {
  @Test func `holds every name once, and finds each method by it and by what it records`() throws {
    let names = SensitivityMethods.names
    #expect(Set(names).count == names.count && !names.isEmpty)
    for method in SensitivityMethods.all {
      #expect(SensitivityMethods.method(named: method.name)?.name == method.name)
      #expect(SensitivityMethods.method(recordedAs: method.recordedName)?.name == method.name)
    }
    #expect(SensitivityMethods.method(named: "sobl") == nil)
  }

  @Test(arguments: SensitivityMethods.names)
  func `says of each method what it is, in both languages, who described it and what it assumes`(name: String) throws {
    let method = try #require(SensitivityMethods.method(named: name))
    #expect(!method.title.english.isEmpty && !(method.title.chinese ?? "").isEmpty)
    // A year stands in every reference.
    #expect(
      method.reference.contains { $0.isNumber } && !method.assumption.isEmpty && !method.assumption.hasSuffix("."))
    #expect(method.cost.contains("N") && method.size.standard > 1)
  }

  /// A design is what its cost says, and the index that ranks is among those that come out.
  @Test(arguments: SensitivityMethods.designBased.map(\.name))
  func `runs as many rows as each method says, and ranks by an index that it has`(name: String) throws {
    let method = try #require(SensitivityMethods.designBased.first { $0.name == name })
    let size = name == "efast" ? 65 : 64
    let inputs = TestFunction.ishigami.inputs
    let design = try method.design(of: inputs, size: size, streams: Streams(seed: 1, replication: 0))
    #expect(design.count == method.runs(size: size, inputs: inputs.count))
    var estimator = method.estimator(of: "ishigami", inputs: inputs, areCorrelated: false)
    for row in 0..<design.count {
      let numbers = design.row(row).numbers
      estimator.add(row: row, inputs: numbers, output: TestFunction.ishigami(numbers))
    }
    let analysis = try estimator.analysis(aleatoryShare: nil)
    #expect(analysis.method == method.recordedName)
    #expect(analysis.rows.contains { $0.index == method.rankingIndex })
    let ranked = method.ranked(analysis.rows)
    #expect(Set(ranked.map(\.input)) == Set(inputs) && ranked.allSatisfy { $0.weight != nil })
    if case .bars(let indices, _) = method.picture {
      #expect(indices[0] == method.rankingIndex)
      #expect(indices.allSatisfy { index in analysis.rows.contains { $0.index == index } })
    }
  }

  @Test func `a size is explained by what it counts`() {
    #expect(
      SensitivityMethods.sizes
        == "replications of a point of tornado and spider (40), trajectories of morris (40), blocks of sobol, sobol_jansen "
        + "and sobol_martinez (512), points of a curve of efast (257), rows of the others (1024)")
  }

  @Test func `only what is independent of the order of the rows takes rows without an output`() {
    #expect(Set(SensitivityMethods.designBased.map(\.name)).isSuperset(of: SensitivityMethods.acceptingAnyRows))
    #expect(!SensitivityMethods.acceptingAnyRows.contains { $0.hasPrefix("sobol") || $0 == "morris" || $0 == "efast" })
  }
}
