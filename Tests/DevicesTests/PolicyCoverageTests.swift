import Packets
import Testing

@testable import Devices

/// What `undertick check` says of entries, and what names them over edits.
@Suite struct PolicyCoverageTests {
  private func inventory() throws -> Inventory {
    try Inventory(
      csv: """
        ip,role,name,tags
        192.0.2.33,bmc,bmc-01,rack1
        192.0.2.34,bmc,bmc-02,rack1
        192.0.2.41,switch,sw-01,
        """, file: "devices.csv")
  }

  private func policy(_ yaml: String) throws -> Policy {
    try Policy(yaml: yaml, file: "f", inventory: inventory())
  }

  /// The first entry, the second, and whether the first leaves nothing to the second.
  @Test(
    arguments: [
      ("role: bmc", "role: bmc", true), ("role: bmc", "device: bmc-01", true),
      ("device: [bmc-01, bmc-02]", "role: bmc", true), ("device: bmc-01", "role: bmc", false),
      ("tag: rack1", "role: bmc", true), ("role: bmc", "role: bmc, direction: in", true),
      ("role: bmc, direction: in", "role: bmc", false),
      ("role: bmc, direction: in", "role: bmc, direction: out", false),
      ("port: 1", "role: bmc", false), ("port: [1-4, 5-9]", "port: 3-7", true),
      ("port: [1-4, 6-9]", "port: 3-7", false), ("port: 0-65535", "transport: tcp", false),
      ("transport: [tcp, udp]", "transport: udp", true),
      ("transport: tcp", "transport: udp", false),
      ("protocol: tls", "protocol: [tls, http]", false),
      ("protocol: [http, tls]", "protocol: tls", true),
      ("peer: 10.0.0.0/8", "peer: 10.1.0.0/16", true),
      ("peer: 10.1.0.0/16", "peer: 10.0.0.0/8", false),
      ("peer: [10.0.0.0/9, 10.128.0.0/9]", "peer: 10.127.0.0/16", true),
      ("peer: all", "peer: [10.1.2.3, deep.a.example]", true),
      ("peer: all", "peer: other.example", false), ("peer: sw-01", "peer: 192.0.2.41", true),
      ("peer: 192.0.2.41", "peer: sw-01", false), ("role: bmc", "role: bmc, peer: all", true),
      ("role: bmc, peer: all", "role: bmc", false),
      ("role: bmc, pace: 9/1h", "role: bmc", false), ("role: bmc", "role: bmc, pace: 9/1h", true),
      ("role: bmc, until: 2027-01-01", "role: bmc", false),
      ("role: bmc, until: 2027-01-01", "role: bmc, until: 2027-01-02", false),
      ("role: bmc, until: 2027-01-02", "role: bmc, until: 2027-01-02", true),
      ("role: bmc", "transport: tcp", false),
      // Nobody has this role: that is no reason to call the second one superfluous.
      ("role: bmc", "role: router", false), ("role: router", "role: router", true),
    ])
  func shadow(first: String, second: String, isShadowed: Bool) throws {
    let policy = try policy(
      "groups: {all: [10.0.0.0/8, a.example]}\nexpected: [{\(first)}, {\(second)}]")
    #expect(policy.shadow(of: 1, in: try inventory()) == (isShadowed ? 0 : nil))
    #expect(policy.shadow(of: 0, in: try inventory()) == nil)
  }

  @Test(
    arguments: [
      ("role: bmc", true), ("role: switch", false), ("device: sw-01", false), ("port: 1", true),
      ("tag: rack1", true), ("role: router", false),
      ("role: bmc, transport: ether, peer: 10.0.0.0/8", false),
      ("role: bmc, transport: ether, peer: a.example", false),
      ("role: bmc, transport: ether, peer: sw-01", true),
      ("role: bmc, transport: [ether, tcp], peer: 10.0.0.0/8", true),
      ("role: bmc, transport: ether", true),
    ])
  func possible(entry: String, isPossible: Bool) throws {
    let policy = try policy("expected: [{\(entry)}]")
    let controllers = try inventory().devices.filter { $0.role == .bmc }
    #expect(policy.isPossible(policy.expectations[0], for: controllers) == isPossible)
  }

  @Test(
    arguments: [
      ("10.0.0.0/16", 0), ("10.0.0.0/15", 1), ("2001:db8::/48", 0), ("2001:db8::/47", 1),
      ("[0.0.0.0/0, '::/0', 10.1.1.1]", 2), ("wide", 1), ("a.example", 0),
    ])
  func wide(peer: String, count: Int) throws {
    let policy = try policy("groups: {wide: [10.0.0.0/8, 10.1.1.1]}\nexpected: [{peer: \(peer)}]")
    #expect(policy.wideNetworks(of: policy.expectations[0]).count == count)
  }

  /// Reasons, last days, lines and the order of lists change; what an entry says does not.
  @Test func keys() throws {
    let first = try policy(
      """
      expected:
        - {role: bmc, transport: [tcp, udp], port: [443, 1-2], peer: [10.0.0.0/8, sw-01], reason: a}
        - {role: bmc, until: 2027-01-01}
        - {role: bmc, pace: 2/1h}
        - {role: bmc, reason: again}
      """
    ).entryKeys(in: inventory())
    #expect(Set(first).count == 4)
    let second = try policy(
      """
      # A line more, and another order.
      expected:
        - {pace: 2/60m, role: bmc}
        - {port: [1-2, 443], transport: [udp, tcp], peer: [sw-01, 10.0.0.0/8], role: bmc}
        - {role: bmc}
        - {role: bmc, until: 2028-01-01}
      """
    ).entryKeys(in: inventory())
    #expect(second == [first[2], first[0], first[1], first[3]])
    #expect(first[1] == "role=bmc" && first[3] == "role=bmc #2")
  }

  @Test func meantNames() throws {
    let policy = try policy("groups: {mirrors: 10.0.0.1}")
    let inventory = try inventory()
    #expect(policy.name(like: "mirors", in: inventory) == "mirrors")
    #expect(policy.name(like: "callhome", in: inventory) == "call-home")
    #expect(policy.name(like: "sw-O1", in: inventory) == "sw-01")
    #expect(policy.name(like: "elsewhere", in: inventory) == nil)
  }
}
