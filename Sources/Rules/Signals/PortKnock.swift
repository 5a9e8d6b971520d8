import Capture
import Devices
import Flows
import Packets

/// Somebody tries a few ports of a device one after the other, and then one that was closed is open, or the
/// device calls back; or the same ports are tried in the same order again.
///
/// State: one book a device (`KnockBook`), of 1024 devices at most, and what was told. Severity: low to high,
/// see `explanation`.
struct PortKnock: Rule {
  static let identity = RuleIdentity(
    name: "signal.knock",
    title: "A sequence of tried ports opens something on a device",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1205.001", name: "Port Knocking"),
      Technique(id: "T1205", name: "Traffic Signaling"),
    ],
    severities: [.low, .medium, .high],
    deed: "opened something behind a sequence of knocks",
    explanation: """
      Sees: one source sends single SYNs or datagrams to three to six ports of a bmc or switch (or router, where \
      routers are watched) within 30 s and uses none of them. Then (1) it has a conversation with another \
      port, which neither role nor policy knows and which answered nobody before: it had been tried and had \
      not answered, or the same sequence has come before; or (2) the device starts a conversation with that \
      source for the first time, which neither role nor policy expects; or (3) the same ports come in the same \
      order again, not by number, and at least three of them are no service of the role or of the policy.
      Why: a door that opens to a sequence of tries is shut to every scan. cd00r, from 2000, waits for SYNs \
      to five ports; implants have taken it over since.
      Severity: high where a port that was closed opens behind a sequence that has come before, or the device \
      calls an outside address; medium where a closed port opens, or the device calls back inside; low \
      where only the sequence repeats, or a port opens of which nobody knows whether it was closed.
      Risk: the severity's number.
      Benign causes: an administrator who hides a login by knockd or fwknop, a monitoring program that \
      tries a list of ports that the device does not have, a service that starts while somebody waits \
      for it. Not told: more than eight ports without a pause of 30 s (a scan), ports in ascending or descending \
      order that open nothing (traceroute, a list), ports that the source goes on to use.
      By hand: tcpdump -nr FILE 'src host PEER and dst host DEVICE and (udp or tcp[tcpflags] == tcp-syn)'
      To silence: an expected: entry with direction: in, the source as peer, and the port that opens; what it \
      opens beside that port, and call-backs, are still told.
      """)

  static let hooks: RuleHooks = [.opened, .signaled]

  private let roles: Set<DeviceRole>
  private var books: DeviceNotes<KnockBook>
  private var ledger: LineLedger<IPAddress>

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    books = DeviceNotes("book", isRemembered: settings.isRemembered, limit: 1024)
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: settings.isRemembered)
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard roles.contains(sighting.device.role), sighting.hasSinglePeer,
      !sighting.event.flow.traits.contains(.midstream), let service = PortKnock.service(sighting)
    else { return nil }
    if sighting.deviceStarted { return noteCall(service, sighting) }
    let source = sighting.peerEnd.address
    let device = sighting.device.index
    let former = books[device, ""]
    guard !sighting.fromDevice, former?.isOrdinary(service, from: source) != true else {
      return nil
    }
    var book = former ?? KnockBook()
    let isUsual = sighting.usual != nil || sighting.expectation != nil
    let repeated = book.note(
      KnockTrail.Step(service: service, time: sighting.event.time, isUsual: isUsual), from: source)
    books[device, ""] = book
    guard let repeated else { return nil }
    return finding(
      .repeated,
      KnockBook.Opening(
        sequence: repeated.sequence, count: repeated.count, wasClosed: false, isUsual: isUsual),
      service, .low, sighting)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard !sighting.deviceStarted, roles.contains(sighting.device.role),
      let service = PortKnock.service(sighting), let sample = sighting.content.sample,
      var book = books[sighting.device.index, ""]
    else { return nil }
    let isTCP = service.transport == .tcp
    let device = sighting.device.index
    let source = sighting.peerEnd.address
    let isReset =
      isTCP && sample.octets.count > 13 && TCPFlags(rawValue: sample.octets[13]).contains(.rst)
    let isAnswer = sighting.fromDevice && !isReset
    guard isAnswer || isTCP && sighting.deviceTookPart else { return nil }
    guard !book.isOrdinary(service, from: source) else { return nil }
    if isAnswer { book.noteAnswer(service, at: sighting.event.time) }
    guard sighting.event.payloadLength > 0, !isReset else {
      books[device, ""] = book
      return nil
    }
    let opening = book.noteUse(of: service, by: source)
    books[device, ""] = book
    guard let opening, !opening.isUsual, opening.wasClosed || opening.count > 1 else { return nil }
    let severity: Severity = !opening.wasClosed ? .low : opening.count > 1 ? .high : .medium
    return finding(.opened, opening, service, severity, sighting)
  }

  mutating func changes() -> [Remembered] { books.changes() + ledger.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try books.restore(entries)
    try ledger.restore(entries)
  }

  /// What a sequence was good for.
  private enum Effect: String {
    case opened = "open_port"
    case called = "call"
    case repeated = "none"
  }

  private static func service(_ sighting: borrowing Sighting) -> ServiceKind? {
    let transport = sighting.event.flow.transport
    return transport == .tcp || transport == .udp ? ServiceKind(sighting) : nil
  }

  private mutating func noteCall(
    _ service: ServiceKind, _ sighting: borrowing Sighting
  ) -> Finding? {
    guard sighting.isCall, sighting.expectation == nil, sighting.usual == nil,
      var book = books[sighting.device.index, ""]
    else { return nil }
    let opening = book.noteCall(of: sighting.peerEnd.address, at: sighting.event.time)
    books[sighting.device.index, ""] = book
    guard let opening else { return nil }
    return finding(
      .called, opening, service, sighting.scope == .outside ? .high : .medium, sighting)
  }

  private mutating func finding(
    _ effect: Effect, _ opening: KnockBook.Opening, _ service: ServiceKind, _ severity: Severity,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    let source = sighting.peerEnd.address
    guard let due = ledger.note(source, of: device.index, severity, at: sighting.event.time) else {
      return nil
    }
    let ports = opening.sequence.map(\.description)
    let subject = "\(device.label) (\(device.role.rawValue))"
    let tried = "\(source) tried \(ports.joined(separator: ", ")) of \(subject) within 30 s"
    let effectText =
      switch effect {
      case .opened:
        " and then used \(service)"
          + (opening.wasClosed ? ", which had not answered before" : "")
      case .called: ", and then the device started a conversation with it on \(service)"
      case .repeated: " without using any"
      }
    let again = opening.count > 1 ? "; \(opening.count) times in this order so far" : ""
    let channel: String
    let first: Timestamp
    let update: Int
    switch due {
    case .one(_, let since, let number): (channel, first, update) = ("\(source)", since, number)
    case .further(_, let since, let number): (channel, first, update) = ("further", since, number)
    }
    var finding = Finding(
      Self.identity, channel: channel, severity: severity, riskScore: Double(severity.rawValue),
      since: first, reason: "\(tried)\(effectText)\(again).", sighting,
      evidence: [
        Evidence("knock.sequence", .texts(ports)),
        Evidence("knock.times", .integer(opening.count)),
        Evidence("knock.effect", .text(effect.rawValue)),
        Evidence("knock.service", .text("\(service)")),
        Evidence("knock.was_closed", .flag(opening.wasClosed)),
      ])
    finding.update = update
    return finding
  }
}
