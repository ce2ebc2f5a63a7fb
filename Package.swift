// swift-tools-version: 6.2
import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Each file in experiments/ is an executable of its own: the editor completes it, and `make build` builds it.
let experimentFiles = try FileManager.default
  .contentsOfDirectory(atPath: Context.packageDirectory + "/experiments")
  .sorted()
let experimentNames = experimentFiles.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }

// The modules below the serving model; their tests need no other.
let engine = ["Randomness", "EventSimulation", "Demand"]

// What `payoff --version` says it was built from; empty where git does not know.
let commit = Context.gitInformation.map { $0.currentCommit + ($0.hasUncommittedChanges ? " with changes" : "") } ?? ""

let package = Package(
  name: "payoff",
  products: [
    // Dynamic, so that an experiment file anywhere links against it in a fraction of a second.
    .library(name: "Payoff", type: .dynamic, targets: ["Payoff"]),
    .executable(name: "payoff", targets: ["PayoffCommand"]),
    // Every command but those on an experiment that has been compiled; `payoff` goes on as it.
    .executable(name: "payoff-analysis", targets: ["PayoffAnalysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.0")),
    .package(url: "https://github.com/apple/swift-system", .upToNextMinor(from: "1.8.0")),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", .upToNextMinor(from: "2.1.1")),
    .package(url: "https://github.com/onevcat/Rainbow", .upToNextMinor(from: "4.2.0")),
    .package(url: "https://github.com/ordo-one/TextTable", .upToNextMinor(from: "0.0.2")),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", .upToNextMinor(from: "0.10.0")),
    .package(url: "https://github.com/swhitty/FlyingFox", .upToNextMinor(from: "0.27.1")),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", .upToNextMinor(from: "1.5.0")),
    .package(url: "https://github.com/swiftlang/swift-subprocess", .upToNextMinor(from: "1.0.0"), traits: []),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CFaults"),
    .target(name: "CFiles"),
    .target(name: "CRandomStreams", dependencies: ["CGSL"]),
    .target(name: "Randomness", dependencies: ["CGSL", "CRandomStreams"], swiftSettings: settings),
    .target(name: "EventSimulation", dependencies: ["CGSL", "Randomness"], swiftSettings: settings),
    .target(
      name: "Demand",
      dependencies: [
        "CGSL", "CZlib", "EventSimulation", "Randomness",
      ],
      swiftSettings: settings),
    .target(
      name: "Serving",
      dependencies: [
        "CGSL", "Demand", "EventSimulation", "Randomness",
      ],
      exclude: ["Deployments/Data/README.md"],
      resources: [
        "gpus", "gpu-prices", "grid-carbon", "models", "step-parameters", "step-deviations", "step-cells",
        "step-intervals",
      ].map { .embedInCode("Deployments/Data/\($0).csv") },
      swiftSettings: settings),
    .target(
      name: "Economics", dependencies: ["CGSL", "Demand", "Randomness"], swiftSettings: settings),
    .target(
      name: "Experimentation",
      dependencies: ["CGSL", "Demand", "Economics", "EventSimulation", "Randomness", "Serving"],
      exclude: ["Backtesting/Data/README.md"],
      resources: [
        "rent-index", "api-models", "api-tiers", "chat-users", "service-load", "support-assistant",
      ].map { .embedInCode("Backtesting/Data/\($0).csv") },
      swiftSettings: settings),
    .target(
      name: "Results",
      dependencies: [
        "CFiles", "CMessageDigest", "Demand", "Economics", "EventSimulation", "Experimentation", "Randomness",
        "Serving",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    // Where experiments and their programs are: all that `payoff` itself knows, so that it starts at once.
    .target(
      name: "CompiledExperiments", dependencies: [.product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: settings),
    .target(
      name: "Commands",
      dependencies: [
        "CFaults", "CFiles", "CGSL", "CompiledExperiments", "Demand", "Economics", "EventSimulation", "Experimentation",
        "Randomness",
        "Results", "Serving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Rainbow", package: "Rainbow"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "TextTable", package: "TextTable"),
      ],
      resources: [
        .embedInCode("Python/draw.py"), .embedInCode("Python/execute.py"), .embedInCode("Page/report.mustache"),
        .embedInCode("Page/report.css"), .embedInCode("Page/report.js"), .embedInCode("Page/charts.js"),
        .embedInCode("Page/explore.mustache"), .embedInCode("Page/explore.css"), .embedInCode("Page/explore.js"),
        .embedInCode("Live/live.mustache"), .embedInCode("Live/live.css"), .embedInCode("Live/live.js"),
        .embedInCode("Live/vega-licences.txt"),
      ],
      swiftSettings: settings),
    // What an experiment file imports.
    .target(
      name: "Payoff",
      dependencies: [
        "Commands", "Demand", "Economics", "EventSimulation", "Experimentation", "Randomness", "Serving",
      ],
      swiftSettings: settings),
    // The commit is known to one file alone, so that a new one builds nothing else again.
    .target(
      name: "CBuildInformation",
      cSettings: [.define("PAYOFF_COMMIT", to: "\"\(commit)\"")]),
    .executableTarget(
      name: "PayoffAnalysis", dependencies: ["CBuildInformation", "Commands"], swiftSettings: settings),
    .executableTarget(
      name: "PayoffCommand",
      dependencies: ["CompiledExperiments", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: settings),
  ]
    + experimentNames.map { name in
      .executableTarget(
        name: name, dependencies: ["Payoff"], path: "experiments",
        exclude: experimentFiles.filter { $0 != name + ".swift" }, sources: [name + ".swift"],
        swiftSettings: settings)
    }
    // What tests measure against theory, peers and hand calculations, for docs/validation.md.
    + [.target(name: "ValidationRecord", path: "Tests/ValidationRecord", swiftSettings: settings)]
    // Figures of other programs that tests compare with, and what reads them.
    + [
      .target(
        name: "ReferenceData", dependencies: ["Demand"], path: "Tests/ReferenceData",
        exclude: ["README.md", "figures", "generate"], swiftSettings: settings)
    ]
    + [
      "Randomness", "EventSimulation", "Demand", "Serving", "Economics", "Experimentation", "Results", "Commands",
    ].map { module in
      .testTarget(
        name: module + "Tests",
        dependencies: ["ReferenceData", "ValidationRecord", .target(name: module)]
          + (engine.contains(module) ? [] : ["Payoff"])
          + (module == "Demand" ? [.product(name: "SwiftCSV", package: "SwiftCSV")] : []),
        swiftSettings: settings)
    }
    + [
      .testTarget(
        name: "PayoffCommandTests",
        dependencies: [
          "PayoffCommand", "ReferenceData", "ValidationRecord", .product(name: "SwiftCSV", package: "SwiftCSV"),
        ],
        swiftSettings: settings),
      .testTarget(name: "ValidationTests", dependencies: ["Payoff", "ValidationRecord"], swiftSettings: settings),
    ],
  swiftLanguageModes: [.v6]
)

// For tests that count to millions: `PAYOFF_TESTS=optimized` compiles what simulates with optimization, the rest for
// debugging, and no experiments. `PAYOFF_TESTS=engine`, for sanitizers, leaves the engine, its tests and what they need.
let tests = Context.environment["PAYOFF_TESTS"]
if tests == "optimized" || tests == "engine" {
  for target in package.targets where (engine + ["Serving", "Economics", "Experimentation"]).contains(target.name) {
    target.swiftSettings?.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
  }
  package.targets.removeAll { experimentNames.contains($0.name) }
}
if tests == "engine" {
  let needed =
    ["CGSL", "CZlib", "CRandomStreams", "ReferenceData", "ValidationRecord"] + engine + engine.map { $0 + "Tests" }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products = []
}
