import Glibc
import Packets
import Testing

@testable import Devices

/// The formula, against numbers worked out by hand, and which role is told.
@Suite struct RoleInferenceTests {
  private func inference(_ texts: [(RoleEvidenceKind, String)]) -> RoleInference {
    RoleInference(texts.flatMap { RoleSample.evidence($0.0, $0.1) })
  }

  @Test func nothingIsUnknown() {
    let none = RoleInference([])
    #expect(none.role == .unknown)
    #expect(none.confidence == 0)
    #expect(none.scores.isEmpty)
  }

  /// exp(6) / (exp(3) + exp(6)) = 403.43 / 423.51.
  @Test func oneDecidingRow() {
    let controller = inference([(.vendorClass, "iDRAC")])
    #expect(controller.role == .bmc)
    #expect(abs(controller.confidence - 0.952574) < 1e-6)
  }

  /// A row of 3 is even with not knowing, and just told; rows of 2 are not, and add up.
  @Test func weakRows() {
    let three = inference([(.service, "tcp/3900")])
    #expect(abs(three.confidence - 0.5) < 1e-9)
    #expect(three.role == .bmc)
    let two = inference([(.service, "tcp/5120")])
    #expect(abs(two.confidence - exp(2) / (exp(2) + exp(3))) < 1e-9)
    #expect(two.role == .unknown)
    // Of one kind each further row counts a quarter: 2 + 4 * 2 / 4 = 4.
    let ports = ["5120", "5122", "5123", "5124", "623"].map {
      (RoleEvidenceKind.service, "tcp/\($0)")
    }
    // Three of them have one meaning and count once.
    let several = inference(ports)
    #expect(several.scores.first?.points == 2)
    let kinds = inference([(.service, "tcp/5120"), (.serviceLocation, "service:wbem:https://x")])
    #expect(kinds.scores.first?.points == 3)
  }

  /// Deciding evidence for two roles: neither is told.
  @Test func contradictionIsUnknown() {
    let both = inference([
      (.vendorClass, "iDRAC"), (.hostName, "DESKTOP-ABC"), (.userAgent, "Mozilla/5.0"),
    ])
    #expect(both.role == .unknown)
    #expect(both.scores.map(\.points) == [6, 6])
    #expect(abs(both.confidence - exp(6) / (exp(3) + 2 * exp(6))) < 1e-9)
    // exp(9) / (exp(3) + exp(6) + exp(9)) is clear.
    let clear = inference([
      (.vendorClass, "MSFT 5.0"), (.hostName, "DESKTOP-A"), (.secureShell, "x ilom"),
    ])
    #expect(clear.role == .host)
    #expect(abs(clear.confidence - exp(9) / (exp(3) + exp(6) + exp(9))) < 1e-9)
  }

  @Test func makerAloneTellsNothing() {
    for maker in ["Super Micro Computer, Inc.", "Mellanox Technologies, Inc.", "Arista Networks"] {
      #expect(inference([(.maker, maker)]).role == .unknown, "\(maker)")
    }
  }

  @Test func rolesTakeOver() {
    // A card's machine: the host's points count for the card.
    let card = inference([(.maker, "Mellanox"), (.userAgent, "Debian APT-HTTP/1.3")])
    #expect(card.role == .nic)
    #expect(card.scores.map(\.points) == [6])
    #expect(card.basis == [.nic, .host])
    // A gateway at home that answers DNS and assigns addresses.
    let gateway = inference([
      (.routing, "router advertisement"), (.answers, "dns"), (.answers, "dhcp"),
    ])
    #expect(gateway.role == .router)
    // A switch that routes.
    let routing = inference([(.bridging, "stp"), (.routing, "ospf")])
    #expect(routing.role == .switch)
    // A router with a switch in it.
    let branch = inference([
      (.capabilities, "cdp router,switch,igmp_report_filter"), (.platform, "Cisco 1841"),
    ])
    #expect(branch.role == .router)
    // A directory server.
    let directory = inference([(.answers, "ldap"), (.service, "tcp/445")])
    #expect(directory.role == .server)
  }

  /// What was seen of too few others does not count.
  @Test func peersAreNeeded() {
    var evidence = RoleSample.evidence(.polls, "snmp")
    #expect(RoleInference(evidence).role == .unknown)
    for number in UInt32(1)...3 {
      _ = evidence[0].note(peer: .init(v4: number), at: RoleSample.time(2))
      #expect(!evidence[0].counts)
    }
    _ = evidence[0].note(peer: .init(v4: 4), at: RoleSample.time(2))
    #expect(RoleInference(evidence).role == .server)
    for number in UInt32(5)...100 {
      _ = evidence[0].note(peer: .init(v4: number), at: RoleSample.time(2))
    }
    #expect(evidence[0].peers.count == RoleEvidence.mostPeers)
    #expect(evidence[0].count == 101)
  }

  @Test func orderDoesNotMatter() {
    let evidence =
      RoleSample.evidence(.vendorClass, "iDRAC") + RoleSample.evidence(.service, "tcp/5900")
      + RoleSample.evidence(.routing, "vrrp") + RoleSample.evidence(.maker, "Broadcom")
    #expect(RoleInference(evidence) == RoleInference(evidence.reversed()))
  }
}
