import Capture
import Devices
import Flows
import Packets

/// A management controller or switch hands its configuration, or files, to somebody whom the policy does not
/// expect.
///
/// State: one note a device and peer for SNMP and one for FTP (`DeviceNotes`: 8192 each, of one device 64), and
/// one entry a peer and topic (`PeerLines`). Severity and risk: see `explanation`.
struct ConfigurationUpload: Rule {
  static let identity = RuleIdentity(
    name: "config.exfiltration",
    title: "Management device hands out its configuration",
    version: "1", category: "Collection",
    techniques: [
      Technique(id: "T1602.002", name: "Network Device Configuration Dump"),
      Technique(id: "T1602.001", name: "SNMP (MIB Dump)"),
      Technique(
        id: "T1048.003", name: "Exfiltration Over Unencrypted Non-C2 Protocol"),
    ],
    severities: [.low, .medium, .high],
    deed: "handed out configuration",
    explanation: """
      Sees: of a device of the role bmc or switch (or router, where routers are watched) that no entry of the \
      policy expects to do so: (tftp) a TFTP write request of the device (RFC 1350, opcode 2); (ftp) a data \
      connection beside an FTP session that the device opened, in which the device sent three times as much as it \
      got or more; (http) an HTTP PUT of the device of 512 octets or more, or a PUT or POST whose target ends in the name of a file with a \
      configuration; (ssh) an SSH \
      session that the device opened and in which it sent 16 kB or more and three times as much as it got, as \
      scp and sftp do; (snmp) a peer outside, or one that the role's group of managers does not have, reads \
      64 kB or more within an hour from the device by GetNext and GetBulk; (copy) somebody sets an object of the tables by \
      which Cisco devices copy their configuration (CISCO-CONFIG-COPY-MIB, 1.3.6.1.4.1.9.9.96, and writeNet of \
      OLD-CISCO-SYS-MIB, 1.3.6.1.4.1.9.2.1.55). A file is taken for a configuration by its name: confg, \
      config, running, startup, nvram, vlan.dat, .cfg, .conf.
      Why: a configuration holds keys, communities, password hashes and the plan of the network; taking it \
      is the first thing that those do who hold a switch. Jaguar Tooth read Cisco routers by SNMP and sent \
      what it found by TFTP (NCSC, 2023).
      Risk: the severity's number, plus 2 for every update, to 16 more. Severity: high for a file named like a \
      configuration, for a peer outside, and for copy; medium for other files, ssh and snmp. Low for \
      tftp, ftp, http and ssh to a machine that the inventory calls a server, outside peers apart.
      Benign causes: the nightly backup, an administrator who saves a configuration, core dumps and support \
      files. Not told: what the policy expects; files that a device fetches; an administrator who \
      fetches by scp or HTTPS from the device, which is management; what is inside of TLS; SSH sessions with \
      fewer octets; reading by a manager whom the role's services know.
      By hand: tshark -r FILE -Y 'tftp.opcode == 2 || http.request.method == "PUT" || snmp.data == 3' -T fields \
      -e frame.time -e ip.src -e ip.dst -e tftp.destination_file -e http.request.uri -e snmp.name
      To silence: an entry under expected with device, peer: the backup server, transport, port (69, 21, 22, 80) \
      and the reason; for snmp the manager in the policy's group management. Another receiver is still told.
      """)

  static let hooks: RuleHooks = [.resumed, .spoke, .ended]
  static let languages: Set<ProtocolName> = ["tftp", "ftp", "http", "snmp"]

  /// Octets below which nothing that is sent by HTTP is a configuration, but by the name of a file.
  static let fewestOctets: UInt64 = 512
  /// Payload octets of an SSH session that are more than a key exchange and typing.
  static let sessionOctets: UInt64 = 16_384
  /// Octets read by SNMP that are more than a poll.
  static let readOctets: UInt64 = 65_536
  /// How long an FTP session counts after the latest sign of it, in nanoseconds: the usual idle time-out.
  static let sessionLife: Int64 = 900_000_000_000

  private let roles: Set<DeviceRole>
  var readers: DeviceNotes<ReadTally>
  var transfers: DeviceNotes<ReadTally>
  var lines: PeerLines

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    readers = DeviceNotes("reader", isRemembered: settings.isRemembered)
    transfers = DeviceNotes("transfer", isRemembered: settings.isRemembered)
    lines = PeerLines(settings: settings)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard isSubject(sighting), let message = sighting.content.message else { return nil }
    switch message.name {
    case "tftp": return trivial(message, sighting)
    case "http": return web(message, sighting)
    case "snmp": return managed(message, sighting)
    case "ftp":
      guard sighting.deviceStarted else { return nil }
      let name = "\(sighting.peerEnd.address)"
      let index = sighting.device.index
      var transfer = transfers[index, name] ?? ReadTally(at: sighting.event.time)
      transfer.last = sighting.event.time
      transfers[index, name] = transfer
      return nil
    default: return nil
    }
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.event.flow.transport == .tcp, sighting.deviceStarted,
      sighting.event.flow.responder.port == 21, isSubject(sighting)
    else { return nil }
    let name = "\(sighting.peerEnd.address)"
    transfers[sighting.device.index, name]?.last = sighting.event.time
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard isSubject(sighting) else { return nil }
    let flow = sighting.event.flow
    if flow.transport == .tcp { return stream(sighting) }
    guard flow.transport == .udp, !sighting.deviceStarted, sighting.spoken == "snmp" else {
      return nil
    }
    return read(sighting)
  }

  mutating func changes() -> [Remembered] {
    readers.changes() + transfers.changes() + lines.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try readers.restore(entries)
    try transfers.restore(entries)
    try lines.restore(entries)
  }

  private func isSubject(_ sighting: borrowing Sighting) -> Bool {
    roles.contains(sighting.device.role) && sighting.expectation == nil && sighting.isDeviceItself
      && sighting.hasSinglePeer && sighting.event.flow.isIP
  }

  /// How much a file matters that the device sends.
  func severity(_ sighting: borrowing Sighting, isConfiguration: Bool) -> Severity {
    if sighting.scope == .outside { return .high }
    if sighting.peer?.role == .server { return .low }
    return isConfiguration ? .high : .medium
  }
}
