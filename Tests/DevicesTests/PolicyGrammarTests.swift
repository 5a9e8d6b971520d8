import Packets
import Testing

@testable import Devices

/// What each key of an entry makes fit, beside those of `PolicyTests`.
@Suite struct PolicyGrammarTests {
  private static let csv = """
    mac,ip,role,name,tags
    00:00:5e:00:53:21,192.0.2.33,bmc,bmc-01,rack1 lab
    00:00:5e:00:53:22,192.0.2.34 2001:db8::34,bmc,bmc-02,rack2
    00:00:5e:00:53:41,192.0.2.41,switch,sw-01,rack1
    00:00:5e:00:53:51,192.0.2.51,host,jump,
    """

  private func inventory() throws -> Inventory {
    try Inventory(csv: PolicyGrammarTests.csv, file: "devices.csv")
  }

  private func policy(_ yaml: String) throws -> Policy {
    try Policy(yaml: yaml, file: "f", inventory: inventory())
  }

  private func question(
    _ name: String, starts: Bool = true, _ peer: String? = nil, names: [String] = [],
    _ transport: IPProtocol? = .tcp, _ port: UInt16? = 443, spoken: ProtocolName? = nil
  ) throws -> PolicyQuestion {
    let inventory = try inventory()
    let index = try #require(inventory.index(forName: name))
    let address = peer.flatMap { IPAddress($0) }
    return PolicyQuestion(
      device: inventory.devices[index], deviceStarted: starts, peer: address,
      peerDevice: address.flatMap(inventory.index(forAddress:)).map { inventory.devices[$0] },
      names: names, transport: transport, isEther: transport == nil, port: port, spoken: spoken)
  }

  @Test func direction() throws {
    let policy = try policy(
      "expected: [{role: bmc, direction: in}, {role: switch, direction: out}, {device: jump}]")
    #expect(policy.expectations.map(\.direction) == [.in, .out, nil])
    for (name, starts, entry) in [
      ("bmc-01", true, nil), ("bmc-01", false, 0), ("sw-01", true, 1), ("sw-01", false, nil),
      ("jump", true, 2), ("jump", false, 2),
    ] as [(String, Bool, Int?)] {
      #expect(try policy.expectation(question(name, starts: starts, "203.0.113.7")) == entry)
    }
  }

  @Test func tags() throws {
    let policy = try policy(
      "expected: [{tag: rack2}, {tag: [lab, rack2], role: bmc, port: 1}, {tag: rack1, role: switch}]"
    )
    for (name, port, entry) in [
      ("bmc-01", 443, nil), ("bmc-01", 1, 1), ("bmc-02", 1, 0), ("sw-01", 443, 2),
      ("jump", 443, nil),
    ] as [(String, UInt16, Int?)] {
      #expect(try policy.expectation(question(name, "203.0.113.7", .tcp, port)) == entry)
    }
    // Without an inventory nobody knows the tags, and nobody has one.
    let stranger = Device(index: 0, macs: [], addresses: [], role: .bmc)
    let alone = try Policy(yaml: "expected: [{tag: any}]", file: "f", inventory: .empty)
    #expect(alone.expectation(PolicyQuestion(device: stranger, deviceStarted: true)) == nil)
  }

  /// Content that is not known may be anything; content that is known must be one of those.
  @Test(arguments: [(nil, 0), ("tls", 0), ("http", 0), ("ssh", 1)] as [(ProtocolName?, Int)])
  func protocols(spoken: ProtocolName?, entry: Int) throws {
    let policy = try policy("expected: [{port: 443, protocol: [tls, http]}, {role: bmc}]")
    #expect(policy.expectations[0].protocols == ["tls", "http"])
    #expect(try policy.expectation(question("bmc-01", "203.0.113.7", spoken: spoken)) == entry)
  }

  @Test func everyProtocolHasItsName() throws {
    for name in ProtocolCatalog.names + Encapsulation.allCases.map(\.protocolName) {
      #expect(try policy("expected: [{protocol: \(name)}]").expectations[0].protocols == [name])
    }
  }

  @Test func paceAndLastDay() throws {
    let policy = try policy("expected: [{port: 1, pace: 12/1h, until: 2027-03-31}, {port: 2}]")
    #expect(policy.expectations[0].pace == Pace(count: 12, seconds: 3600))
    #expect(policy.expectations[0].until?.description == "2027-03-31")
    #expect(policy.expectations[1].pace == nil && policy.expectations[1].until == nil)
    // Who counts and who has a clock decides; the next entry is asked.
    let question = try question("bmc-01", "203.0.113.7", .tcp, 1)
    #expect(policy.expectation(question) == 0)
    #expect(policy.expectation(question) { $0 != 0 } == nil)
  }

  @Test func groupsAsPeers() throws {
    let policy = try policy(
      """
      groups:
        admins: [jump, 10.20.9.0/24, far.example]
        both: [admins, 10.30.0.1]
        jumps: 00:00:5e:00:53:51
      expected:
        - {role: bmc, peer: both, port: 443}
        - {role: bmc, peer: jumps, transport: ether}
        - {role: bmc, peer: [others, 10.40.0.1], port: 22}
      """)
    #expect(policy.namedGroups.map(\.name) == ["admins", "both", "jumps"])
    #expect(policy.namedGroups.map(\.line) == [2, 3, 4])
    #expect(policy.peerNames == ["far.example", "others"])
    for (peer, entry) in [
      ("192.0.2.51", 0), ("10.20.9.255", 0), ("10.20.10.0", nil), ("10.30.0.1", 0),
      ("10.40.0.1", nil),
    ] as [(String, Int?)] {
      #expect(try policy.expectation(question("bmc-01", peer)) == entry, "\(peer)")
    }
    // A name, or one below it; never one that only ends alike.
    for (name, entry) in [
      ("far.example", 0), ("a.b.far.example", 0), ("notfar.example", nil), ("example", nil),
    ] as [(String, Int?)] {
      #expect(
        try policy.expectation(question("bmc-01", "203.0.113.7", names: ["x", name])) == entry)
    }
    var frames = try question("bmc-01", nil, nil, nil)
    #expect(policy.expectation(frames) == nil)
    frames.peerDevice = try inventory().devices[3]
    #expect(policy.expectation(frames) == 1)
    // A word that is no group is a device, an address, or a DNS name.
    #expect(try policy.expectation(question("bmc-01", "10.40.0.1", .tcp, 22)) == 2)
    #expect(
      try policy.expectation(question("bmc-01", "10.9.9.9", names: ["others"], .tcp, 22)) == 2)
  }

  @Test func membership() throws {
    let policy = try policy("groups: {ntp: [10.20.0.10, jump, time.example]}")
    let devices = try inventory().devices
    func isMember(_ address: String, _ device: Device?, _ names: [String] = []) -> Bool? {
      IPAddress(address).map {
        policy.isMember($0, device: device, names: names, of: "ntp")
      }
    }
    #expect(isMember("10.20.0.10", nil) == true)
    #expect(isMember("10.20.0.11", nil) == false)
    #expect(isMember("10.20.0.11", devices[3]) == true)
    #expect(isMember("10.20.0.11", devices[2]) == false)
    #expect(isMember("10.20.0.11", nil, ["a.time.example"]) == true)
    #expect(policy.hasGroup("ntp") && !policy.hasGroup("dns"))
    #expect(!policy.isMember(.zero, device: nil, names: [], of: "dns"))
  }

  @Test func listedNames() throws {
    let policy = try policy(
      """
      groups: {call-home: vendor.example, dns: resolver.example}
      expected: [{role: bmc, peer: [call-home, update.example]}]
      """)
    for (name, isListed) in [
      ("vendor.example", true), ("a.vendor.example", true), ("update.example", true),
      ("avendor.example", false), ("resolver.example", false), ("", false),
    ] { #expect(policy.lists(name) == isListed, "\(name)") }
  }

  /// Where the operator names who the servers are, others are not usual; a service with several groups
  /// takes the members of each that there is.
  @Test func groupsNarrowTheDefaults() throws {
    func name(_ yaml: String, _ question: PolicyQuestion) throws -> String? {
      try policy("internal: [192.0.2.0/24, 10.0.0.0/8]\n" + yaml).usualService(question)?.name
    }
    let time = try question("bmc-01", "10.20.0.10", .udp, 123)
    let otherTime = try question("bmc-01", "10.20.0.11", .udp, 123)
    #expect(try name("", time) == "ntp" && name("", otherTime) == "ntp")
    let ntp = "groups: {ntp: 10.20.0.10}"
    #expect(try name(ntp, time) == "ntp" && name(ntp, otherTime) == nil)
    #expect(try name("groups: {dns: 10.20.0.10}", otherTime) == "ntp")
    let web = try question("bmc-01", starts: false, "192.0.2.51")
    let shell = try question("bmc-01", starts: false, "192.0.2.51", .tcp, 22)
    for (yaml, webName, shellName) in [
      ("", "https", "ssh"), ("groups: {admins: jump}", "https", "ssh"),
      ("groups: {management: jump}", "https", "ssh"),
      ("groups: {management: 10.1.1.1}", nil, "ssh"),
      ("groups: {management: jump, admins: 10.1.1.1}", "https", nil),
      ("groups: {management: 10.1.1.1, admins: 10.1.1.1}", nil, nil),
      ("defaults: false", nil, nil), ("defaults: true", "https", "ssh"),
    ] as [(String, String?, String?)] {
      #expect(try name(yaml, web) == webName, "\(yaml)")
      #expect(try name(yaml, shell) == shellName, "\(yaml)")
    }
  }

  /// A group that has an outside address in it makes it no usual peer: that takes an entry.
  @Test func defaultsStayInside() throws {
    let policy = try policy("groups: {ntp: 203.0.113.7}")
    #expect(try policy.usualService(question("bmc-01", "203.0.113.7", .udp, 123)) == nil)
  }

  @Test func vlans() throws {
    let policy = try policy(
      """
      vlans:
        - {role: bmc, vlan: [100, untagged], reason: management}
        - {tag: rack1, vlan: 200-209}
        - {device: sw-01, vlan: 7}
      """)
    let devices = try inventory().devices
    let both = try #require(policy.vlans(of: devices[0]))
    #expect(both.description == "100, 200-209 or untagged")
    #expect(both.reason == "management" && both.line == 2)
    #expect(policy.vlans(of: devices[1])?.description == "100 or untagged")
    #expect(policy.vlans(of: devices[2])?.description == "200-209 or 7")
    #expect(policy.vlans(of: devices[3]) == nil)
    let none = VLANStack.none
    for (stack, isRight) in [
      (none, true), (none.adding(100), true), (none.adding(101), false),
      (none.adding(205), true), (none.adding(0), true), (none.adding(7).adding(100), true),
      (none.adding(100).adding(7), false),
      // Deeper than is kept: nobody knows the innermost.
      ((1...6).reduce(none) { stack, _ in stack.adding(9) }, true),
    ] { #expect(both.allows(stack) == isRight, "\(stack.identifiers)") }
    #expect(policy.vlans(of: devices[2])?.allows(none) == false)
  }

  /// A file of the first version says what it always said.
  @Test func formerFiles() throws {
    let policy = try policy(
      "version: 1\nexpected: [{role: bmc, peer: 203.0.113.7, transport: tcp, port: 443}]")
    #expect(try policy.expectation(question("bmc-01", "203.0.113.7", spoken: "ssh")) == 0)
    #expect(try policy.expectation(question("bmc-01", starts: false, "203.0.113.7")) == 0)
    #expect(policy.hasDefaults && policy.namedGroups.isEmpty && policy.vlanExpectations.isEmpty)
  }
}
