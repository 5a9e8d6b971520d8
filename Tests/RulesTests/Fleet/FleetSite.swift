import Packets

@testable import Rules

/// A site with devices of several makers, and packets of theirs.
enum FleetSite {
  /// Two controllers of HPE, one of Dell, one of nobody knows whom, two switches, a card.
  static let inventory = """
    mac,ip,role,name,vendor
    02:00:00:00:00:01,10.0.0.1,router,gw,Arista
    02:00:00:00:01:01,10.0.1.1,bmc,hpe-1,HPE
    02:00:00:00:01:02,10.0.1.2,bmc,hpe-2,Hewlett Packard Enterprise
    02:00:00:00:01:03,10.0.1.3,bmc,dell-1,Dell Inc.
    02:00:00:00:01:04,10.0.1.4,bmc,plain-1,
    02:00:00:00:01:05,10.0.1.5,bmc,plain-2,
    02:00:00:00:02:01,10.0.2.1,switch,cisco-1,Cisco
    02:00:00:00:02:02,10.0.2.2,switch,aruba-1,Aruba
    02:00:00:00:03:01,10.0.3.1,nic,srv-1,Intel
    02:00:00:00:04:01,10.0.4.1,server,ns,QEMU

    """

  static let hpe = Machine(0x0200_0000_0101, 0x0a00_0101)
  static let otherHPE = Machine(0x0200_0000_0102, 0x0a00_0102)
  static let dell = Machine(0x0200_0000_0103, 0x0a00_0103)
  static let plain = Machine(0x0200_0000_0104, 0x0a00_0104)
  static let otherPlain = Machine(0x0200_0000_0105, 0x0a00_0105)
  static let cisco = Machine(0x0200_0000_0201, 0x0a00_0201)
  static let aruba = Machine(0x0200_0000_0202, 0x0a00_0202)
  static let card = Machine(0x0200_0000_0301, 0x0a00_0301)
  static let server = Machine(0x0200_0000_0401, 0x0a00_0401)

  /// An outside address by its number, each in a network of its own.
  static func outside(_ number: UInt32) -> Machine {
    Machine(0x0200_0000_0001, 0xc612_0007 + number << 8)
  }

  /// A bench with one rule.
  static func bench(
    _ rule: String, policy: String = "", isRemembered: Bool = false
  ) throws -> RuleBench {
    try RuleBench(only: [rule], inventory: inventory, policy: policy, isRemembered: isRemembered)
  }

  /// What was found, in the order of packets.
  static func findings(
    _ rule: String, _ packets: [Packet], policy: String = "",
    names: [Double: SightedName] = [:], spoken: [Double: ProtocolName] = [:]
  ) throws -> [Finding] {
    var bench = try bench(rule, policy: policy)
    bench.names = Dictionary(
      uniqueKeysWithValues: names.map { (Int64(($0.key * 1e9).rounded()), $0.value) })
    bench.spoken = Dictionary(
      uniqueKeysWithValues: spoken.map { (Int64(($0.key * 1e9).rounded()), $0.value) })
    bench.add(packets.sorted { $0.timestamp < $1.timestamp })
    bench.finish()
    return bench.findings
  }
}
