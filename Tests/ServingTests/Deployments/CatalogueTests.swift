import Foundation
import Randomness
import Testing

@testable import Serving

/// Deployments by name, and as files.
@Suite struct CatalogueTests {
  @Test func `a name is a model, a GPU, how many and the precision`() throws {
    let one = try DeploymentCatalogue.deployment(named: "llama-8b-a100")
    #expect(one == Deployment(.llama8B, on: .a100))
    let several = try DeploymentCatalogue.deployment(named: "llama-70b-h100x4-fp8")
    #expect(several == Deployment(.llama70B, on: .h100, gpus: 4, precision: .fp8))
  }

  @Test func `every deployment that is listed is found by its name, with its evidence`() throws {
    let listed = DeploymentCatalogue.listed
    #expect(listed.count > 60 && Set(listed.map(\.name)).count == listed.count)
    for entry in listed {
      #expect(try DeploymentCatalogue.deployment(named: entry.name) == entry.deployment)
      #expect(!entry.deployment.evidence.source.isEmpty)
      #expect(entry.deployment.evidence.kind != .derived || entry.deployment.evidence.error != nil)
    }
    #expect(listed.count { $0.deployment.evidence.kind == .measured } > 15)
  }

  @Test(arguments: [
    ("llama-8b-a10", "did you mean llama-8b-a100?"), ("llama-70b-a100", "it needs 2 of them"),
    ("nothing of the kind", "payoff deployments lists"),
  ])
  func `a name that means nothing is refused with what would be right`(_ name: String, _ remedy: String) throws {
    let refusal = try #require(throws: InvalidValue.self) { try DeploymentCatalogue.deployment(named: name) }
    #expect("\(refusal)".contains(remedy), "\(refusal)")
  }

  @Test func `a deployment that is written is read again with the same figures`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    for written in [
      Deployment(.llama8B, on: .h100), Deployment(.opt13B, on: .a100),
      Deployment(
        "quoted \"name\" \\ and\ttab",
        StepCost(base: 1.0 / 3, perPromptToken: 0, perContextToken: 1e-5, perSequence: 0),
        batching: .continuous(sequences: 7, tokensPerStep: 99), kvTokens: 12_345, blockTokens: 32, contextLength: 777,
        gpus: 3, source: .stated("ours", error: 0.1)),
    ] {
      try Data(written.json.utf8).write(to: file)
      let read = try Deployment(contentsOf: file.path)
      #expect(read.name == written.name && read.cost == written.cost && read.batching == written.batching)
      #expect(read.kvTokens == written.kvTokens && read.blockTokens == written.blockTokens)
      #expect(read.contextLength == written.contextLength && read.gpus == written.gpus && read.gpu == written.gpu)
      #expect(read.evidence.error == written.evidence.error && read.evidence.source == written.evidence.source)
    }
  }
}
