import Capture
import Devices
import Flows
import Glibc
import Packets
import Reports
import Rules
import Testing

@testable import Sensor

/// What the captures of this repository suggest, and what is left over once that is the policy.
@Suite struct PolicyLearnerTests {
  private static func inventory(_ name: String) throws -> Inventory {
    let file = Folder.captures.path + "/\(name)/devices.csv"
    return try Inventory(csv: try ConfigurationFile.read(file), file: "devices.csv")
  }

  /// A policy is about devices of an inventory.
  static let cases = GoldenTests.usual.filter { $0 != "without-inventory" }

  static func sheet(
    _ name: String, policy: Policy = .none, acceptsAll: Bool, batch: Int = 256, seed: UInt64 = 1
  ) throws -> String {
    var generator = FixedGenerator(state: seed)
    var learner = PolicyLearner(
      site: Site(inventory: try inventory(name), policy: policy), settings: Settings(),
      seed: FlowSeed(using: &generator))
    try each(name, batch: batch) { learner.read($0) }
    let source = PolicySource(
      count: learner.packetCount, unit: "packets", inventory: "devices.csv", policy: nil)
    return PolicySheet(learner.finish(), from: source, acceptsAll: acceptsAll).text
  }

  private static func each(
    _ name: String, batch: Int = 256, _ take: (borrowing FrameBatch) -> Void
  ) throws {
    var source = try CaptureSeries(paths: [Folder.captures.path + "/\(name)/capture.pcap"])
    while let frames = try source.nextBatch() {
      var start = 0
      while start < frames.count {
        let end = min(start + batch, frames.count)
        take(FrameBatch(records: frames.records.extracting(start..<end), bytes: frames.bytes))
        start = end
      }
    }
  }

  private static func findings(_ name: String, policy: Policy) throws -> [Finding] {
    var generator = FixedGenerator(state: 1)
    var pipeline = Pipeline(
      site: Site(inventory: try inventory(name), policy: policy), settings: Settings(),
      seed: FlowSeed(using: &generator), statisticsInterval: 0)
    try each(name) { pipeline.process($0) }
    pipeline.finish()
    return pipeline.outcomes.compactMap { outcome in
      if case .finding(let finding) = outcome { finding } else { nil }
    }
  }

  /// With all that was seen accepted, no rule about the policy finds anything in the same capture, and no
  /// conversation of IP keeps a rhythm that nothing explains.
  @Test(arguments: cases) func theSameTrafficIsExpected(name: String) throws {
    let text = try Self.sheet(name, acceptsAll: true)
    let policy = try Policy(
      yaml: text, file: "policy.yaml", inventory: try Self.inventory(name))
    let left = try Self.findings(name, policy: policy).map(\.rule.name)
      .filter { $0.hasPrefix("policy.") || $0 == "beacon.periodic" }
      // What stops is no traffic that could be expected.
      .filter { $0 != "policy.silence" }
    #expect(left.isEmpty, "\(text)")
  }

  /// Without that, nothing outside is expected: the lines about it stay, to the letter.
  @Test(arguments: cases) func nothingOutsideIsExpected(name: String) throws {
    let text = try Self.sheet(name, acceptsAll: false)
    let policy = try Policy(
      yaml: text, file: "policy.yaml", inventory: try Self.inventory(name))
    let outside = { (finding: Finding) in finding.rule.name == "policy.first-contact" }
    let before = try Self.findings(name, policy: .none).filter(outside).map(\.reason)
    #expect(try Self.findings(name, policy: policy).filter(outside).map(\.reason) == before)
    for expectation in policy.expectations {
      #expect(!expectation.peers.isEmpty && !expectation.subject.isEverybody)
      for case .network(let network) in expectation.peers {
        #expect(policy.scope(of: network.address) != .outside)
        #expect(policy.scope(of: network.last) != .outside)
      }
    }
  }

  /// A second pass with the first one's policy has nothing to add.
  @Test(arguments: cases) func whatIsExpectedIsNotProposedAgain(name: String) throws {
    let first = try Self.sheet(name, acceptsAll: true)
    let policy = try Policy(
      yaml: first, file: "policy.yaml", inventory: try Self.inventory(name))
    let second = try Self.sheet(name, policy: policy, acceptsAll: true)
    let again = try Policy(
      yaml: second, file: "policy.yaml", inventory: try Self.inventory(name))
    #expect(again.expectations.isEmpty && again.namedGroups.isEmpty, "\(second)")
  }

  /// A function of the frames, not of how they come.
  @Test(arguments: ["demo", "beacon-channels", "lab-ipmi"]) func batchesDoNotMatter(name: String)
    throws
  {
    let whole = try Self.sheet(name, acceptsAll: false)
    #expect(try Self.sheet(name, acceptsAll: false, batch: 1, seed: 7) == whole)
    #expect(try Self.sheet(name, acceptsAll: false, batch: 13, seed: 8) == whole)
  }

  /// Logs of the same conversations give the same kind of policy.
  @Test func logs() throws {
    let inventory = try Inventory(csv: "ip,role,name\n10.0.0.1,bmc,bmc-01\n", file: "devices.csv")
    var learner = LogPolicyLearner(
      site: Site(inventory: inventory, policy: .none), settings: Settings(),
      kinds: [.conn, .ssl])
    for hour in 0..<5 {
      let time = Double(hour) * 3600
      learner.read(.record(.conn, at: time, "C\(hour)", lasting: 3))
      learner.read(.record(.ssl, at: time + 1, "C\(hour)", name: "home.vendor.example"))
    }
    #expect(learner.recordCount == 10)
    let proposal = learner.finish()
    #expect(proposal.entries.map(\.standing) == [.outside])
    #expect(
      proposal.entries[0].peers.map(\.text) == ["home.vendor.example", "203.0.113.7"])
    #expect(proposal.entries[0].conversations == 5 && proposal.entries[0].pace == Pace("2/1h"))
  }
}

extension GoldenTests {
  /// The policy that the demonstration suggests, byte for byte.
  @Test func proposedPolicyIsAsExpected() throws {
    let file = Folder.captures.path + "/demo/learned.yaml"
    let text = try PolicyLearnerTests.sheet("demo", acceptsAll: false)
    if unsafe getenv("UNDERTICK_RECORD") != nil { try Folder.write(text, to: file) }
    #expect(text == Folder.text(file))
  }
}
