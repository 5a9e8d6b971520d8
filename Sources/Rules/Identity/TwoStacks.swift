import Capture
import Devices
import Flows
import Packets

/// A device opens connections as two systems that take turns behind one address.
///
/// State: a `StackPopulation` an address, of 8192 addresses at most; and each conversation's opening until
/// its first payload. Severity: high; critical where the rarer system talks to outside only; low where it
/// only uses the ports on which cards and controllers share an address by design.
struct TwoStacks: Rule {
  static let identity = RuleIdentity(
    name: "identity.two-stacks",
    title: "Two systems take turns behind one address",
    version: "1", category: "Initial Access",
    techniques: [
      Technique(id: "T1200", name: "Hardware Additions"),
      Technique(id: "T1195.003", name: "Compromise Hardware Supply Chain"),
      Technique(id: "T1542.002", name: "Component Firmware"),
    ],
    explanation: """
      Sees: one hardware and IP address opens TCP connections with two kinds of SYN that contradict \
      each other: another initial time to live or another order of options, and one thing more (Don't \
      Fragment, or one counts its identifications or initial sequence numbers and the other does not). \
      They take turns at least three times within 15 minutes, each has opened three connections that \
      carried its own payload, and both sent with a whole time to live, so nobody has forwarded them.
      Why: an implant in a card, a controller or a cable that borrows its host's address has an IP stack \
      of its own, and cannot hide how it writes headers.
      Risk: 73, and 4 for each contradiction past two, at most 89; 99 where the rarer system talks to \
      outside only; 21 where it only uses ports 623, 664 or 16992 to 16995.
      Benign causes: a program with an IP stack of its own (DPDK, VPP, user-space VPN, gVisor), a virtual \
      machine with its host's address, Intel AMT and ASF, which share the host's address, a machine that \
      boots over and over through a network loader. Not told: a loader before its system, a new start, \
      machines and containers one hop behind, port scanners, BGP and LDP, hardware addresses with more \
      than 8 IP addresses.
      By hand: p0f -r FILE 'ether host MAC' | grep raw_sig
      """)

  /// Addresses that are remembered.
  static let mostAddresses = 8192
  /// Hardware addresses that send with more IP addresses than this carry other machines.
  static let mostAddressesOfOne = 8
  /// Turns count within this, in nanoseconds: 15 minutes.
  static let window: Int64 = 900_000_000_000
  /// Connections that each system must have opened.
  static let fewestConnections: UInt32 = 3
  /// Changes from one to the other. A boot is one, a new start two; three is A-B-A-B.
  static let fewestAlternations = 3
  /// Ports on which a card or controller answers under its host's address: ASF and IPMI, Intel AMT.
  static let sidebandPorts: Set<UInt16> = [623, 664, 16992, 16993, 16994, 16995]
  /// Ports of BGP and LDP, whose time to live operators set by hand (RFC 5082).
  static let routingPorts: Set<UInt16> = [179, 646]

  private var table = StackTable(limit: TwoStacks.mostAddresses)
  private var memory: IdentityMemory<StackConnection>
  private let isRemembered: Bool
  /// Addresses of which something else is known than was kept, with the devices.
  private var changed: [StackKey: Int] = [:]
  /// Whose the addresses are that are kept.
  private var owners: [StackKey: Int] = [:]

  init(settings: RuleSettings) {
    isRemembered = settings.isRemembered
    memory = IdentityMemory(settings: settings)
  }

  mutating func marked(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard let marks = sighting.content.marks, sighting.device.role != .router else { return nil }
    let flow = sighting.event.flow
    guard flow.transport == .tcp else {
      noteDatagram(marks, sighting)
      return nil
    }
    guard sighting.fromDevice else { return nil }
    if let signature = sighting.content.signature {
      noteOpening(signature, marks, sighting)
      return nil
    }
    return notePayload(marks, sighting)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    memory.end(sighting)
    return nil
  }

  var counters: [(name: String, value: UInt64)] {
    [("addresses", UInt64(table.count)), ("addresses_forgotten", table.forgotten)]
  }

  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    let populations = changed.map { key, device in
      let population = table.population(of: key)
      var change = Remembered(
        .other, key: key.stored, device: device, label: TwoStacks.label, body: population?.stored)
      change.count = population?.clusters.count ?? 0
      return change
    }
    return populations + memory.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.label == TwoStacks.label {
      guard let body = entry.body else { continue }
      let population = try StackPopulation(stored: body)
      let key = try StackKey(stored: entry.key)
      table.update(key) { $0 = population }
      if let gone = table.latestForgotten { owners[gone] = nil }
      owners[key] = entry.device
    }
    try memory.restore(entries)
  }

  private static let label = "systems behind an address"

  private mutating func update(
    _ key: StackKey, _ sighting: borrowing Sighting, _ change: (inout StackPopulation) -> Void
  ) {
    table.update(key, change)
    guard isRemembered else { return }
    let device = sighting.device.index
    if let gone = table.latestForgotten, let owner = owners.removeValue(forKey: gone) {
      changed[gone] = owner
    }
    owners[key] = device
    changed[key] = device
  }

  private mutating func noteDatagram(_ marks: StackMarks, _ sighting: borrowing Sighting) {
    let key = StackKey(sighting)
    let isAnswered = sighting.isEcho && !sighting.deviceStarted
    switch (isAnswered, sighting.fromDevice) {
    case (true, true): update(key, sighting) { $0.noteEchoReply(marks) }
    case (true, false): update(key, sighting) { $0.noteEchoRequest(marks) }
    case (false, true): update(key, sighting) { $0.noteDatagram(marks) }
    case (false, false): break
    }
  }

  private mutating func noteOpening(
    _ signature: TCPSignature, _ marks: StackMarks, _ sighting: borrowing Sighting
  ) {
    let own = sighting.deviceEnd.port
    let peer = sighting.peerEnd.port
    // A second SYN of one conversation may leave out options.
    guard sighting.deviceEnd.packets == 1, signature.isAnswer != sighting.deviceStarted,
      !TwoStacks.routingPorts.contains(own), !TwoStacks.routingPorts.contains(peer)
    else { return }
    let connection = StackConnection(
      signature: signature, marks: marks, port: own, isOutside: sighting.scope == .outside,
      isSideband: TwoStacks.sidebandPorts.contains(own) || TwoStacks.sidebandPorts.contains(peer),
      time: sighting.event.time)
    if signature.isAnswer {
      update(StackKey(sighting), sighting) { _ = $0.note(connection) }
    } else {
      memory.conversations[ConversationKey(sighting)] = connection
    }
  }

  /// A connection counts once the system that opened it has said something: what scanners send is no
  /// system's, and the system behind them answers for it.
  private mutating func notePayload(
    _ marks: StackMarks, _ sighting: borrowing Sighting
  ) -> Finding? {
    guard sighting.event.payloadLength > 0,
      let opening = memory.conversations[ConversationKey(sighting)],
      opening.marks.timeToLive == marks.timeToLive
    else { return nil }
    memory.conversations[ConversationKey(sighting)] = nil
    let key = StackKey(sighting)
    update(key, sighting) { _ = $0.note(opening) }
    guard table.addresses(of: key.mac) <= TwoStacks.mostAddressesOfOne,
      let population = table.population(of: key),
      let pair = population.pair(
        within: TwoStacks.window, fewestConnections: TwoStacks.fewestConnections,
        fewestAlternations: TwoStacks.fewestAlternations)
    else { return nil }
    let count = population.clusters[pair.first].count &+ population.clusters[pair.second].count
    let device = sighting.device.index
    guard let due = memory.told.note(key, of: device, at: sighting.event.time, upTo: count) else {
      return nil
    }
    return finding(pair, population, key, update: due.update, sighting)
  }

  private func finding(
    _ pair: StackPopulation.Pair, _ population: StackPopulation, _ key: StackKey, update: Int,
    _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let first = population.clusters[pair.first]
    let second = population.clusters[pair.second]
    let (severity, risk) = TwoStacks.severity(first, second, pair.contradictions)
    var finding = Finding(
      Self.identity, channel: StackText.channel(key), severity: severity, riskScore: risk,
      since: first.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) opens connections as two systems that take "
        + "turns behind \(key.address) at \(key.mac): \(first.count) as \(first.sample), "
        + "\(second.count) as \(second.sample); they changed \(pair.alternations) times within "
        + "15 minutes.",
      sighting,
      evidence: [
        Evidence("stack.contradictions", .texts(pair.contradictions.words)),
        Evidence("stack.alternations", .integer(pair.alternations)),
        Evidence("stack.clusters", .integer(population.clusters.count)),
        Evidence("stack.forwarded", .integer(Int(population.forwarded))),
      ] + StackText.evidence(first, below: "stack.one")
        + StackText.evidence(second, below: "stack.other") + StackText.evidence(population))
    finding.update = update
    return finding
  }

  private static func severity(
    _ first: StackCluster, _ second: StackCluster, _ contradictions: StackContradictions
  ) -> (Severity, Double) {
    let rarer = second.count <= first.count ? second : first
    if rarer.sideband == rarer.count { return (.low, 21) }
    if rarer.outside == rarer.count { return (.critical, 99) }
    let further = contradictions.rawValue.nonzeroBitCount - 2
    return (.high, 73 + 4 * Double(min(max(further, 0), 4)))
  }
}
