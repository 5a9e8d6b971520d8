import Capture
import Devices
import Flows
import Packets

/// A second system behind an address goes on while the host there is silent, or a machine sends that the
/// inventory calls powered off.
///
/// State: of at most 1024 addresses with two systems how steadily the host is heard; of
/// machines that are called powered off whether they have started; a count an address, of 8192 at most.
/// Severity: high.
struct SleepingHost: Rule {
  static let identity = RuleIdentity(
    name: "identity.sleeping-host",
    title: "Something sends under a sleeping host's address",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1542.002", name: "Component Firmware"),
    ], severities: [.high],
    explanation: """
      Sees: an address is known to be two systems (as in beacon.stack), the one with more peers, or else \
      with more connections, is silent, and the other one opens a TCP connection and says something in \
      it. Silent means: no packet that could be the host's for at least 10 minutes and at least four \
      times as long as ever before (ten times where it was followed for less than an hour), behind 16 gaps \
      or more, and no connection of it going on; every packet counts as the host's that does not have \
      the time to live and Don't Fragment \
      of the other system alone. Or: the inventory has the tag powered-off for the device (not of a \
      controller), and it sends IP packets with payload or opens TCP connections from its own hardware \
      address.
      Why: a card or controller runs on standby power; what sends while the machine is off is no program \
      of its operating system.
      Risk: 73.
      Benign causes: a host whose work stops suddenly and for long, beside a benign second system; a \
      machine that was switched on while its tag was left. Not told: what sleeping machines send by \
      design (ARP, neighbour discovery, wake-up packets, DHCP, LLDP, NC-SI, mDNS, ports 623, 664 and \
      16992 to 16995), and anything behind a start of the machine (see identity.two-stacks).
      By hand:
        tcpdump -nvr FILE 'ether src MAC and tcp[tcpflags] & tcp-syn != 0'
        tcpdump -ttt -nr FILE 'ether src MAC'
      To silence: Take the tag powered-off away once the machine is on again; a controller belongs in \
      a row of its own with the role bmc, for it may send while its host is off. Of a second system \
      that is there by right, the line is silenced where lines are read, by its event.id, which is \
      the same in every run: all else of the device is still told. rules: disabled: \
      [identity.sleeping-host] silences it for all devices, and is the last resort.
      """)

  static let hooks: RuleHooks = [.marked, .spoke, .ended, .systems]

  /// Addresses with two systems that are followed.
  static let mostFollowed = 1024
  /// The tag of a machine that is off.
  static let tag = "powered-off"

  static let languages: Set<ProtocolName> = ["arp"]

  var told: ToldAddresses
  private var followed: [StackKey: (device: Int, activity: HostActivity)] = [:]
  /// Machines that are called powered off and have started since.
  private(set) var started: Set<Int> = []
  private var changed: Set<StackKey> = []
  private var changedStarts: Set<Int> = []
  private let isRemembered: Bool

  init(settings: RuleSettings) {
    isRemembered = settings.isRemembered
    told = ToldAddresses(isRemembered: settings.isRemembered)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.event.flow.isIP else { return nil }
    if BootSign.isSign(sighting) { noteStart(sighting) }
    guard sighting.fromDevice else { return nil }
    if isCalledOff(sighting), let finding = offFinding(marks, sighting) { return finding }
    let key = StackKey(sighting)
    if let connection = sighting.system,
      let finding = noteConnection(connection, key, sighting, site)
    {
      return finding
    }
    guard let activity = followed[key]?.activity else { return nil }
    let transport = sighting.event.flow.transport
    if activity.isOfHost(marks, transport, deviceStarted: sighting.deviceStarted) {
      note(sighting.event.time, key)
    }
    return nil
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if BootSign.isProbe(sighting) { noteStart(sighting) }
    return nil
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    let key = StackKey(sighting)
    guard let activity = followed[key]?.activity, sighting.deviceTookPart else { return nil }
    let flow = sighting.event.flow
    let opening = site.systems.opening(of: sighting)
    let isHidden =
      switch flow.transport {
      case .tcp: opening.map { activity.hidden.fits($0.marks) } ?? false
      case .udp where sighting.deviceStarted:
        flow.timeToLive == activity.hidden.timeToLive
          && activity.host.timeToLive != activity.hidden.timeToLive
      default: false
      }
    if !isHidden { note(flow.last, key) }
    return nil
  }

  var counters: [(name: String, value: UInt64)] {
    [("followed", UInt64(followed.count))]
  }

  mutating func changes() -> [Remembered] {
    defer {
      changed.removeAll()
      changedStarts.removeAll()
    }
    let starts = changedStarts.map {
      Remembered(.device, key: [], device: $0, label: SleepingHost.startLabel, body: [])
    }
    let activities = changed.map { key in
      Remembered(
        .device, key: key.stored, device: followed[key]?.device, label: SleepingHost.label,
        body: followed[key]?.activity.stored)
    }
    return told.changes() + activities + starts
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try told.restore(entries)
    for entry in entries where entry.kind == .device {
      guard let device = entry.device, let body = entry.body else { continue }
      guard entry.label == SleepingHost.label else {
        started.insert(device)
        continue
      }
      followed[try StackKey(stored: entry.key)] = (device, try HostActivity(stored: body))
    }
  }

  private static let label = "host behind an address"
  private static let startLabel = "a start"

  /// A connection counts from this packet on: whose it is, and whether the other system sleeps.
  private mutating func noteConnection(
    _ connection: StackConnection, _ key: StackKey, _ sighting: borrowing Sighting,
    _ site: borrowing Site
  ) -> Finding? {
    let isKnown = followed[key] != nil
    guard isKnown || followed.count < SleepingHost.mostFollowed,
      !connection.signature.isAnswer, let pair = site.systems.pair(of: key, answering: false),
      isKnown || pair.turns.all >= StackBeacon.fewestTurns,
      TwoStacks.areStartsSeen(sighting)
    else { return nil }
    let isHidden = StackBeacon.isHidden(pair)
    if !isKnown {
      let (hidden, host) = isHidden ? (pair.own, pair.other) : (pair.other, pair.own)
      let activity = HostActivity(
        hidden: .init(hidden.sample), host: .init(host.sample), at: sighting.event.time)
      // Where both send alike, nobody can say whose a packet is.
      guard activity.hidden != activity.host else { return nil }
      followed[key] = (sighting.device.index, activity)
      if isRemembered { changed.insert(key) }
    }
    guard isHidden, !connection.isSideband,
      let activity = followed[key]?.activity, activity.hidden.fits(connection.marks),
      let silence = activity.silence(at: connection.time),
      !site.systems.hasConversation(
        of: sighting.device.index, where: { !activity.hidden.fits($0.marks) })
    else { return nil }
    let device = sighting.device
    guard let due = told.note(key, of: device.index, at: sighting.event.time) else { return nil }
    return finding(
      StackText.channel(key), due,
      "a second system (\(pair.own.sample)) went on behind \(key.address) at \(key.mac) and talked to "
        + "\(connection.peer) while the host there (\(pair.other.sample)) was silent for "
        + "\(NumberText.duration(Double(silence) / 1e9)); its longest silence before was "
        + NumberText.duration(Double(activity.longest) / 1e9),
      sighting,
      StackText.evidence(pair) + [
        Evidence("host.silence", .decimal(Double(silence) / 1e9, places: 3)),
        Evidence("host.longest_silence", .decimal(Double(activity.longest) / 1e9, places: 3)),
        Evidence("host.gaps", .integer(Int(activity.gaps))),
        Evidence("host.last", .moment(activity.last.rawValue)),
      ])
  }

  /// A machine that starts is awake.
  private mutating func noteStart(_ sighting: borrowing Sighting) {
    if isCalledOff(sighting), started.insert(sighting.device.index).inserted, isRemembered {
      changedStarts.insert(sighting.device.index)
    }
    let mac = sighting.deviceEnd.mac
    for key in followed.keys where key.mac == mac { note(sighting.event.time, key) }
  }

  private mutating func note(_ time: Timestamp, _ key: StackKey) {
    guard let place = followed.index(forKey: key) else { return }
    followed.values[place].activity.note(time)
    if isRemembered { changed.insert(key) }
  }

  func finding(
    _ channel: String, _ due: ToldAddresses.Due, _ what: String, _ sighting: borrowing Sighting,
    _ evidence: [Evidence]
  ) -> Finding {
    let device = sighting.device
    let times = due.count == 1 ? "" : "; \(due.count) times so far"
    var finding = Finding(
      Self.identity, channel: channel, severity: .high, riskScore: 73,
      since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)): \(what)\(times).", sighting,
      evidence: evidence)
    finding.update = due.update
    return finding
  }
}
