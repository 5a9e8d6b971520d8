import Capture
import Devices
import Flows
import Packets

/// A SYN to or from a device that hardly a system's stack sends: it carries something that has no business there.
///
/// State: one entry a device, peer and direction, 8192 in all, and what was told. Severity: low, medium where they
/// go on.
struct AbnormalSYN: Rule {
  static let identity = RuleIdentity(
    name: "signal.abnormal-syn",
    title: "SYN that carries what does not belong there",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1205", name: "Traffic Signaling"),
      Technique(id: "T1001", name: "Data Obfuscation"),
    ],
    severities: [.low, .medium],
    deed: "met a SYN that carries what does not belong there",
    explanation: """
      Sees: a SYN without ACK to or from a watched device with payload but without the option of TCP Fast Open \
      (RFC 7413), with an acknowledgment number, with an urgent pointer but without URG, or with one of the three \
      reserved bits of the header; or the third one with a window of 512 or 1024 and a sequence number whose \
      lower three octets are zero.
      Why: systems leave these fields empty. VPNFilter and others are woken by the payload of a SYN; SYNful Knock \
      by the relation of its two numbers; covert_tcp carries an octet in each sequence number.
      Severity: low; medium where eight or more have come from one sender within a minute or longer to \
      one or two ports.
      Risk: the severity's number.
      Benign causes: a few stacks that leave an old acknowledgment number in a SYN; scanners and test tools that \
      write their own segments: hping3 (an acknowledgment number \
      in each SYN), nmap -O (an urgent pointer of 0xf7f5, which keeps all of that sender low), surveys of \
      the internet that send payload with the SYN. Not told: TCP Fast Open, also under its experimental \
      number; the bits of explicit congestion notification, the accurate one included (RFC 9768); one or two \
      sequence numbers of one octet.
      By hand: tcpdump -nvvr FILE 'tcp[13] & 0x12 = 2 and (tcp[8:4] != 0 or tcp[18:2] != 0 or tcp[12] & 0x0e \
      != 0 or ip[2:2] - ((ip[0] & 0xf) << 2) - ((tcp[12] & 0xf0) >> 2) > 0)'
      To silence: a test tool that runs for long needs rules: disabled: signal.abnormal-syn for the time of the \
      test; no entry of the policy says what is in a header.
      """)

  static let hooks: RuleHooks = .signaled

  private var records: DeviceNotes<SYNRecord>
  private var ledger: LineLedger<SYNSender>

  init(settings: RuleSettings) {
    records = DeviceNotes("syn", isRemembered: settings.isRemembered)
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let sample = sighting.content.sample, sample.transport == .tcp,
      let header = SYNHeader(sample), sighting.hasSinglePeer,
      !sighting.fromDevice || sighting.isDeviceItself,
      !SYNOddity.those(of: header).isEmpty
    else { return nil }
    let device = sighting.device.index
    let sender = SYNSender(peer: sighting.peerEnd.address, isDevice: sighting.fromDevice)
    let time = sighting.event.time
    var record = records[device, "\(sender)"] ?? SYNRecord(first: time)
    let port = sighting.fromDevice ? sighting.peerEnd.port : sighting.deviceEnd.port
    let isOdd = record.note(header, port: port, at: time)
    records[device, "\(sender)"] = record
    guard isOdd else { return nil }
    let severity: Severity = record.isChannel ? .medium : .low
    guard let due = ledger.note(sender, of: device, severity, at: time) else { return nil }
    return finding(due, record, header, sender, severity, sighting)
  }

  mutating func changes() -> [Remembered] { records.changes() + ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try records.restore(entries)
    try ledger.restore(entries)
  }

  private func finding(
    _ due: LineLedger<SYNSender>.Due, _ record: SYNRecord, _ header: SYNHeader,
    _ sender: SYNSender, _ severity: Severity, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let subject = "\(device.label) (\(device.role.rawValue))"
    let deed = sender.isDevice ? "\(subject) sent \(sender.peer)" : "\(sender.peer) sent \(subject)"
    let what = record.kinds.map(\.phrase).joined(separator: ", ")
    let channel: String
    let count: Int
    let first: Timestamp
    let update: Int
    let reason: String
    switch due {
    case .one(let number, let since, let line):
      (channel, count, first, update) = ("\(sender)", number, since, line)
      reason = count == 1 ? "\(deed) a SYN with \(what)." : "\(deed) \(count) SYNs with \(what)."
    case .further(let number, let since, let line):
      (channel, count, first, update) = ("further", number, since, line)
      reason =
        "\(deed) a SYN with \(what); \(count) such SYNs of peers past its first "
        + "\(LineLedger<SYNSender>.partsApart)."
    }
    var finding = Finding(
      Self.identity, channel: channel, severity: severity, riskScore: Double(severity.rawValue),
      since: first, reason: reason, sighting,
      evidence: [
        Evidence("syn.count", .integer(count)),
        Evidence("syn.oddities", .texts(record.kinds.map(\.name))),
        Evidence("syn.sequence", .integer(Int(header.sequence))),
        Evidence("syn.acknowledgment", .integer(Int(header.acknowledgment))),
        Evidence("syn.window", .integer(Int(header.window))),
        Evidence("syn.urgent_pointer", .integer(Int(header.urgent))),
        Evidence("syn.payload_length", .integer(header.payloadLength)),
        Evidence("syn.is_nmap", .flag(record.isProbe)),
      ])
    finding.update = update
    return finding
  }
}
