import Beacons
import Capture
import Devices
import Flows
import Packets

/// Telemetry of a device stops while the device itself goes on speaking.
///
/// State: one `TelemetryRecord` a device and kind, at most six a device and `contact-limit` in all. Severity and
/// risk: see `explanation`.
struct TelemetrySilence: Rule {
  static let identity = RuleIdentity(
    name: "policy.silence",
    title: "Device lives, but its telemetry has stopped",
    version: "1", category: "Defense Evasion",
    techniques: [
      Technique(id: "T1562", name: "Impair Defenses"),
      Technique(id: "T1070", name: "Indicator Removal"),
    ], severities: [.low, .medium, .high],
    explanation: """
      Sees: a device of the role bmc or switch (or router, where routers are watched) that sent syslog, SNMP \
      traps, sFlow, NetFlow or IPFIX, and of switches and routers LLDP, CDP or spanning tree, at least 24 \
      times over half an hour or more, sends no more of it to anybody, and was heard in at least three \
      other conversations (of IP, where the telemetry is) that began one and a half longest gaps later or more, over \
      a longest gap (five minutes at most where the telemetry keeps no clock). The silence is at least five minutes, four times \
      the longest gap of the last weeks, and so long that by the record of gaps the chance is 1 in 10,000 \
      at the most. What does not come by a clock is measured against the same hours of earlier days, and \
      where there are none it is not told.
      Why: who takes over a device first makes it stop telling (UNC3886 on Junos stopped syslog and SNMP; \
      LINE VIPER dropped log messages); the rest of it goes on.
      Severity: medium. High where a second kind of the same device fell silent within one longest gap of \
      the first. Low where the telemetry keeps no clock and its record is shorter than eight days, because \
      weekends are quiet, and for spanning tree alone, which a port stops by right when another \
      port of the link is designated. When it comes back the finding is closed.
      Risk: the severity's number.
      Benign causes: the collector or the logging was configured anew, another port or network card \
      sends now, the sensor sees another part of the network than before.
      Not told: devices that are silent altogether, and one of several collectors. A rhythm that was told \
      itself is followed by beacon.stopped.
      By hand:
        tcpdump -ttt -nr FILE 'src host ADDRESS and udp port 514'
      To silence: There is no entry for a silence: let the telemetry come back, which closes the \
      finding, or leave it as it is, for it is told once. A line that is understood is silenced \
      where lines are read, by its event.id, which is the same in every run: all else of the \
      device is still told. rules: disabled: [policy.silence] silences it for all devices, and is \
      the last resort.
      """)

  static let hooks: RuleHooks = [.life, .clock]

  private struct Key: Hashable {
    var device: Int
    var kind: TelemetryKind
  }

  private let roles: Set<DeviceRole>
  private let limit: Int
  private let isRemembered: Bool
  private var records: [Key: TelemetryRecord] = [:]
  private var changed: Set<Key> = []
  /// When each silence will be clear that goes on, and how likely it is to be nothing then: of devices that
  /// were heard otherwise since.
  private var awaited: [Key: (moment: Timestamp, chance: Double)] = [:]
  /// No silence is clear before.
  private var due = Timestamp(rawValue: .max)

  init(settings: RuleSettings) {
    roles = settings.managementPlaneRoles
    limit = settings.contactLimit
    isRemembered = settings.isRemembered
  }

  mutating func opened(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting) : nil
  }

  mutating func resumed(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    sighting.fromDevice ? note(sighting) : nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    // A device that only answered gave no event of its own.
    guard isHeard(sighting), !sighting.deviceStarted, sighting.deviceEnd.packets > 0 else {
      return nil
    }
    noteOther(than: nil, sighting, since: sighting.event.flow.first)
    return nil
  }

  mutating func advance(to time: Timestamp, at site: borrowing Site) -> [Finding] {
    guard due <= time else { return [] }
    due = Timestamp(rawValue: .max)
    var silences: [(key: Key, moment: Timestamp, chance: Double)] = []
    for (key, silence) in awaited {
      if silence.moment <= time {
        silences.append((key, silence.moment, silence.chance))
      } else {
        due = min(due, silence.moment)
      }
    }
    silences.sort {
      ($0.moment, $0.key.device, $0.key.kind) < ($1.moment, $1.key.device, $1.key.kind)
    }
    return silences.compactMap { tell($0.key, at: $0.moment, chance: $0.chance, site) }
  }

  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.compactMap { key in
      guard let record = records[key] else { return nil }
      var change = Remembered(
        .other, key: [key.kind.rawValue], device: key.device, label: key.kind.word,
        body: record.stored)
      change.first = record.first
      change.last = record.last
      change.count = Int(clamping: record.count)
      return change
    }
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other {
      guard let device = entry.device, let body = entry.body else { continue }
      var name = StoredReader(entry.key)
      let kind: TelemetryKind = try name.choice()
      try name.end()
      let key = Key(device: device, kind: kind)
      let record = try TelemetryRecord(stored: body)
      records[key] = record
      follow(key, record)
    }
  }

  private func isHeard(_ sighting: borrowing Sighting) -> Bool {
    roles.contains(sighting.device.role)
      && (!sighting.event.flow.isIP || sighting.isDeviceItself)
  }

  /// An event of a packet that the device has sent.
  private mutating func note(_ sighting: borrowing Sighting) -> Finding? {
    guard isHeard(sighting) else { return nil }
    let kind = TelemetryKind(sighting)
    noteOther(than: kind, sighting, since: sighting.event.time)
    guard let kind else { return nil }
    let key = Key(device: sighting.device.index, kind: kind)
    let time = sighting.event.time
    // In place: a copy would copy what it remembers of gaps.
    guard let place = records.index(forKey: key) else {
      guard records.count < limit else { return nil }
      let scene = scene(sighting)
      records[key] = TelemetryRecord(
        at: time, deviceEnd: scene.deviceEnd, peerEnd: scene.peerEnd,
        conversation: scene.conversation)
      if isRemembered { changed.insert(key) }
      return nil
    }
    let former = records.values[place].last
    let wasOpen = records.values[place].isOpen
    records.values[place].note(at: time)
    if wasOpen || records.values[place].peerEnd.address != sighting.peerEnd.address {
      let scene = scene(sighting)
      records.values[place].deviceEnd = scene.deviceEnd
      records.values[place].peerEnd = scene.peerEnd
      records.values[place].conversation = scene.conversation
    }
    if wasOpen {
      records.values[place].isOpen = false
      records.values[place].lines += 1
    }
    follow(key, records.values[place])
    if isRemembered { changed.insert(key) }
    return wasOpen ? closing(key, records.values[place], since: former, sighting) : nil
  }

  /// The device was heard in something that is not of a kind.
  private mutating func noteOther(
    than kind: TelemetryKind?, _ sighting: borrowing Sighting, since start: Timestamp
  ) {
    let isIP = sighting.event.flow.isIP
    for other in TelemetryKind.allCases where other != kind && (isIP || other.isBelowIP) {
      let key = Key(device: sighting.device.index, kind: other)
      guard let place = records.index(forKey: key), start > records.values[place].last,
        records.values[place].lived == nil
      else { continue }
      records.values[place].noteOther(from: start, at: sighting.event.time)
      if isRemembered { changed.insert(key) }
      follow(key, records.values[place])
    }
  }

  /// Waits for a silence to become clear, where it goes on and the device was heard otherwise.
  private mutating func follow(_ key: Key, _ record: TelemetryRecord) {
    guard !record.isOpen, let lived = record.lived, let deadline = record.deadline else {
      awaited[key] = nil
      return
    }
    let moment = max(lived, deadline.time)
    awaited[key] = (moment, deadline.chance)
    due = min(due, moment)
  }

  private typealias Scene = (
    deviceEnd: Finding.Endpoint, peerEnd: Finding.Endpoint, conversation: Finding.Conversation
  )

  private func scene(_ sighting: borrowing Sighting) -> Scene {
    let finding = Finding(
      Self.identity, channel: "", severity: .low, riskScore: 0, since: sighting.event.time,
      reason: "", sighting, evidence: [])
    return (finding.deviceEnd, finding.peerEnd, finding.conversation)
  }

  /// The kinds of the device that fell silent with this one.
  private func companions(of key: Key, by time: Timestamp) -> [TelemetryKind] {
    guard let record = records[key] else { return [] }
    return TelemetryKind.allCases.filter { kind in
      guard kind != key.kind, let other = records[Key(device: key.device, kind: kind)],
        other.isSure, let deadline = other.deadline, deadline.time <= time || other.isOpen
      else { return false }
      let apart = abs(other.last.seconds(since: record.last))
      return apart <= max(other.hours.longest, record.hours.longest)
    }
  }

  private mutating func tell(
    _ key: Key, at time: Timestamp, chance: Double, _ site: borrowing Site
  ) -> Finding? {
    guard var record = records[key] else { return nil }
    let companions = companions(of: key, by: time)
    let device = site.device(at: key.device)
    let isWeak = !record.isSure || key.kind == .spanningTree && companions.isEmpty
    record.severity = isWeak ? .low : companions.isEmpty ? .medium : .high
    let line = record.lines
    record.isOpen = true
    awaited[key] = nil
    record.lines += 1
    records[key] = record
    if isRemembered { changed.insert(key) }
    let silence = time.seconds(since: record.last)
    let others =
      companions.isEmpty
      ? "" : "; with it fell silent: \(companions.map(\.phrase).joined(separator: ", "))"
    var finding = Finding(
      rule: Self.identity, id: id(key, device), severity: record.severity,
      riskScore: Double(record.severity.rawValue), time: time, start: record.first,
      end: record.last,
      reason: "\(device.label) (\(device.role.rawValue)) has sent no \(key.kind.phrase) for "
        + "\(NumberText.duration(silence)), and is heard otherwise; the longest gap of "
        + "\(record.count) was \(NumberText.duration(record.hours.longest)), and by the record of gaps such "
        + "a silence has a chance of \(NumberText.chance(chance))\(others).",
      device: device, deviceEnd: record.deviceEnd, peerEnd: record.peerEnd,
      peer: site.device(at: record.peerEnd), conversation: record.conversation,
      evidence: evidence(key, record, silence: silence) + [
        Evidence("silence.p_value", .probability(chance)),
        Evidence("telemetry.silent_with", .texts(companions.map(\.word))),
      ])
    finding.update = Int(line)
    if line > 0 { finding.state = .reopened }
    return finding
  }

  /// The last line of a silence, at the event that ended it.
  private func closing(
    _ key: Key, _ record: TelemetryRecord, since former: Timestamp, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let silence = sighting.event.time.seconds(since: former)
    var finding = Finding(
      rule: Self.identity, id: id(key, device), severity: record.severity,
      riskScore: Double(record.severity.rawValue), time: sighting.event.time, start: record.first,
      end: sighting.event.time,
      reason: "\(device.label) (\(device.role.rawValue)) sends \(key.kind.phrase) again, after "
        + "\(NumberText.duration(silence)) without.",
      device: device, deviceEnd: record.deviceEnd, peerEnd: record.peerEnd, peer: sighting.peer,
      conversation: record.conversation, evidence: evidence(key, record, silence: silence))
    finding.update = Int(record.lines) - 1
    finding.state = .closed
    return finding
  }

  private func id(_ key: Key, _ device: Device) -> String {
    FindingID.make(Self.identity.name, device.findingName, key.kind.word)
  }

  private func evidence(
    _ key: Key, _ record: TelemetryRecord, silence: Double
  ) -> [Evidence] {
    [
      Evidence("telemetry.kind", .text(key.kind.word)),
      Evidence("telemetry.events", .integer(Int(clamping: record.count))),
      Evidence("telemetry.longest_gap", .decimal(record.hours.longest, places: 3)),
      Evidence("telemetry.is_regular", .flag(record.isRegular)),
      Evidence("silence.seconds", .decimal(silence, places: 3)),
    ]
  }
}
