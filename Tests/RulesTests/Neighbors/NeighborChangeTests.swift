import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// What an agent of LLDP says of its system changes, or it ends too often.
@Suite struct NeighborChangeTests {
  private static let rule = "identity.lldp"
  private let chassis = FieldValue.mac(MACAddress(rawValue: Machine.switch.mac))

  private static func link(_ description: String, _ advertised: UInt16, _ type: UInt16)
    -> (inout Fields) -> Void
  {
    {
      $0.add("system_description", description)
      var status = Fields()
      status.add("autonegotiation_supported", true)
      status.add("autonegotiation_enabled", true)
      status.add("pmd_autonegotiation_advertised_capability", advertised)
      status.add("operational_mau_type", type)
      var group = Fields()
      group.add("mac_phy_configuration_status", status)
      $0.add("ieee_802_3", group)
    }
  }

  @Test(
    arguments: [
      ("Example OS 1.2", 0x6c01, 30, []), ("Other OS 1.2", 0x6c01, 30, [47]),
      ("Example OS 1.3-4", 0x6c01, 30, [21]), ("Example OS 1.2", 0x0001, 30, [47]),
      ("Example OS 1.2", 0x6c01, 16, [21]),
    ] as [(String, UInt16, UInt16, [Int])]) func changes(
      description: String, advertised: UInt16, type: UInt16, severities: [Int]
    ) throws
  {
    var bench = try NeighborBench(NeighborChangeTests.rule)
    bench.lldp(
      Machine.switch.mac, chassis: chassis, at: 0, Self.link("Example OS 1.2", 0x6c01, 30))
    bench.lldp(
      Machine.switch.mac, chassis: chassis, at: 30, Self.link(description, advertised, type))
    #expect(bench.severities == severities)
  }

  /// Behind an end, behind a silence of more than twice the time to live, at another port, of firmware.
  @Test func changesByRight() throws {
    var bench = try NeighborBench(NeighborChangeTests.rule)
    let mac = Machine.switch.mac
    bench.lldp(mac, chassis: chassis, at: 0, Self.link("One", 1, 1))
    bench.lldp(mac, chassis: chassis, at: 30, timeToLive: 0)
    bench.lldp(mac, chassis: chassis, at: 60, Self.link("Two", 2, 2))
    bench.lldp(mac, chassis: chassis, at: 301, Self.link("Three", 3, 3))
    bench.lldp(mac, chassis: chassis, port: "2", at: 310, Self.link("Four", 4, 4))
    bench.lldp(mac, chassis: chassis, at: 320)
    bench.lldp(mac, chassis: .text("firmware"), at: 325, Self.link("Five", 5, 5))
    bench.lldp(mac, chassis: chassis, at: 330, Self.link("Three", 3, 3))
    #expect(bench.findings.isEmpty)
  }

  /// Four ends within a minute; copies to three groups are one end.
  @Test(arguments: [(15.0, 1), (21.0, 0)] as [(Double, Int)]) func shutdowns(
    step: Double, count: Int
  ) throws {
    var bench = try NeighborBench(NeighborChangeTests.rule)
    for number in 0..<4 {
      for copy in 0..<3 {
        bench.lldp(
          Machine.card.mac, chassis: .text("card"),
          at: 100 + Double(number) * step + Double(copy) * 0.01, timeToLive: 0)
      }
    }
    #expect(bench.severities == Array(repeating: 47, count: count))
    if count > 0 {
      #expect(bench.findings.first?.reason.contains("4 times within 45.00 s") == true)
    }
  }
}
