import Capture
import Packets
import Testing

@testable import Devices

/// Whose an address is, and who stays when somebody makes up machines.
@Suite struct RosterTests {
  private let makers = OUITable(path: "/nonexistent", for: [])

  private func devices(_ roster: Roster) -> [ObservedDevice] { roster.devices(makers: makers) }

  private func say(
    _ kind: RoleEvidenceKind, _ text: String, _ packet: Packet, _ roster: inout Roster
  ) {
    let sender = roster.note(packet, claims: false)
    roster.add(RoleStatement(kind, text), of: packet, sender: sender, in: "test")
  }

  @Test func neighboursHaveTheirAddresses() {
    var roster = Roster()
    _ = roster.note(RoleSample.packet(at: 5), claims: false)
    _ = roster.note(RoleSample.packet(at: 3), claims: false)
    _ = roster.note(RoleSample.resolution(from: RoleSample.other, RoleSample.peer), claims: true)
    let found = devices(roster)
    #expect(found.map(\.key.mac) == [RoleSample.server, RoleSample.other])
    #expect(found.map(\.addresses) == [[RoleSample.address], [RoleSample.peer]])
    #expect(found[0].first == RoleSample.time(3))
    #expect(found[0].last == RoleSample.time(5))
    #expect(found[0].packets == 2)
  }

  /// One hardware address on two VLANs is two machines, as far as anybody knows.
  @Test func networksAreApart() {
    var roster = Roster()
    var packet = RoleSample.packet()
    for vlan in [UInt16(10), 20] {
      packet.vlans = VLANStack.none.adding(vlan)
      _ = roster.note(packet, claims: false)
    }
    #expect(devices(roster).map(\.key.vlans.identifiers) == [[10], [20]])
  }

  /// What a router passes on is not its own, whichever way it is known.
  @Test func routersKeepWhatIsTheirs() {
    var roster = Roster()
    let own = IPAddress(v4: 0xc000_0201)
    _ = roster.note(RoleSample.resolution(from: RoleSample.other, own), claims: true)
    for number in UInt32(0)..<20 {
      let packet = RoleSample.packet(
        from: RoleSample.other, IPAddress(v4: 0x0a00_6400 + number), timeToLive: 61)
      say(.secureShell, "mpSSH_0.2.1", packet, &roster)
    }
    let found = devices(roster)
    #expect(found.count == 21)
    #expect(found[0].addresses == [own])
    #expect(found[0].inference.role == .router)
    #expect(found[0].evidence.map(\.kind) == [.forwarding])
    #expect(found[0].evidence[0].count == 20)
    // Those behind it are known by address.
    #expect(found.dropFirst().allSatisfy { $0.inference.role == .bmc && $0.key.mac == nil })
  }

  /// With a TTL that shows nothing, evidence goes with the addresses once it is clear who is a router.
  @Test func evidenceFollowsItsAddress() {
    var roster = Roster()
    let behind = IPAddress(v4: 0x0a00_0005)
    _ = roster.note(
      RoleSample.resolution(from: RoleSample.other, IPAddress(v4: 0x0a01_0001)), claims: true)
    say(.certificate, "CN=idrac-1", RoleSample.packet(from: RoleSample.other, behind), &roster)
    #expect(devices(roster).map(\.inference.role) == [.bmc])
    var hello = RoleSample.packet(from: RoleSample.other, IPAddress(v4: 0x0a01_0001))
    hello.timeToLive = 1
    say(.routing, "ospf", hello, &roster)
    let found = devices(roster)
    #expect(found.map(\.inference.role) == [.router, .bmc])
    #expect(found[1].key == .remote(behind))
    #expect(found[0].addresses == [IPAddress(v4: 0x0a01_0001)])
  }

  /// A container's packet leaves with its machine's address and a TTL of one less.
  @Test func containersAreNoRouters() {
    var roster = Roster()
    _ = roster.note(RoleSample.packet(), claims: false)
    for _ in 0..<50 { _ = roster.note(RoleSample.packet(timeToLive: 63), claims: false) }
    let found = devices(roster)
    #expect(found.count == 1)
    #expect(found[0].evidence.isEmpty)
    #expect(found[0].addresses == [RoleSample.address])
  }

  @Test func internetIsNobody() {
    var roster = Roster()
    let server = IPAddress(v4: 0x0808_0808)
    say(.answers, "dns", RoleSample.packet(from: RoleSample.other, server, timeToLive: 57), &roster)
    #expect(devices(roster).map(\.key.mac) == [RoleSample.other])
  }

  /// A hundred thousand made-up machines, without and with evidence, push out nobody of whom something was
  /// known, nor one that goes on talking; memory stays bounded.
  @Test func floodsPushOutNobodyKnown() {
    var limits = RosterLimits()
    limits.machines = 64
    var roster = Roster(limits: limits)
    let quiet = MACAddress(rawValue: 0x0000_5e00_53f0)
    say(.vendorClass, "iDRAC", RoleSample.packet(), &roster)
    for number in UInt64(0)..<100_000 {
      let fake = MACAddress(rawValue: 0x0200_0000_0000 + number)
      let packet = RoleSample.packet(from: fake, IPAddress(v4: UInt32(number) | 0x0a00_0000))
      if number % 2 == 0 {
        _ = roster.note(packet, claims: true)
      } else {
        say(.vendorClass, "CPQRIB3", packet, &roster)
      }
      if number % 8 == 0 { _ = roster.note(RoleSample.packet(from: quiet), claims: false) }
      #expect(roster.count <= 64)
    }
    let found = devices(roster)
    #expect(found.contains { $0.key.mac == RoleSample.server && $0.inference.role == .bmc })
    #expect(found.contains { $0.key.mac == quiet })
    #expect(roster.forgotten > 99_000)
  }

  /// What one machine says is bounded too, and what weighs most stays.
  @Test func evidenceIsBounded() throws {
    var roster = Roster()
    for number in 0..<10_000 {
      let packet = RoleSample.packet(IPAddress(v4: 0x0a00_0000 + UInt32(number)), at: Int64(number))
      say(.framebuffer, "003.\(number)", packet, &roster)
      let sender = roster.note(packet, claims: false)
      roster.add(
        RoleStatement(.hostName, "name-\(number)", isName: true), of: packet, sender: sender,
        in: "dhcp")
    }
    say(.framebuffer, "009.123", RoleSample.packet(at: 1), &roster)
    let entry = try #require(roster.entries.first)
    #expect(entry.evidence.count == RosterEntry.mostEvidence)
    #expect(entry.evidence.contains { $0.value == "009.123" })
    #expect(entry.names.count == RosterEntry.mostNames)
    #expect(entry.addresses.count == RosterEntry.mostAddresses)
    #expect(entry.evidenceDropped > 9000)
  }

  /// Group addresses, and what is no machine's address.
  @Test func whatIsNoMachineIsLeftOut() {
    var roster = Roster()
    for raw in [UInt64(0), 0xffff_ffff_ffff, 0x0100_5e00_0001] {
      let key = roster.note(
        RoleSample.packet(from: MACAddress(rawValue: raw), IPAddress(v4: 0x0808_0808)),
        claims: false)
      #expect(key == nil)
    }
    _ = roster.note(RoleSample.packet(IPAddress(v4: 0)), claims: false)
    #expect(devices(roster).map(\.addresses) == [[]])
  }

  @Test func collectorsAreKnownByThoseWhoSend() {
    var roster = Roster()
    for number in UInt32(1)...3 {
      let packet = RoleSample.packet(
        from: MACAddress(rawValue: 0x0000_5e00_5300 + UInt64(number)),
        IPAddress(v4: 0xc000_0200 + number))
      let sender = roster.note(packet, claims: false)
      roster.add(
        RoleStatement(.collects, "syslog", .destination), of: packet, sender: sender, in: "syslog")
    }
    let collector = devices(roster).last
    #expect(collector?.key.mac == RoleSample.other)
    #expect(collector?.inference.role == .server)
    #expect(collector?.addresses == [RoleSample.peer])
    #expect(collector?.packets == 0)
  }

  @Test func reservedAddressesAreRouters() {
    for raw in [UInt64(0x0000_5e00_0107), 0x0000_5e00_0207, 0x0000_0c07_ac05, 0x0000_0c9f_f123] {
      var roster = Roster()
      _ = roster.note(RoleSample.packet(from: MACAddress(rawValue: raw)), claims: false)
      #expect(devices(roster).map(\.inference.role) == [.router], "\(String(raw, radix: 16))")
    }
    var roster = Roster()
    _ = roster.note(RoleSample.packet(from: MACAddress(rawValue: 0x0000_0c9e_f123)), claims: false)
    #expect(devices(roster).map(\.inference.role) == [.unknown])
  }
}
