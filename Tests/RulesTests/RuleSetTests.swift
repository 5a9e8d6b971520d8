import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// Whose conversation an event is, for inventories as people write them.
@Suite struct RuleSetTests {
  private func found(_ inventory: String, _ packets: [Packet]) throws -> [String] {
    var bench = try RuleBench(only: ["policy.first-contact"], inventory: inventory)
    bench.add(packets)
    bench.finish()
    return bench.findings.map { "\($0.device.label) \($0.peer?.label ?? "-")" }
  }

  /// By hardware address whatever the IP address is, and by IP address where the former says nothing.
  @Test func hardwareAddressOrAddress() throws {
    let call = [Machine.bmc.tcp(to: .outside(), 443, at: 100)]
    #expect(try found("mac,role,name\n02:00:00:00:01:01,bmc,a\n", call) == ["a -"])
    #expect(try found("ip,role,name\n10.0.1.1,bmc,b\n", call) == ["b -"])
    #expect(try found("mac,ip,role,name\n02:00:00:00:01:01,10.9.9.9,bmc,c\n", call) == ["c -"])
    #expect(try found("mac,ip,role,name\n02:00:00:00:01:ff,10.9.9.9,bmc,d\n", call).isEmpty)
  }

  /// No hardware addresses on the link at all: raw IP, PPP.
  @Test func linkWithoutHardwareAddresses() throws {
    var packet = Machine.bmc.tcp(to: .outside(), 443, at: 100)
    packet.sourceMAC = .zero
    packet.destinationMAC = .zero
    packet.traits.remove(.hasMAC)
    #expect(try found(RuleBench.inventory, [packet]) == ["bmc-1 -"])
  }

  /// A host and its controller behind one hardware address are told apart by address.
  @Test func sharedHardwareAddress() throws {
    let shared = """
      mac,ip,role,name
      02:00:00:00:01:01,10.0.3.9,nic,host
      02:00:00:00:01:01,10.0.1.1,bmc,controller

      """
    let host = Machine(Machine.bmc.mac, 0x0a00_0309)
    #expect(try found(shared, [host.tcp(to: .outside(), 443, at: 100)]).isEmpty)
    #expect(
      try found(shared, [Machine.bmc.tcp(to: .outside(), 443, at: 100)]) == ["controller -"])
  }

  /// Routers without a hardware address in the inventory, and devices behind a router.
  @Test func routers() throws {
    let plain = "mac,ip,role,name\n,10.0.0.1,router,gw\n02:00:00:00:01:01,10.0.1.1,bmc,a\n"
    #expect(try found(plain, [Machine.bmc.tcp(to: .outside(), 443, at: 100)]) == ["a -"])
    // Seen behind the router, the controller has the router's hardware address.
    let behind = Machine(0x0200_0000_0001, Machine.bmc.address)
    #expect(
      try found(RuleBench.inventory, [behind.tcp(to: .outside(), 443, at: 100)]) == ["bmc-1 -"])
    // What the router forwards for others is nobody's.
    let others = Machine(0x0200_0000_0001, 0x0a00_0666)
    #expect(try found(RuleBench.inventory, [others.tcp(to: .outside(), 443, at: 100)]).isEmpty)
  }

  @Test func ipv6Only() throws {
    let device = Machine(0, IPAddress(high: 0xfd00_0000_0000_0001, low: 5))
    let outside = Machine(0, IPAddress(high: 0x2606_4700 << 32, low: 1))
    #expect(
      try found("ip,role,name\nfd00:0:0:1::5,bmc,six\n", [device.tcp(to: outside, 443, at: 100)])
        == ["six -"])
  }

  /// An entry that names a switch as the peer does not expect what lies beyond that switch.
  @Test func theSwitchIsNotWhatLiesBehindIt() throws {
    var bench = try RuleBench(
      only: ["policy.first-contact"],
      policy: "expected:\n  - {role: bmc, peer: sw-1, reason: its gateway}\n")
    let beyond = Machine(Machine.switch.mac, 0xcb00_7109)
    bench.add([Machine.bmc.tcp(to: beyond, 443, at: 100)])
    #expect(bench.findings.map(\.peer) == [nil])
  }

  @Test func noInventoryNoFindings() throws {
    var bench = try RuleBench(inventory: "mac,role\n")
    bench.add([Machine.bmc.tcp(to: .outside(), 443, at: 100)])
    bench.finish()
    #expect(bench.findings.isEmpty && bench.sightings == 0 && bench.devicesSeen == 0)
  }

  /// A device that talks to itself says nothing.
  @Test func loops() throws {
    #expect(
      try found(
        RuleBench.inventory,
        [Machine.bmc.udp(to: Machine(Machine.bmc.mac, 0xcb00_7107), 9, at: 100)]
      ).isEmpty)
  }
}
