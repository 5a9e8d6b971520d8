import Devices
import Testing

/// Every way in which a policy can be wrong, and what the operator is told.
@Suite struct PolicyErrorTests {
  private func message(_ yaml: String) throws -> String? {
    let inventory = try Inventory(
      csv: "mac,ip,role,name,tags\n00:00:5e:00:53:21,192.0.2.33,bmc,bmc-01,rack1\n"
        + "# another\n,192.0.2.34,bmc,bmc-02,rack2\n",
      file: "devices.csv")
    return fault { () throws(ConfigurationError) in
      try Policy(yaml: yaml, file: "f", inventory: inventory)
    }
  }

  @Test(arguments: [
    Refusal(
      "version: 1\nexpcted: []",
      "f:2:1: 'expcted' is not known here (did you mean 'expected'?); known here: version, internal, ",
      "groups, defaults, expected, vlans"
    ),
    Refusal("version: 2", "f:1:10: 'version' must be a whole number from 1 to 1, not '2'"),
    Refusal("- role: bmc", "f:1:1: the file must be a mapping (lines as 'key: value'), not a list"),
    Refusal("text", "f:1:1: the file must be a mapping (lines as 'key: value'), not 'text'"),
    Refusal("expected:\nexpected:\n", "f:1:1: the key 'expected' is given twice in this mapping"),
    Refusal(
      "internal: [10.0.0.0/8, 10.1.2.3/8]",
      "f:1:24: '10.1.2.3/8' has bits behind its prefix: write 10.0.0.0/8 for the network, or 10.1.2.3 ",
      "for the address"
    ),
    Refusal(
      "internal:\n  - ten",
      "f:2:5: 'ten' is not a network: 10.0.0.0/8, 2001:db8::/32 and single addresses are"
    ),
    Refusal("internal:", "f:1:10: 'internal' has no value: give one or remove it"),
    Refusal(
      "internal: []", "f:1:11: 'internal' is an empty list: name something or remove the key"),
    Refusal("internal: {a: b}", "f:1:11: 'internal' must be a single value, not a mapping"),
    Refusal("internal: [[a]]", "f:1:12: an entry of 'internal' must be a single value, not a list"),
    Refusal(
      "expected: all",
      "f:1:11: 'expected' must be a list (lines that begin with '- '), not 'all'"
    ),
    Refusal(
      "expected:\n  role: bmc",
      "f:2:3: 'expected' must be a list (lines that begin with '- '), not a mapping"
    ),
    Refusal(
      "expected:\n  - bmc",
      "f:2:5: an entry of 'expected' must be a mapping ('key: value'), not 'bmc'"
    ),
  ])
  func file(refusal: Refusal) throws {
    #expect(try message(refusal.text) == refusal.message)
  }

  private static let nothing =
    "2:5: this entry would expect all traffic: say which with device, role, tag, peer, transport, "
    + "protocol or port"

  @Test(arguments: [
    Refusal("reason: why not", nothing),
    Refusal(
      "roel: bmc",
      "2:5: 'roel' is not known here (did you mean 'role'?); known here: device, role, tag, ",
      "direction, peer, transport, protocol, port, pace, reason, until"
    ),
    Refusal(
      "role: bmcs",
      "2:11: 'bmcs' is not a role (did you mean 'bmc'?); the roles are bmc, switch, nic, router, ",
      "server, host"
    ),
    Refusal("role: [bmc, []]", "2:17: an entry of 'role' must be a single value, not a list"),
    Refusal("role: [bmc, ~]", "2:17: an entry of 'role' must be a single value, not '~'"),
    Refusal(
      "device: bmc-O1",
      "2:13: 'bmc-O1' is no device of the inventory (did you mean 'bmc-01'?): give a name, hardware or ",
      "IP address that the inventory has"
    ),
    Refusal(
      "device: 192.0.2.99",
      "2:13: '192.0.2.99' is no device of the inventory: give a name, hardware or IP address that the ",
      "inventory has"
    ),
    Refusal(
      "peer: 00:00:5e:00:53:99",
      "2:11: '00:00:5e:00:53:99' is no device of the inventory: give a name, hardware or IP address ",
      "that the inventory has"
    ),
    Refusal(
      "peer: 10.0.0.0/40",
      "2:11: '10.0.0.0/40' is not a network: 10.0.0.0/8, 2001:db8::/32 and single addresses are"
    ),
    Refusal(
      "peer: 10.0.0.300",
      "2:11: '10.0.0.300' is neither an address, nor a network, nor a name of a group, of the ",
      "inventory or of DNS"
    ),
    Refusal(
      "peer: \"*.example.net\"",
      "2:11: '*.example.net' is neither an address, nor a network, nor a name of a group, of the ",
      "inventory or of DNS"
    ),
    Refusal(
      "peer: .",
      "2:11: '.' is neither an address, nor a network, nor a name of a group, of the ",
      "inventory or of DNS"
    ),
    Refusal("peer:", "2:10: 'peer' has no value: give one or remove it"),
    Refusal(
      "transport: tpc",
      "2:16: 'tpc' is not a transport (did you mean 'tcp'?); allowed: tcp, udp, icmp, icmpv6, sctp, ",
      "udp-lite, ether, or an IP protocol number from 0 to 255"
    ),
    Refusal(
      "transport: 256",
      "2:16: '256' is not a transport; allowed: tcp, udp, icmp, icmpv6, sctp, udp-lite, ether, or an IP ",
      "protocol number from 0 to 255"
    ),
    Refusal(
      "port: 65536",
      "2:11: '65536' is not a port: a number from 0 to 65535, or a range as 5000-5100"
    ),
    Refusal(
      "port: -1", "2:11: '-1' is not a port: a number from 0 to 65535, or a range as 5000-5100"),
    Refusal(
      "port: 0x50", "2:11: '0x50' is not a port: a number from 0 to 65535, or a range as 5000-5100"),
    Refusal(
      "port: 9-8", "2:11: '9-8' is not a port: a number from 0 to 65535, or a range as 5000-5100"),
    Refusal(
      "port: 1-2-3",
      "2:11: '1-2-3' is not a port: a number from 0 to 65535, or a range as 5000-5100"
    ),
    Refusal(
      "port: [1, https]",
      "2:15: 'https' is not a port: a number from 0 to 65535, or a range as 5000-5100"
    ),
    Refusal(
      "transport: icmp\n    port: 8",
      "3:11: only tcp, udp, sctp and udp-lite have ports: remove 'port' or the other transports"
    ),
    Refusal(
      "device: bmc-01\n    role: switch",
      "3:11: no device of this entry has this role, so that it could never fit: remove one of both"
    ),
    Refusal("reason: all that goes out\n    direction: out\n    pace: 1/1h", nothing),
    Refusal(
      "role: bmc\n    direction: outgoing",
      "3:16: 'direction' cannot be 'outgoing'; allowed: out, in"
    ),
    Refusal(
      "role: bmc\n    direction: [out, in]", "3:16: 'direction' must be a single value, not a list"),
    Refusal(
      "tag: rakc1",
      "2:10: 'rakc1' is no tag of the inventory (did you mean 'rack1'?): give one that a device has, ",
      "or remove the entry"
    ),
    Refusal(
      "device: bmc-01\n    tag: rack2",
      "3:10: no device of this entry has this tag, so that it could never fit: remove one of both"
    ),
    Refusal(
      "port: 1\n    pace: 12/hour",
      "3:11: '12/hour' is not a pace: conversations and a time in s, m, h or d, as in 12/1h; from 1 to ",
      "1000000 of them in 1s to 366d"
    ),
    Refusal(
      "port: 1\n    until: 2027-02-29",
      "3:12: '2027-02-29' is not a day: year, month and day as in 2027-03-31, from 1970 to 2261"
    ),
    Refusal("role: bmc\n    role: nic", "2:5: the key 'role' is given twice in this mapping"),
    Refusal("port: 1\n    reason: [a]", "3:13: 'reason' must be a single value, not a list"),
  ])
  func entry(refusal: Refusal) throws {
    #expect(try message("expected:\n  - " + refusal.text) == "f:" + refusal.message)
  }

  @Test func emptyEntry() throws {
    #expect(
      try message("expected:\n  - {}") == "f:" + PolicyErrorTests.nothing)
  }

  /// The list of the protocols is long: what was meant comes before it.
  @Test func unknownProtocol() throws {
    let message = try #require(try message("expected:\n  - protocol: [ssh, tsl]"))
    #expect(
      message.hasPrefix(
        "f:2:21: 'tsl' is no protocol that is recognised by its content (did you mean 'tls'?); "
          + "allowed are lldp, stp, "))
    #expect(message.hasSuffix(", l2tp, teredo") || message.hasSuffix(", teredo"))
  }

  @Test(arguments: [
    Refusal(
      "groups: [a]", "f:1:9: 'groups' must be a mapping (lines as 'key: value'), not a list"),
    Refusal("groups: {a: }", "f:1:13: 'a' has no value: give one or remove it"),
    Refusal("groups: {a: []}", "f:1:13: 'a' is an empty list: name something or remove the key"),
    Refusal(
      "groups:\n  10.0.0.1: [10.0.0.2]",
      "f:2:3: '10.0.0.1' cannot be the name of a group: 1 to 63 letters, digits, hyphens, points and ",
      "underscores, and no address"
    ),
    Refusal(
      "groups:\n  our ntp: [10.0.0.2]",
      "f:2:3: 'our ntp' cannot be the name of a group: 1 to 63 letters, digits, hyphens, points and ",
      "underscores, and no address"
    ),
    Refusal(
      "version: 1\ngroups:\n  bmc-02: [10.0.0.2]",
      "f:3:3: 'bmc-02' in line 3 is also a device of the inventory in line 4: give the group or the ",
      "device another name"
    ),
    Refusal(
      "groups:\n  a: b.c\n  a: d.e", "f:2:3: the key 'a' is given twice in this mapping"),
    Refusal(
      "groups:\n  a: [10.0.0.1, b]\n  b: c\n  c: [d, a]\n  d: 10.0.0.2",
      "f:4:10: the group 'a' contains itself (a > b > c > a): take it out"
    ),
    Refusal("groups: {a: a}", "f:1:13: the group 'a' contains itself (a > a): take it out"),
    Refusal(
      "groups: {a: 10.0.0.300}",
      "f:1:13: '10.0.0.300' is neither an address, nor a network, nor a name of a group, of the ",
      "inventory or of DNS"
    ),
    Refusal("defaults: no", "f:1:11: 'defaults' must be true or false, not 'no'"),
    Refusal(
      "vlans:\n  - vlan: 1", "f:2:5: this entry is about nobody: say whom with device, role or tag"),
    Refusal(
      "vlans:\n  - role: bmc",
      "f:2:5: 'vlan' is missing: say where these devices belong, as in vlan: [100, untagged]"
    ),
    Refusal(
      "vlans:\n  - {role: bmc, vlan: [1, 4095]}",
      "f:2:27: '4095' is not a VLAN: a number from 1 to 4094, a range as 100-109, or untagged"
    ),
    Refusal(
      "vlans:\n  - {role: bmc, vlan: 0}",
      "f:2:23: '0' is not a VLAN: a number from 1 to 4094, a range as 100-109, or untagged"
    ),
    Refusal(
      "vlans:\n  - {role: bmc, vlan: 1, port: 1}",
      "f:2:26: 'port' is not known here; known here: device, role, tag, vlan, reason"
    ),
  ])
  func newKeys(refusal: Refusal) throws {
    #expect(try message(refusal.text) == refusal.message)
  }

  /// A chain of groups as long as the file may be takes neither the stack nor the memory.
  @Test func longChains() throws {
    let chain = (0..<20_000).map { "  g\($0): g\($0 + 1)\n" }.joined()
    #expect(try message("groups:\n" + chain + "  g20000: 10.0.0.1\n") == nil)
    let circle = try message("groups:\n" + chain + "  g20000: g0\n")
    #expect(circle?.hasPrefix("f:20002:11: the group 'g0' contains itself (") == true)
    let growing = (0..<2000).map { "  g\($0): [g\($0 + 1), 10.0.\($0 / 250).\($0 % 250)]\n" }
      .joined()
    let large = try message("groups:\n" + growing + "  g2000: 10.1.0.0/16\n")
    let many = Array(repeating: "b", count: 50_000).joined(separator: ", ")
    let repeated = try message("groups:\n  a: [\(many)]\n  b: [10.0.0.1, 10.0.0.2]\n")
    #expect(repeated == nil)
    #expect(
      large?.hasSuffix(
        "with groups in groups there are more than 1000000 members by here: name networks instead")
        == true)
  }
}
