import Capture
import Devices
import Packets
import Testing

@testable import Rules

/// What the rules of neighbors keep over a restart.
@Suite struct NeighborMemoryTests {
  /// Damaged entries are refused, never trapped on.
  @Test(arguments: [
    "identity.lldp", "identity.dhcp", "identity.address-conflict", "identity.mac-moved",
  ])
  func damaged(rule: String) throws {
    var bench = try NeighborBench(rule)
    let asker = Machine.server.address
    for number in 0..<12 {
      let time = Double(number) * 100
      let mac = number % 2 == 0 ? Machine.bmc.mac : NeighborBench.stranger
      bench.arp(mac, Machine.bmc.address, for: asker, at: time, vlan: 10)
      bench.lldp(Machine.bmc.mac, chassis: .text("a"), at: time + 10) {
        $0.add("system_description", "system \(number % 3)")
      }
      bench.lldp(0x0600_0000_0101, chassis: .text("a"), at: time + 12)
      bench.lldp(Machine.bmc.mac, chassis: .text("b"), at: time + 20, timeToLive: 0)
      bench.tree(Machine.bmc.mac, bridge: Machine.bmc.mac, root: Machine.bmc.mac, at: time + 30)
      bench.dhcp(
        Machine.bmc.mac, 3, requests: [1, UInt64(number % 2)], vendor: "v\(number % 2)",
        own: Machine.bmc.address, at: time + 40)
      var packet = Machine.bmc.udp(to: .server, 514, from: UInt16(5000 + number), at: time + 50)
      packet.vlans = VLANStack.none.adding(10)
      bench.add(packet)
    }
    let entries = bench.kept()
    #expect(entries.count { $0.rule == rule } >= 2)
    for entry in entries where entry.rule == rule {
      let body = try #require(entry.body)
      for length in 0..<body.count {
        var damaged = entry
        damaged.body = Array(body[..<length])
        var other = try NeighborBench(rule)
        #expect(throws: StoredFault.self, "\(entry.label), \(length) octets") {
          _ = try other.restore([damaged])
        }
      }
    }
  }

  /// A device that the inventory does not have any more is left out.
  @Test func goneDevice() throws {
    var bench = try NeighborBench("identity.address-conflict")
    bench.arp(Machine.bmc.mac, Machine.bmc.address, for: Machine.server.address, at: 0)
    let entries = bench.kept().filter { $0.rule == "identity.address-conflict" }
    var other = try NeighborBench(
      "identity.address-conflict", inventory: "mac,role,name\n02:00:00:00:01:02,bmc,bmc-2\n")
    let left = try other.restore(entries)
    #expect(entries.count == 1 && left == 1)
  }

  /// Hardware addresses that belong together, and those that many share.
  @Test func blocks() {
    let base = MACAddress(rawValue: 0x001b_543a_3380)
    let port = MACAddress(rawValue: 0x001b_543a_33ff)
    #expect(base.isInSwitchBlock(of: port) && port.isInSwitchBlock(of: base))
    #expect(!base.isInSwitchBlock(of: MACAddress(rawValue: 0x001b_543a_3400)))
    #expect(!base.isInSwitchBlock(of: MACAddress(rawValue: 0x001c_543a_3380)))
    #expect(base.isPortNeighbor(of: MACAddress(rawValue: 0x021b_543a_3387)))
    #expect(!base.isPortNeighbor(of: MACAddress(rawValue: 0x001b_543a_3388)))
    let shared: [UInt64] = [
      0x0000_5e00_0101, 0x0000_5e00_02ff, 0x0000_0c07_ac0a, 0x0000_0c9f_f123, 0x0005_73a0_0001,
      0x0007_b400_0102, 0x001c_7300_0099, 0x02bf_0102_0304,
    ]
    #expect(shared.allSatisfy { MACAddress(rawValue: $0).isShared })
    let own: [UInt64] = [
      0x0000_5e00_0301, 0x0000_0c08_ac0a, 0x0000_0c9f_e123, 0x0005_73a0_1001, 0x001c_7312_0099,
      0x02be_0102_0304,
    ]
    #expect(!own.contains { MACAddress(rawValue: $0).isShared })
  }
}
