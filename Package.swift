// swift-tools-version: 6.2
import Foundation
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// Each file in experiments/ is an executable of its own: the editor completes it and CI builds it.
let experimentFiles = try FileManager.default
  .contentsOfDirectory(atPath: Context.packageDirectory + "/experiments")
  .sorted()
let experimentNames = experimentFiles.filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }

let package = Package(
  name: "payoff",
  products: [
    // Dynamic, so that an experiment file anywhere links against it in a fraction of a second.
    .library(name: "Payoff", type: .dynamic, targets: ["Payoff"]),
    .executable(name: "payoff", targets: ["PayoffCommand"]),
    // What needs no experiment; `payoff` goes on as it.
    .executable(name: "payoff-analysis", targets: ["PayoffAnalysis"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.0")),
    .package(url: "https://github.com/apple/swift-system", .upToNextMinor(from: "1.8.0")),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", .upToNextMinor(from: "2.1.1")),
    .package(url: "https://github.com/onevcat/Rainbow", .upToNextMinor(from: "4.2.0")),
    .package(url: "https://github.com/ordo-one/TextTable", .upToNextMinor(from: "0.0.2")),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", .upToNextMinor(from: "0.10.0")),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", .upToNextMinor(from: "1.5.0")),
    .package(url: "https://github.com/swiftlang/swift-subprocess", .upToNextMinor(from: "1.0.0"), traits: []),
  ],
  targets: [
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),
    .systemLibrary(name: "CMessageDigest", pkgConfig: "libmd", providers: [.apt(["libmd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CRandomStreams", dependencies: ["CGSL"]),
    .target(name: "Randomness", dependencies: ["CGSL", "CRandomStreams"], swiftSettings: settings),
    .target(name: "EventSimulation", dependencies: ["CGSL", "Randomness"], swiftSettings: settings),
    .target(
      name: "Demand",
      dependencies: [
        "CGSL", "CZlib", "EventSimulation", "Randomness", .product(name: "SwiftCSV", package: "SwiftCSV"),
      ],
      swiftSettings: settings),
    .target(
      name: "Serving",
      dependencies: [
        "CGSL", "Demand", "EventSimulation", "Randomness",
      ],
      swiftSettings: settings),
    .target(
      name: "Economics", dependencies: ["CGSL", "Demand", "Randomness"], swiftSettings: settings),
    .target(
      name: "Experimentation",
      dependencies: ["CGSL", "Demand", "Economics", "EventSimulation", "Randomness", "Serving"],
      swiftSettings: settings),
    .target(
      name: "Results",
      dependencies: [
        "CMessageDigest", "CommandOptions", "Demand", "Economics", "EventSimulation", "Experimentation", "Randomness",
        "Serving",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
    // What the command and the program of an experiment share, and no more: the command is to start at once.
    .target(
      name: "CommandOptions",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")], swiftSettings: settings),
    .target(
      name: "Payoff",
      dependencies: [
        "CommandOptions",
        "Demand", "Economics", "EventSimulation", "Experimentation", "Randomness", "Results", "Serving",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Rainbow", package: "Rainbow"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "TextTable", package: "TextTable"),
      ],
      swiftSettings: settings),
    // Only the program that shows results has templates and starts others; an experiment's has neither.
    .target(
      name: "Reporting",
      dependencies: [
        "CommandOptions", "Demand", "Experimentation", "Payoff", "Randomness", "Results",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      resources: [
        .embedInCode("Python/draw.py"), .embedInCode("Python/execute.py"), .embedInCode("Report/report.mustache"),
        .embedInCode("Report/report.css"), .embedInCode("Report/report.js"),
      ],
      swiftSettings: settings),
    .executableTarget(name: "PayoffAnalysis", dependencies: ["Payoff", "Reporting"], swiftSettings: settings),
    .executableTarget(
      name: "PayoffCommand",
      dependencies: [
        "CommandOptions", "Randomness",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
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
      "Randomness", "EventSimulation", "Demand", "Serving", "Economics", "Experimentation", "Results", "Payoff",
    ].map { room in
      .testTarget(
        name: room + "Tests",
        dependencies: room == "Payoff"
          ? ["Payoff", "ReferenceData", "ValidationRecord"]
          : ["Payoff", "ReferenceData", "ValidationRecord", .target(name: room)],
        swiftSettings: settings)
    }
    + [
      .testTarget(
        name: "PayoffCommandTests",
        dependencies: ["PayoffCommand", "ValidationRecord", .product(name: "SwiftCSV", package: "SwiftCSV")],
        swiftSettings: settings),
      .testTarget(name: "ValidationTests", dependencies: ["Payoff", "ValidationRecord"], swiftSettings: settings),
    ],
  swiftLanguageModes: [.v6]
)
