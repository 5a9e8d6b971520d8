import Devices
import Packets
import Testing

@Suite struct PolicyTests {
  private func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  private func inventory() throws -> Inventory {
    try Inventory(
      csv: """
        mac,ip,role,name
        00:00:5e:00:53:01,192.0.2.1,router,gw
        00:00:5e:00:53:21,192.0.2.33,bmc,bmc-01
        00:00:5e:00:53:22,192.0.2.34 2001:db8::34,bmc,bmc-02
        00:00:5e:00:53:41,,switch,sw-01
        00:00:5e:00:53:51,192.0.2.51,host,srv
        """, file: "devices.csv")
  }

  private func policy(_ yaml: String) throws -> Policy {
    try Policy(yaml: yaml, file: "f", inventory: inventory())
  }

  /// The first entry that fits, for a flow between two addresses.
  private func match(
    _ policy: Policy, _ device: String, _ peer: String?, _ transport: IPProtocol?, _ port: UInt16?
  ) throws -> Int? {
    let inventory = try inventory()
    let index = try #require(inventory.index(forName: device))
    let address = try peer.map { try ip($0) }
    let peerDevice = address.flatMap(inventory.index(forAddress:)).map { inventory.devices[$0] }
    return policy.expectation(
      PolicyQuestion(
        device: inventory.devices[index], deviceStarted: true, peer: address,
        peerDevice: peerDevice, transport: transport, isEther: transport == nil, port: port))
  }

  /// RFC 1918, RFC 6598, RFC 4193 and what the special-purpose registries call not forwardable.
  @Test(
    arguments: [
      ("10.0.0.1", .internal), ("172.16.0.1", .internal), ("172.32.0.1", .outside),
      ("192.168.255.255", .internal), ("192.169.0.0", .outside), ("100.64.0.1", .internal),
      ("100.128.0.0", .outside), ("8.8.8.8", .outside), ("203.0.113.9", .outside),
      ("0.0.0.0", .local), ("0.1.2.3", .local), ("127.0.0.53", .local), ("169.254.1.1", .local),
      ("169.253.255.255", .outside), ("169.255.0.0", .outside), ("224.0.0.1", .local),
      ("239.255.255.250", .local), ("240.0.0.1", .local), ("255.255.255.255", .local),
      ("223.255.255.255", .outside), ("fc00::1", .internal), ("fdff::1", .internal),
      ("fe00::1", .outside), ("fe80::1", .local), ("febf::1", .local), ("fec0::1", .outside),
      ("ff02::1", .local), ("::", .local), ("::1", .local), ("::2", .outside),
      ("2001:db8::1", .outside), ("64:ff9b::8.8.8.8", .outside), ("::ffff:10.0.0.1", .internal),
    ] as [(String, AddressScope)])
  func scopeWithoutPolicy(text: String, scope: AddressScope) throws {
    #expect(Policy.none.scope(of: try ip(text)) == scope)
    #expect(try policy("").scope(of: ip(text)) == scope)
    #expect(AddressScope.isLocal(try ip(text)) == (scope == .local))
  }

  @Test func listedNetworksReplaceTheDefaults() throws {
    let policy = try policy("internal: [198.51.100.0/24, 2001:db8::/32, 127.0.0.0/8, 203.0.113.7]")
    #expect(policy.internalNetworks.count == 4)
    #expect(policy.scope(of: try ip("198.51.100.9")) == .internal)
    #expect(policy.scope(of: try ip("2001:db8::1")) == .internal)
    #expect(policy.scope(of: try ip("203.0.113.7")) == .internal)
    #expect(policy.scope(of: try ip("203.0.113.8")) == .outside)
    #expect(policy.scope(of: try ip("10.0.0.1")) == .outside)
    #expect(policy.scope(of: try ip("127.0.0.1")) == .local)
    #expect(try self.policy("internal: 198.51.100.0/24").internalNetworks.count == 1)
  }

  @Test func emptyFiles() throws {
    for text in ["", "# nothing\n", "---\n", "expected:\n", "expected: []", "version: 1\n"] {
      let policy = try policy(text)
      #expect(policy.expectations.isEmpty)
      #expect(policy.internalNetworks == Policy.defaultInternalNetworks)
    }
    #expect(Policy.defaultInternalNetworks.count == 5)
    #expect(try match(.none, "bmc-01", "203.0.113.7", .tcp, 443) == nil)
  }

  @Test func everythingGivenMustFit() throws {
    let policy = try policy(
      """
      expected:
        - role: bmc
          peer: 203.0.113.7
          transport: tcp
          port: 443
          reason: call-home
        - device: bmc-02
          peer: 203.0.113.0/24
        - device: [sw-01, 00:00:5e:00:53:51]
          transport: [udp, 47]
          reason: >
            folded
            text
      """)
    #expect(policy.expectations.map(\.reason) == ["call-home", "", "folded text"])
    #expect(policy.expectations.map(\.line) == [2, 7, 9])
    #expect(try match(policy, "bmc-01", "203.0.113.7", .tcp, 443) == 0)
    #expect(try match(policy, "bmc-01", "203.0.113.7", .tcp, 444) == nil)
    #expect(try match(policy, "bmc-01", "203.0.113.7", .udp, 443) == nil)
    #expect(try match(policy, "bmc-01", "203.0.113.8", .tcp, 443) == nil)
    #expect(try match(policy, "bmc-01", "203.0.113.7", .tcp, nil) == nil)
    #expect(try match(policy, "bmc-01", nil, .tcp, 443) == nil)
    #expect(try match(policy, "srv", "203.0.113.7", .tcp, 443) == nil)
    // The first of two that fit.
    #expect(try match(policy, "bmc-02", "203.0.113.7", .tcp, 443) == 0)
    #expect(try match(policy, "bmc-02", "203.0.113.7", .icmp, nil) == 1)
    #expect(try match(policy, "bmc-02", "203.0.113.7", nil, nil) == 1)
    #expect(try match(policy, "sw-01", "198.51.100.1", .udp, 9) == 2)
    #expect(try match(policy, "srv", "198.51.100.1", IPProtocol(rawValue: 47), nil) == 2)
    #expect(try match(policy, "srv", "198.51.100.1", .tcp, 9) == nil)
    #expect(try match(policy, "srv", "198.51.100.1", nil, nil) == nil)
  }

  @Test func ports() throws {
    let policy = try policy(
      """
      expected:
        - port: [80, 5000-5100, "6000 - 6001"]
        - {port: 65535, transport: udp}
        - port: 0
      """)
    for (port, entry) in [
      (80, 0), (81, nil), (4999, nil), (5000, 0), (5100, 0), (5101, nil), (6000, 0), (6001, 0),
      (65534, nil), (0, 2),
    ] as [(UInt16, Int?)] {
      #expect(try match(policy, "srv", "203.0.113.1", .tcp, port) == entry, "port \(port)")
    }
    #expect(try match(policy, "srv", "203.0.113.1", .udp, 65535) == 1)
    #expect(try match(policy, "srv", "203.0.113.1", .tcp, 65535) == nil)
  }

  @Test(
    arguments: [
      ("tcp", 6), ("udp", 17), ("icmp", 1), ("icmpv6", 58), ("sctp", 132), ("udp-lite", 136),
      ("112", 112), ("0", 0), ("255", 255),
    ] as [(String, UInt8)])
  func transports(text: String, number: UInt8) throws {
    let policy = try policy("expected: [{transport: \(text)}]")
    #expect(policy.expectations[0].transports == [.ip(IPProtocol(rawValue: number))])
    #expect(try match(policy, "srv", nil, IPProtocol(rawValue: number), nil) == 0)
    #expect(try match(policy, "srv", nil, IPProtocol(rawValue: 99), nil) == nil)
    #expect(try match(policy, "srv", nil, nil, nil) == nil)
  }

  @Test func ether() throws {
    let policy = try policy("expected: [{device: sw-01, transport: ether}]")
    #expect(try match(policy, "sw-01", nil, nil, nil) == 0)
    #expect(try match(policy, "sw-01", "203.0.113.1", .tcp, 80) == nil)
    let device = try inventory().devices[3]
    // Neither IP nor known not to be.
    #expect(
      policy.expectation(PolicyQuestion(device: device, deviceStarted: true)) == nil)
  }

  @Test func peers() throws {
    let policy = try policy(
      """
      expected:
        - {peer: bmc-02, port: 1}
        - {peer: "00:00:5e:00:53:41", transport: ether}
        - {peer: [Updates.Example.NET., 2001:db8:1::/48, mon], port: 3}
        - {peer: updates.example.net, port: 4}
      """)
    #expect(policy.peerNames == ["updates.example.net", "mon"])
    #expect(
      policy.expectations[2].peers.first == ExpectedPeer.name("updates.example.net"))
    // A device of the inventory is meant with all its addresses.
    #expect(try match(policy, "srv", "192.0.2.34", .tcp, 1) == 0)
    #expect(try match(policy, "srv", "2001:db8::34", .tcp, 1) == 0)
    #expect(try match(policy, "srv", "192.0.2.33", .tcp, 1) == nil)
    #expect(try match(policy, "srv", "2001:db8:1::9", .tcp, 3) == 2)
    #expect(try match(policy, "srv", "2001:db8:2::9", .tcp, 3) == nil)
    #expect(try match(policy, "srv", "203.0.113.1", .tcp, 4) == nil)
    let devices = try inventory().devices
    #expect(
      policy.expectation(
        PolicyQuestion(
          device: devices[1], deviceStarted: true, peerDevice: devices[3], isEther: true)) == 1)
    #expect(
      policy.expectation(
        PolicyQuestion(
          device: devices[1], deviceStarted: true, peerDevice: devices[2], isEther: true)) == nil)
  }

  /// A hardware address of several devices means each of them.
  @Test func sharedHardwareAddress() throws {
    let inventory = try Inventory(
      csv: """
        mac,ip,role
        00:00:5e:00:53:22,192.0.2.66,host
        00:00:5e:00:53:22,192.0.2.34,bmc
        """, file: "devices.csv")
    let policy = try Policy(
      yaml: "expected: [{device: 00-00-5e-00-53-22}, {device: 192.0.2.34, port: 1}]", file: "f",
      inventory: inventory)
    #expect(policy.expectations[0].subject.devices == [0, 1])
    #expect(policy.expectations[1].subject.devices == [1])
  }

  @Test func shippedExample() throws {
    let devices = try Inventory(
      csv: ConfigurationFile.read(packageDirectory + "/Config/devices.csv"), file: "devices.csv")
    let path = packageDirectory + "/Config/policy.yaml"
    let bytes = try ConfigurationFile.read(path)
    let policy = try Policy(yaml: bytes, file: path, inventory: devices)
    #expect(policy.internalNetworks == Policy.defaultInternalNetworks)
    #expect(policy.expectations.isEmpty)
    #expect(policy.hasDefaults && policy.namedGroups.isEmpty && policy.vlanExpectations.isEmpty)
    // The examples in its comments can be used as they stand.
    let heads = ["# groups:", "# expected:", "# vlans:"]
    var text = ""
    var isExample = false
    for line in String(decoding: bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    {
      isExample = heads.contains(String(line)) || isExample && line.hasPrefix("#   ")
      if isExample { text += line.dropFirst(2) + "\n" }
    }
    let examples = try Policy(yaml: text, file: "f", inventory: devices)
    #expect(examples.namedGroups.map(\.name) == ["admins", "ntp", "call-home"])
    #expect(examples.vlanExpectations.count == 1)
    #expect(examples.expectations[0].pace == Pace(count: 12, seconds: 3600))
    #expect(examples.expectations.count == 3)
    #expect(examples.expectations[1].ports == [123...123, 5000...5100])
  }
}
