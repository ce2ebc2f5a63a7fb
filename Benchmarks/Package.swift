// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let payoff: Target.Dependency = .product(name: "Payoff", package: "payoff")

let package = Package(
  name: "Benchmarks",
  dependencies: [
    // Named, because a local package would otherwise be called after the folder it was cloned into.
    .package(name: "payoff", path: "../"),
    .package(url: "https://github.com/ordo-one/benchmark", .upToNextMinor(from: "1.38.1"), traits: []),
  ],
  targets: [
    .target(name: "Workload", swiftSettings: settings),
    .executableTarget(name: "EventView", dependencies: ["Workload", payoff], swiftSettings: settings),
    .executableTarget(name: "ProcessBlocks", dependencies: ["Workload", payoff], swiftSettings: settings),
    .executableTarget(name: "RequestLevel", dependencies: [payoff], swiftSettings: settings),
    // Its plugin looks for benchmarks in a folder called Benchmarks.
    .executableTarget(
      name: "Parts", dependencies: [payoff, .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Parts", swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
