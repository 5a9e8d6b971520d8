import Devices
import Packets

/// Ports at which published implants and intruders made devices listen.
///
/// None proves anything by itself; a service that no job of the device explains is worth more attention
/// there.
enum ImplantPorts {
  /// What a port of a device is known for; `nil` where nothing is.
  static func use(of kind: ServiceKind, on role: DeviceRole) -> String? {
    if let row = rows.first(where: {
      $0.transport == kind.transport && $0.ports.contains(kind.port) && $0.roles.contains(role)
    }) {
      return row.use
    }
    // CISA and partners, AA25-239A (2025-08): SSH servers on `22x22` and `xxx22`.
    let isPattern = kind.transport == .tcp && kind.port > 10_000 && kind.port % 100 == 22
    return isPattern && role != .bmc ? "SSH servers of intruders on routers, AA25-239A" : nil
  }

  private static let forwarders: [DeviceRole] = [.switch, .router]
  private static let everything: [DeviceRole] = [.bmc, .switch, .router]

  private static let rows:
    [(transport: IPProtocol, ports: [UInt16], roles: [DeviceRole], use: String)] = [
      // CISA and partners, AA25-239A (2025-08): `sshd_operns` of IOS XR.
      (.tcp, [57722], forwarders, "a second SSH server of IOS XR that intruders start, AA25-239A"),
      // Mandiant (2025-03): UNC3886 on Junos, MITRE ATT&CK C0056.
      (.tcp, [31234], everything, "TinyShell irad on Junos, UNC3886"),
      (
        .udp, [33512, 33615, 45678], everything, "TinyShell jdosd, lmpad and oemd on Junos, UNC3886"
      ),
      // MITRE ATT&CK S1217.
      (.tcp, [2233, 7475, 18098], everything, "VIRTUALPITA"),
      // Supermicro X9 and older (2014): UPnP that gave the passwords away.
      (.tcp, [49152], [.bmc], "UPnP of old Supermicro controllers, which gave passwords away"),
    ]
}
