// swift-tools-version: 6.2
import PackageDescription

/// Applied to every Swift target. `Lifetimes` lets our own types carry a `RawSpan`.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One module a stage, imports one way, down this list.
let package = Package(
  name: "undertick",
  products: [.executable(name: "undertick", targets: ["undertick"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
  ],
  targets: [
    .systemLibrary(name: "CPcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "CPlatform"),
    .target(
      name: "Capture", dependencies: ["CPcap", "CZlib", "CZstd"], swiftSettings: settings),
    .target(name: "Packets", dependencies: ["Capture"], swiftSettings: settings),
    .target(
      name: "Flows", dependencies: ["CPlatform", "Capture", "Packets"], swiftSettings: settings),
    .target(
      name: "Devices",
      dependencies: [
        "Capture", "Packets", "Flows", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .target(name: "Beacons", dependencies: ["Capture"], swiftSettings: settings),
    .target(
      name: "Rules", dependencies: ["Capture", "Packets", "Flows", "Devices", "Beacons"],
      swiftSettings: settings),
    .target(
      name: "Reports", dependencies: ["Capture", "Packets", "Flows", "Devices", "Rules"],
      swiftSettings: settings),
    .target(
      name: "Sensor",
      dependencies: [
        "Capture", "Packets", "Flows", "Devices", "Beacons", "Rules", "Reports",
        .product(name: "Yams", package: "Yams"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "undertick",
      dependencies: [
        "Capture", "Packets", "Flows", "Devices", "Rules", "Reports", "Sensor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: settings),
    .target(name: "Published", path: "Tests/Published", swiftSettings: settings),
    .executableTarget(
      name: "Evaluate",
      dependencies: [
        "Beacons", "Capture", "Packets", "Flows", "Published",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Evaluate", exclude: ["labels.py"], swiftSettings: settings),
    .testTarget(name: "CaptureTests", dependencies: ["Capture"], swiftSettings: settings),
    .testTarget(
      name: "PacketsTests", dependencies: ["Packets", "Capture"], swiftSettings: settings),
    .testTarget(
      name: "FlowsTests", dependencies: ["Flows", "Packets", "Capture"], swiftSettings: settings),
    .testTarget(
      name: "DevicesTests", dependencies: ["Devices", "Packets", "Capture"],
      swiftSettings: settings),
    .testTarget(
      name: "BeaconsTests", dependencies: ["Beacons", "Capture", "Published"],
      exclude: ["Vectors"], swiftSettings: settings),
    .testTarget(
      name: "RulesTests",
      dependencies: ["Rules", "Devices", "Beacons", "Flows", "Packets", "Capture"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Rules", "Devices", "Flows", "Packets", "Capture"],
      swiftSettings: settings),
    .testTarget(
      name: "SensorTests",
      dependencies: [
        "Sensor", "Reports", "Rules", "Devices", "Flows", "Packets", "Capture",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
  ]
)
