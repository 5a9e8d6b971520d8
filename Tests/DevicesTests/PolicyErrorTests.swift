import Devices
import Testing

/// Every way in which a policy can be wrong, and what the operator is told.
@Suite struct PolicyErrorTests {
  private func message(_ yaml: String) throws -> String? {
    let inventory = try Inventory(
      csv: "mac,ip,role,name\n00:00:5e:00:53:21,192.0.2.33,bmc,bmc-01\n", file: "devices.csv")
    return fault { () throws(ConfigurationError) in
      try Policy(yaml: yaml, file: "f", inventory: inventory)
    }
  }

  @Test(arguments: [
    Refusal(
      "version: 1\nexpcted: []",
      "f:2:1: 'expcted' is not known here (did you mean 'expected'?); known here: version, internal, ",
      "expected"
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
    "2:5: this entry would expect all traffic: say which with device, role, peer, transport or port"

  @Test(arguments: [
    Refusal("reason: why not", nothing),
    Refusal(
      "roel: bmc",
      "2:5: 'roel' is not known here (did you mean 'role'?); known here: device, role, peer, ",
      "transport, port, reason"
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
      "2:11: '10.0.0.300' is neither an address, nor a network, nor a name of the inventory or of DNS"
    ),
    Refusal(
      "peer: \"*.example.net\"",
      "2:11: '*.example.net' is neither an address, nor a network, nor a name of the inventory or of ",
      "DNS"
    ),
    Refusal(
      "peer: .",
      "2:11: '.' is neither an address, nor a network, nor a name of the inventory or of DNS"
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
}
