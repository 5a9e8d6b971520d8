import Devices
import Packets
import Testing

@Suite struct RoleProfileTests {
  @Test func whoHasOne() {
    #expect(RoleProfile.profile(of: .bmc)?.role == .bmc)
    #expect(RoleProfile.profile(of: .switch)?.role == .switch)
    #expect(RoleProfile.profile(of: .router)?.role == .router)
    for role in [DeviceRole.nic, .server, .host] { #expect(RoleProfile.profile(of: role) == nil) }
  }

  /// The port numbers of the protocols' own standards or IANA registrations.
  @Test(
    arguments: [
      (.bmc, 17, 53, "dns"), (.bmc, 6, 53, "dns"), (.bmc, 17, 67, "dhcp"), (.bmc, 17, 123, "ntp"),
      (.bmc, 17, 162, "snmp-trap"), (.bmc, 6, 443, "https"), (.bmc, 6, 3269, "global-catalog"),
      (.bmc, 6, 2049, "nfs"), (.bmc, 1, nil, "icmp"), (.bmc, 1, 8, "icmp"),
      (.bmc, 58, nil, "icmpv6"),
      (.switch, 6, 49, "tacacs+"), (.switch, 17, 1813, "radius"), (.switch, 6, 179, "bgp"),
      (.switch, 17, 6343, "sflow"), (.switch, 17, 9996, "netflow"), (.switch, 17, 4739, "ipfix"),
      (.switch, 17, 68, "dhcp"), (.switch, 112, nil, "vrrp"), (.switch, 89, nil, "ospf"),
      (.router, 17, 1985, "hsrp"),
      // Logins, and what the other role does.
      (.bmc, 6, 22, nil), (.bmc, 6, 23, nil), (.bmc, 6, 49, nil), (.bmc, 6, 179, nil),
      (.bmc, 17, 443, nil), (.bmc, 6, nil, nil), (.bmc, 47, nil, nil), (.bmc, 132, 53, nil),
      (.switch, 6, 22, nil), (.switch, 6, 23, nil), (.switch, 6, 445, nil), (.switch, 6, 2049, nil),
      (.switch, 47, nil, nil), (.switch, 17, 4788, nil), (.router, 6, 22, nil),
    ] as [(DeviceRole, UInt8, UInt16?, String?)])
  func service(role: DeviceRole, transport: UInt8, port: UInt16?, name: String?) throws {
    let profile = try #require(RoleProfile.profile(of: role))
    let index = profile.service(transport: IPProtocol(rawValue: transport), port: port)
    #expect(index.map { profile.services[$0].name } == name)
  }

  /// A line that another line hides would be dead; a line without a reason explains nothing.
  @Test(arguments: [DeviceRole.bmc, .switch])
  func everyLineCounts(role: DeviceRole) throws {
    let profile = try #require(RoleProfile.profile(of: role))
    for (index, service) in profile.services.enumerated() {
      #expect(!service.name.isEmpty)
      #expect(!service.reason.isEmpty)
      let ports = service.ports.map { [$0.lowerBound, $0.upperBound] }
      for port in ports ?? [0] {
        #expect(profile.service(transport: service.transport, port: port) == index)
      }
    }
  }
}
