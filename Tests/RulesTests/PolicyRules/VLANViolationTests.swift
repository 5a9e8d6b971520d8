import Devices
import Packets
import Testing

@testable import Rules

@Suite struct VLANViolationTests {
  private static let policy = """
    vlans:
      - role: bmc
        vlan: [100, 200-209]
        reason: management
      - device: bmc-2
        vlan: untagged

    """

  private func tagged(_ packet: Packet, _ tags: UInt16...) -> Packet {
    var packet = packet
    for tag in tags { packet.vlans = packet.vlans.adding(tag) }
    return packet
  }

  private func findings(_ packets: [Packet], policy: String = VLANViolationTests.policy) throws
    -> [Finding]
  {
    var bench = try RuleBench(only: ["policy.vlan"], policy: policy)
    bench.add(packets)
    bench.finish()
    return bench.findings
  }

  @Test(
    arguments: [
      ([100], 0), ([205], 0), ([], 1), ([300], 1), ([100, 300], 1), ([300, 100], 0), ([0], 1),
    ] as [([UInt16], Int)])
  func tags(tags: [UInt16], count: Int) throws {
    var packet = Machine.bmc.udp(to: .server, 123, at: 100)
    for tag in tags { packet.vlans = packet.vlans.adding(tag) }
    let found = try findings([packet])
    #expect(found.count == count && found.allSatisfy { $0.severity == .high })
    #expect(try findings([packet], policy: "").isEmpty)
  }

  @Test func sentence() throws {
    let packet = tagged(Machine.bmc.udp(to: .server, 123, at: 100), 7, 300)
    let found = try findings([packet])
    #expect(
      found.first?.reason
        == "bmc-1 (bmc) sends in VLAN 300 inside of VLAN 7, where line 2 of the policy expects VLAN 100 "
        + "or 200-209: management; the first conversation.")
    #expect(found.first?.value("vlan.tags") == .texts(["7", "300"]))
  }

  /// Who is not named may be anywhere, and several entries for one device all hold.
  @Test func whoIsNamed() throws {
    #expect(try findings([Machine.otherBMC.udp(to: .server, 123, at: 100)]).isEmpty)
    #expect(try findings([tagged(Machine.switch.udp(to: .server, 123, at: 100), 4)]).isEmpty)
  }

  /// Discovery has no tag by right; an ARP request and a frame to one machine are the device's own word.
  @Test func belowIP() throws {
    #expect(try findings([Machine.bmc.frame(0x88cc, to: 0x0180_c200_000e, at: 100)]).isEmpty)
    #expect(try findings([Machine.bmc.frame(0x0806, to: 0xffff_ffff_ffff, at: 100)]).count == 1)
    #expect(try findings([Machine.bmc.frame(0x88b5, to: 0x0200_0000_0999, at: 100)]).count == 1)
  }

  /// What only answers is seen, too; what is only sent to it is not.
  @Test func answers() throws {
    let question = tagged(Machine.host.udp(to: .bmc, 623, at: 100), 300)
    #expect(try findings([question]).isEmpty)
    let answer = tagged(Machine.bmc.udp(to: .host, 40_000, from: 623, at: 100.1), 300)
    #expect(try findings([question, answer]).count == 1)
  }

  /// Behind a router the tag is the router's.
  @Test func routed() throws {
    let routed = Machine(0x0200_0000_0001, Machine.bmc.address)
    #expect(try findings([tagged(routed.udp(to: .server, 123, at: 100), 300)]).isEmpty)
  }

  @Test func growingDistances() throws {
    let found = try findings(
      (0..<20).map {
        tagged(
          Machine.bmc.udp(to: .server, 123, from: 40_000 + $0, at: 100 + Double($0)), 300)
      })
    #expect(found.map(\.update) == [0, 1, 2] && Set(found.map(\.id)).count == 1)
    #expect(found.map(\.riskScore) == [73, 75, 77])
  }
}
