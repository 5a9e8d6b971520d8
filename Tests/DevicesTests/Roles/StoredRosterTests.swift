import Capture
import Packets
import Testing

@testable import Devices

/// A roster over a restart.
@Suite struct StoredRosterTests {
  static func sample() -> Roster {
    var roster = Roster()
    var packet = RoleSample.packet()
    packet.vlans = VLANStack.none.adding(7)
    let sender = roster.note(packet, claims: false)
    roster.add(RoleStatement(.vendorClass, "iDRAC"), of: packet, sender: sender, in: "dhcp")
    roster.add(
      RoleStatement(.hostName, "idrac-1", isName: true), of: packet, sender: sender, in: "dhcp")
    for number in UInt32(0)..<12 {
      let passed = RoleSample.packet(
        from: RoleSample.other, IPAddress(v4: 0x0a00_0001 + number), timeToLive: 60)
      let key = roster.note(passed, claims: false)
      if number == 3 {
        roster.add(RoleStatement(.secureShell, "mpSSH"), of: passed, sender: key, in: "ssh")
      }
    }
    return roster
  }

  @Test func comesBackAsItWas() throws {
    let roster = StoredRosterTests.sample()
    let again = try Roster(stored: roster.stored)
    #expect(again.entries == roster.entries)
    #expect(again.stored == roster.stored)
    let makers = OUITable(path: "/nonexistent", for: [])
    let left = roster.devices(makers: makers)
    let right = again.devices(makers: makers)
    #expect(left.map(\.inference) == right.map(\.inference))
    #expect(left.map(\.evidence) == right.map(\.evidence))
    #expect(left.map(\.addresses) == right.map(\.addresses))
  }

  /// Octets that were cut or changed are refused or read as something bounded; never more.
  @Test func brokenOctetsAreRefused() {
    let octets = StoredRosterTests.sample().stored
    for length in 0..<octets.count {
      #expect(throws: StoredFault.self) { try Roster(stored: Array(octets.prefix(length))) }
    }
    for place in octets.indices {
      for value in [UInt8(0), 0xff] {
        var changed = octets
        changed[place] = value
        if let roster = try? Roster(stored: changed) {
          #expect(roster.count <= octets.count)
          #expect(roster.entries.allSatisfy { $0.evidence.count <= RosterEntry.mostEvidence })
        }
      }
    }
  }

  /// A machine that was known stays known, so that a flood after a restart does not push it out.
  @Test func whoStaysIsFoundAnew() throws {
    var limits = RosterLimits()
    limits.machines = 8
    var roster = Roster(limits: limits)
    let packet = RoleSample.packet()
    let sender = roster.note(packet, claims: false)
    roster.add(RoleStatement(.vendorClass, "iDRAC"), of: packet, sender: sender, in: "dhcp")
    var again = try Roster(stored: roster.stored)
    for number in UInt64(0)..<100 {
      _ = again.note(
        RoleSample.packet(from: MACAddress(rawValue: 0x0200_0000_0000 + number)), claims: false)
    }
    #expect(again.entries.contains { $0.key.mac == RoleSample.server })
  }
}
