import Capture
import Devices
import Flows
import Packets

/// A device opens or accepts connections as two systems that take turns behind one address.
///
/// State: two counts an address, 8192 at most. Severity: high; critical where the
/// rarer system opens connections to outside only; low where it only uses the ports on which cards and
/// controllers share an address by design.
struct TwoStacks: Rule {
  static let identity = RuleIdentity(
    name: "identity.two-stacks",
    title: "Two systems take turns behind one address",
    version: "2", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
      Technique(id: "T1542.002", name: "Component Firmware"),
    ], severities: [.low, .high, .critical],
    explanation: """
      Sees: one hardware and IP address opens TCP connections with two kinds of SYN that contradict \
      each other (or accepts them with two kinds of SYN-ACK): another initial time to live, another \
      order of options or two options more that only one of them offers, and one thing more (Don't \
      Fragment; one counts its identifications or initial sequence numbers and the other does not; \
      timestamps that tick at two rates). They take turns, three times within 15 minutes or five times \
      within a day, at most 15 minutes from one to the other; each has three connections that carried \
      its own payload, and both sent with a whole time to live, so nobody has forwarded them. The line \
      tells of a connection of the rarer one. Or: three connections were reset right behind the SYN-ACK \
      with another time to live and Don't Fragment than the SYN had, and went on.
      Why: an implant in a card, a controller or a cable that borrows its host's address has an IP stack \
      of its own, and cannot hide how it writes headers.
      Risk: 73, and 4 for each contradiction past two, at most 89; 99 where the rarer system opens \
      connections to outside only; 21 where one of them only uses ports 623, 664 or 16992 to 16995; 85 of resets.
      Benign causes: a program with an IP stack of its own (DPDK, VPP, user-space VPN, gVisor), a virtual \
      machine with its host's address, Intel AMT and ASF, which share the host's address, a machine that \
      boots over and over through a network loader with a fixed address. Not told: turns across a start \
      (a DHCP or BOOTP request or an ARP probe from 0.0.0.0, or IPv6's solicitations from ::, of the \
      hardware address), so no loader before its system; one system after another; machines and \
      containers one hop behind, \
      port scanners, BGP and LDP, hardware addresses with more than 8 IP addresses; machines that are \
      known by address alone, where the turns are not within 15 minutes, as their starts are not seen.
      By hand:
        tcpdump -nvr FILE 'ether src MAC and tcp[tcpflags] & tcp-syn != 0'
        p0f -r FILE 'ether host MAC' | grep raw_sig
      To silence: Give the second system an address of its own: a virtual machine behind a bridge, \
      AMT with its own address. The policy has no entry for it. A line that is understood is \
      silenced where lines are read, by its event.id, which is the same in every run: all else of \
      the device is still told. rules: disabled: [identity.two-stacks] silences it for all \
      devices, and is the last resort.
      """)

  static let hooks: RuleHooks = [.marked, .systems]

  private var told: ToldAddresses

  init(settings: RuleSettings) {
    told = ToldAddresses(isRemembered: settings.isRemembered)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let connection = sighting.system else { return nil }
    let key = StackKey(sighting)
    let isAnswer = connection.signature.isAnswer
    guard let population = site.systems.population(of: key) else { return nil }
    guard let pair = site.systems.pair(of: key, answering: isAnswer), pair.isOwnRarer,
      pair.turns.areProof, TwoStacks.areStartsSeen(sighting) || pair.turns.areRecent
    else { return isAnswer ? nil : refusal(connection, population, key, sighting) }
    let due = told.note(
      key, of: sighting.device.index, at: sighting.event.time,
      upTo: pair.own.count &+ pair.other.count)
    guard let due else { return nil }
    return finding(pair, population, key, isAnswer: isAnswer, update: due.update, sighting)
  }

  mutating func changes() -> [Remembered] { told.changes() }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try told.restore(entries)
  }

  private func finding(
    _ pair: StackPopulation.Pair, _ population: StackPopulation, _ key: StackKey, isAnswer: Bool,
    update: Int, _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let isRecent = pair.turns.areRecent
    let turns = isRecent ? pair.turns.recent : pair.turns.ofDay
    let (severity, risk) = TwoStacks.severity(pair, isAnswer: isAnswer)
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: severity, riskScore: risk,
      since: min(pair.own.first, pair.other.first),
      reason:
        "\(device.label) (\(device.role.rawValue)) \(isAnswer ? "accepts" : "opens") connections as "
        + "two systems that take turns behind \(key.address) at \(key.mac): \(pair.own.count) as "
        + "\(pair.own.sample), as this one, and \(pair.other.count) as \(pair.other.sample); they "
        + "changed at least \(turns) times within \(isRecent ? "15 minutes" : "a day").",
      sighting,
      evidence: StackText.evidence(pair)
        + [
          Evidence("stack.clusters", .integer(population.clusters.count)),
          Evidence("stack.forwarded", .integer(Int(population.forwarded))),
        ] + StackText.evidence(pair.own, population, below: "stack.rarer")
        + StackText.evidence(pair.other, population, below: "stack.other")
        + StackText.evidence(population))
    finding.update = update
    return finding
  }

  /// Whether the starts of the device are seen: those of machines that are known by address alone are not,
  /// as they have none yet when they start.
  static func areStartsSeen(_ sighting: borrowing Sighting) -> Bool {
    sighting.device.macs.contains(sighting.deviceEnd.mac)
  }

  /// Refused connections that are told.
  static let fewestRefusals: UInt32 = 3

  private mutating func refusal(
    _ connection: StackConnection, _ population: StackPopulation, _ key: StackKey,
    _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    guard population.refused >= TwoStacks.fewestRefusals,
      let due = told.note(
        key, about: 1, of: device.index, at: sighting.event.time, upTo: population.refused)
    else { return nil }
    var finding = Finding(
      Self.identity, channel: StackText.channel(key) + " refused", severity: .high, riskScore: 85,
      since: due.first,
      reason: "\(device.label) (\(device.role.rawValue)) opens connections as one system behind "
        + "\(key.address) at \(key.mac) and refuses them as another: \(due.count) were reset with "
        + "another time to live and Don't Fragment, and went on, as this one "
        + "(\(connection.signature)).",
      sighting,
      evidence: [
        Evidence("stack.contradictions", .texts(["time_to_live", "dont_fragment"])),
        Evidence("stack.refused", .integer(due.count)),
        Evidence("stack.signature", .text(connection.signature.description)),
        Evidence("stack.clusters", .integer(population.clusters.count)),
      ])
    finding.update = due.update
    return finding
  }

  private static func severity(
    _ pair: StackPopulation.Pair, isAnswer: Bool
  ) -> (Severity, Double) {
    let isSideband = [pair.own, pair.other].contains { $0.sideband == $0.count }
    if isSideband { return (.low, 21) }
    if !isAnswer, pair.own.outside == pair.own.count { return (.critical, 99) }
    let further = pair.contradictions.rawValue.nonzeroBitCount - 2
    return (.high, 73 + 4 * Double(min(max(further, 0), 4)))
  }
}
