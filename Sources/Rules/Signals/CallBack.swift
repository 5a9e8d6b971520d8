import Capture
import Devices
import Flows
import Packets

/// A device opens a new conversation right behind a packet that nobody on it has asked for: to that packet's
/// sender, or to an address that stands inside it.
///
/// State: the latest such packets (`WakeUpLedger`), since when each sender sends them (256 a device), whom the device
/// has called (`contactLimit` in all; of a device whose job is not known, 512 behind such packets), and what was told;
/// all bounded, and what was written once gives way first. Severity and risk: see `explanation`.
struct CallBack: Rule {
  static let identity = RuleIdentity(
    name: "signal.callback",
    title: "Device calls whom an unsolicited packet stands for",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1205", name: "Traffic Signaling"),
      Technique(id: "T1095", name: "Non-Application Layer Protocol"),
    ],
    severities: [.low, .medium, .high, .critical],
    explanation: """
      Sees: a bmc or switch (or router, where routers are watched) opens a conversation (TCP or UDP) with a \
      peer and service that it never called before, within 60 s of a packet that it had not asked for: ICMP \
      other than errors and answers, a datagram that it does not answer, a SYN with payload, a SYN that is \
      refused or not answered, a segment without a connection that it resets, a SYN-ACK or RST that answers \
      nothing. Either (1) with that packet's \
      sender, or (2) with another address whose four octets stand in such a packet, or in the first \
      payload of a connection or datagram conversation: in the payload, TCP's sequence or acknowledgment \
      number or options, or ICMP's identifier and sequence number; first or last octet first; in the payload \
      also XORed with any one octet (addresses of IPv6: their sixteen octets as they are). Where the \
      port that was called stands beside the address, it says so. Of server cards only (2), towards outside \
      addresses and not from datagrams or accepted connections, because their traffic is the operating \
      system's.
      Why: a listener in firmware that opens no port cannot be found by a scan. It waits for one packet, \
      and most of those that were published (VPNFilter, BPFDoor, UNC3886's on Juniper routers) then \
      call the address that stands in it.
      Severity: of (2) critical towards an outside address where the chance of being nothing is at most 1 \
      in 10,000, high up to 1 in 1,000; high inside from a packet that no service took, medium from one that a \
      service answered or for an address half of whose octets are zero; medium where role or policy expect \
      the peer, and only where a key hides it. Of (1) high towards an outside address, from a packet that \
      hardly a program sends (a SYN with payload, ICMP that is no echo request), or with the called port \
      written in it; medium for the rest; inside low where the sender has been sending such packets for longer \
      than the window or has used a service of the device within a day, and while the device has been heard for \
      less than ten minutes.
      Risk: the severity's number.
      The chance: all comparisons for calls of the device in this half of a day and the one before (UTC) over \
      2^32, times 255 where keys were tried, and where the port stands beside the address times 4 over 65536. Of a \
      series of pings whose identifier and content stay the same but for the time in front, the latest counts.
      Benign causes: a manager that probes a device and is then called by it on a port that neither role nor \
      policy expects (an agent's active checks, NFS, a controller's inform port); a security scanner that \
      checks whether it can make the device call. Not told: what role or policy expects (1), answers that \
      come from or go to the port that was asked (TFTP, RPC), answers to questions that went to a group (by the \
      port they come from: SSDP, mDNS, SLP and others), DNS and ident (port 113), services that the \
      device called before, packets of protocols that carry addresses by right (DNS, DHCP, SNMP, RADIUS, NTP, \
      flow records, IPMI, ...), errors about what the device sent (traceroute), addresses written as text, \
      ICMP and other protocols without ports as the call.
      Where to look: around the time of the alert; undertick.callback.wake_up.octets holds the packet's \
      beginning.
      By hand:
        tcpdump -nXr FILE 'host DEVICE and (icmp or udp or tcp[tcpflags] & tcp-syn != 0)'
      To silence: an expected: entry with the peer, the port and the reason; a key that hides the address is \
      told all the same.
      """)

  static let hooks: RuleHooks = [.opened, .signaled]

  private let roles: Set<DeviceRole>
  private var wakeUps: WakeUpLedger
  var records: DeviceNotes<CallRecord>
  var senders: DeviceNotes<SenderHabit>
  private var calls: DeviceNotes<KnownMoment>
  /// The same of devices whose calls are the operating system's: one of them has more peers than all managed ones.
  private var otherCalls: DeviceNotes<KnownMoment>
  private var ledger: LineLedger<IPAddress>

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    let isRemembered = settings.isRemembered
    wakeUps = WakeUpLedger(isRemembered: isRemembered)
    records = DeviceNotes("record", isRemembered: isRemembered, limit: settings.contactLimit)
    senders = DeviceNotes("sender", isRemembered: isRemembered, share: 256)
    calls = DeviceNotes(
      "call", as: .peer, isRemembered: isRemembered, limit: settings.contactLimit,
      share: settings.contactShare)
    otherCalls = DeviceNotes(
      "other call", as: .peer, isRemembered: isRemembered, limit: settings.contactLimit, share: 512)
    ledger = LineLedger(limit: settings.contactLimit, isRemembered: isRemembered)
  }

  mutating func signaled(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // Of a conversation whose beginning nobody saw, ports say who has begun, which a sender chooses.
    guard !sighting.deviceStarted || WakeUp.mayBeUnasked(sighting) else { return nil }
    if sighting.fromDevice {
      noteReply(sighting)
    } else if let wakeUp = WakeUp(sighting) {
      note(wakeUp, sighting)
    }
    return nil
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.deviceStarted else {
      if let wakeUp = WakeUp(bare: sighting) { note(wakeUp, sighting) }
      return nil
    }
    guard isManaged(sighting) || sighting.scope == .outside, sighting.isCall,
      let service = ServiceKind(sighting), service.transport == .tcp || service.transport == .udp
    else { return nil }
    let device = sighting.device.index
    let time = sighting.event.time
    let isManaged = isManaged(sighting)
    // What came of nothing needs not be known of those that call the whole world.
    let recent = wakeUps.recent(of: device, at: time)
    guard isManaged || !recent.isEmpty else { return nil }
    let name = "\(service) \(sighting.peerEnd.address)"
    let known = isManaged ? calls[device, name] : otherCalls[device, name]
    if let known, !known.isTold { return nil }
    let cause = cause(of: sighting, service, in: recent)
    if known == nil {
      let first = KnownMoment(first: time, isTold: cause != nil)
      if isManaged { calls[device, name] = first } else { otherCalls[device, name] = first }
    }
    guard let cause, let severity = severity(of: cause, sighting) else { return nil }
    return finding(cause, severity, service, sighting)
  }

  var counters: [(name: String, value: UInt64)] { [("untaken", wakeUps.refused)] }

  mutating func changes() -> [Remembered] {
    wakeUps.changes() + records.changes() + senders.changes() + calls.changes()
      + otherCalls.changes() + ledger.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try wakeUps.restore(entries)
    try records.restore(entries)
    try senders.restore(entries)
    try calls.restore(entries)
    try otherCalls.restore(entries)
    try ledger.restore(entries)
  }

  // What came before.

  private mutating func note(_ wakeUp: WakeUp, _ sighting: borrowing Sighting) {
    // A server answers much that is asked of it.
    let isUnserved = wakeUp.isUnserved && wakeUp.kind != .datagram && !sighting.deviceStarted
    guard isManaged(sighting) || isUnserved else { return }
    let device = sighting.device.index
    wakeUps.note(wakeUp, of: device)
    if records[device, ""] == nil { records[device, ""] = CallRecord(heard: wakeUp.time) }
    guard isManaged(sighting) else { return }
    let sender = CallBack.sender(wakeUp.source, wakeUp.kind)
    var habit = senders[device, sender] ?? SenderHabit(first: wakeUp.time)
    if habit.goOn(at: wakeUp.time) || senders[device, sender] == nil {
      senders[device, sender] = habit
    }
  }

  /// What a sender and what it sends is noted by.
  static func sender(_ source: IPAddress, _ kind: WakeUp.Kind) -> String {
    "\(source) \(kind.rawValue)"
  }

  private mutating func noteReply(_ sighting: borrowing Sighting) {
    guard let sample = sighting.content.sample else { return }
    var reply = WakeUp.Reply.answered
    if sample.transport == .tcp, sample.octets.count > 13,
      TCPFlags(rawValue: sample.octets[13]).contains(.rst)
    {
      reply = .refused
    }
    wakeUps.note(
      reply, of: sighting.device.index, from: sighting.deviceEnd, to: sighting.peerEnd,
      sample.transport, isOwn: sighting.deviceStarted)
  }

  // What the device does then.

  /// Whether what the device starts is known from its job.
  func isManaged(_ sighting: borrowing Sighting) -> Bool {
    roles.contains(sighting.device.role)
  }

  /// Services that machines call back on by right: names, and who somebody is (RFC 1413).
  private static func isCourtesy(_ service: ServiceKind) -> Bool {
    service.port == 53 || service.transport == .tcp && service.port == 113
  }

  /// The packet that explains a call best: one that names another address before one whose sender is called,
  /// the least likely, the latest.
  private mutating func cause(
    of sighting: borrowing Sighting, _ service: ServiceKind, in recent: [WakeUp]
  ) -> CallCause? {
    let device = sighting.device.index
    let peer = sighting.peerEnd.address
    var record = records[device, ""] ?? CallRecord(heard: sighting.event.time)
    record.moveOn(to: sighting.event.time)
    guard !recent.isEmpty else {
      if records[device, ""] == nil { records[device, ""] = record }
      return nil
    }
    var found: [(wakeUp: WakeUp, occurrence: AddressOccurrence?)] = []
    for wakeUp in recent.reversed() {
      let isSender = wakeUp.source == peer
      if isSender, !mayCall(wakeUp, sighting, service) { continue }
      let search = AddressOccurrence.search(
        wakeUp.sample, for: peer, port: service.port, series: wakeUp.series,
        hasKeys: record.chance(isKeyed: true, hasPort: true) <= CallBack.highestChanceOutside)
      if isSender {
        // A sender's own address stands in many packets; with the port beside it, it says something.
        found.append((wakeUp, search.occurrence?.hasPort == true ? search.occurrence : nil))
      } else {
        record.add(search, at: sighting.event.time)
        if let occurrence = search.occurrence { found.append((wakeUp, occurrence)) }
      }
    }
    records[device, ""] = record
    let causes = found.map { wakeUp, occurrence in
      CallCause(
        wakeUp: wakeUp, delay: sighting.event.time.nanoseconds(since: wakeUp.time),
        occurrence: occurrence,
        chance: occurrence.map { record.chance(isKeyed: $0.key != 0, hasPort: $0.hasPort) })
    }
    let named = causes.filter { !$0.isSender(peer) }
    // Of causes as good as each other the first in the list stands: the latest packet.
    return named.enumerated().min {
      ($0.element.chance ?? 1, $0.offset) < ($1.element.chance ?? 1, $1.offset)
    }?.element ?? causes.first { $0.occurrence != nil } ?? causes.first
  }

  /// Whether a call to the sender of a packet is more than an answer or a service of its own.
  private func mayCall(
    _ wakeUp: WakeUp, _ sighting: borrowing Sighting, _ service: ServiceKind
  ) -> Bool {
    guard isManaged(sighting), wakeUp.mayCallSender, sighting.expectation == nil,
      sighting.usual == nil, !CallBack.isCourtesy(service)
    else { return false }
    guard service.transport == .udp else { return true }
    // It answers a question that went to a group, as SSDP asks.
    if CallBack.discoveryPorts.contains(sighting.deviceEnd.port) { return false }
    // Or it answers from the port that was asked, or to the port that asked.
    return wakeUp.sample.transport != .udp
      || sighting.deviceEnd.port != wakeUp.port && service.port != wakeUp.sourcePort
  }

  /// Ports from which answers come to questions that went to a group: names, service location, remote
  /// management, SSDP, WS-Discovery, multicast DNS, LLMNR.
  private static let discoveryPorts: Set<UInt16> = [137, 427, 623, 664, 1900, 3702, 5353, 5355]

  private mutating func finding(
    _ cause: CallCause, _ severity: Severity, _ service: ServiceKind,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    let peer = sighting.peerEnd.address
    guard let due = ledger.note(peer, of: device.index, severity, at: sighting.event.time) else {
      return nil
    }
    let text = CallText(cause, service, peer: peer)
    let subject = "\(device.label) (\(device.role.rawValue))"
    let reason: String
    let channel: String
    let count: Int
    let first: Timestamp
    let update: Int
    switch due {
    case .one(let conversations, let since, let number):
      (count, first, update, channel) = (conversations, since, number, "\(peer)")
      let times = count == 1 ? "" : "; \(count) such conversations so far"
      reason = "\(subject) opened \(service) to \(peer) \(text.sentence)\(times)."
    case .further(let peers, let since, let number):
      (count, first, update, channel) = (peers, since, number, "further")
      reason =
        "\(subject) has opened \(count) conversations like that with peers past its first "
        + "\(LineLedger<IPAddress>.partsApart); the newest, \(service) to \(peer), \(text.sentence)."
    }
    var finding = Finding(
      Self.identity, channel: channel, severity: severity, riskScore: Double(severity.rawValue),
      since: first, reason: reason, sighting,
      evidence: [Evidence("callback.count", .integer(count))] + text.evidence)
    finding.update = update
    if cause.wakeUp.source != peer { finding.relatedAddresses = [cause.wakeUp.source] }
    return finding
  }
}
