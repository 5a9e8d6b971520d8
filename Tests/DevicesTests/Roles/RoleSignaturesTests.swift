import Testing

@testable import Devices

/// The tables of evidence as data: sound, and told by the texts that real machines send.
@Suite struct RoleSignaturesTests {
  @Test func rowsAreSound() {
    #expect(RoleSignatures.all.count > 200)
    for row in RoleSignatures.all {
      #expect((1...8).contains(row.weight), "\(row)")
      #expect((1...RoleEvidence.mostPeers).contains(row.leastPeers), "\(row)")
      #expect(row.role != .unknown, "\(row)")
      #expect(!row.meaning.isEmpty && !row.source.isEmpty, "\(row)")
      for text in RoleSignaturesTests.texts(row.pattern) {
        #expect(!text.isEmpty && text == text.lowercased(), "\(row)")
      }
    }
  }

  /// A row that an earlier one of its role always hides is a mistake.
  @Test func rowsCanBeReached() {
    for row in RoleSignatures.all {
      let text = RoleSignaturesTests.texts(row.pattern).joined(separator: " ")
      guard !text.isEmpty else { continue }
      #expect(RoleSignatures.matching(row.kind, text).contains(row), "\(row)")
    }
  }

  /// No maker of interfaces alone makes a machine what it is.
  @Test func hardwareIsWeak() {
    for row in RoleSignatures.all where row.kind == .maker { #expect(row.weight <= 2, "\(row)") }
  }

  @Test(arguments: [
    (RoleEvidenceKind.vendorClass, "iDRAC", DeviceRole.bmc),
    (.vendorClass, "CPQRIB3", .bmc), (.vendorClass, "MSFT 5.0", .host),
    (.vendorClass, "Aruba JL258A 2930F-8G-PoE+-2SFP+ Switch", .switch),
    (.certificate, "CN=IPMI,OU=Software,O=Super Micro Computer,ST=California,C=US", .bmc),
    (.certificate, "CN=idrac-ABC1234,OU=Remote Access Group,O=Dell Inc.,L=Round Rock", .bmc),
    (.certificate, "CN=Default Issuer (Do not trust),OU=ISS,O=Hewlett Packard Enterprise", .bmc),
    (.webServer, "HPE-iLO-Server/1.30", .bmc), (.webServer, "Apache/2.4.52 (Ubuntu)", .host),
    (.webServer, "Linux/2.6.28.9-ami, UPnP/1.0, Portable SDK for UPnP devices/1.3.1", .bmc),
    (.secureShell, "mpSSH_0.2.1", .bmc), (.framebuffer, "009.123", .bmc),
    (.ssdp, "urn:dmtf-org:service:redfish-rest:1:0", .bmc),
    (.multicastDNS, "_obmc_rest._tcp.local", .bmc), (.service, "tcp/17990", .bmc),
    (.capabilities, "lldp mac_bridge,router", .switch), (.capabilities, "lldp router", .router),
    (.capabilities, "cdp switch,igmp_report_filter", .switch),
    (.platform, "cisco WS-C3560-24TS", .switch), (.platform, "Cisco 2811", .router),
    (.platform, "SONiC Software Version: SONiC.1 - Distribution: Debian 10.4", .switch),
    (.platform, "Ubuntu 22.04.3 LTS Linux 5.15.0-91-generic x86_64", .host),
    (.cardFirmware, "ConnectX-4 Lx, 25G/10G/1G SFP", .nic),
    (.routing, "router advertisement", .router),
    (.maker, "Mellanox Technologies, Inc.", .nic), (.asksFor, "ctldl.windowsupdate.com", .host),
  ])
  func textsOfRealMachinesAreKnown(_ kind: RoleEvidenceKind, _ text: String, _ role: DeviceRole) {
    let rows = RoleSignatures.matching(kind, text)
    #expect(rows.max { $0.weight < $1.weight }?.role == role, "\(text): \(rows)")
  }

  @Test func othersAreNot() {
    #expect(RoleSignatures.matching(.vendorClass, "udhcp 1.20.2").isEmpty)
    #expect(RoleSignatures.matching(.webServer, "nginx").isEmpty)
    #expect(RoleSignatures.matching(.secureShell, "OpenSSH_9.2p1").isEmpty)
    #expect(RoleSignatures.matching(.service, "tcp/443").isEmpty)
    #expect(RoleSignatures.matching(.service, "tcp/6230").isEmpty)
    #expect(RoleSignatures.matching(.asksFor, "example.com").isEmpty)
    #expect(RoleSignatures.matching(.asksFor, "askubuntu.com").isEmpty)
    #expect(!RoleSignatures.matching(.asksFor, "archive.ubuntu.com").isEmpty)
    #expect(!RoleSignatures.matching(.asksFor, "wpad.example.com").isEmpty)
    #expect(RoleSignatures.matching(.asksFor, "xwpad").isEmpty)
  }

  private static func texts(_ pattern: TextPattern) -> [String] {
    switch pattern {
    case .any: []
    case .equal(let text), .prefix(let text), .domain(let text), .contains(let text): [text]
    case .all(let texts): texts
    }
  }
}
