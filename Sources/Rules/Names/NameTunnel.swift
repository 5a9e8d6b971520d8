import Capture
import Devices
import Flows
import Packets

/// DNS questions of a device that carry something: ever new names below one domain that say much. And a management
/// device that asks a resolver outside.
///
/// State: one `QuestionTally` of about 420 octets a device and domain below which a coded name was asked for, 8,192 in
/// all, 256 of a device; a `Story` a line. Severity and risk: see `explanation`.
struct NameTunnel: Rule {
  static let identity = RuleIdentity(
    name: "protocol.dns",
    title: "DNS questions carry more than names",
    version: "1", category: "Command and Control",
    techniques: [
      Technique(id: "T1071.004", name: "DNS"),
      Technique(id: "T1572", name: "Protocol Tunneling"),
    ],
    severities: [.low, .medium, .high],
    explanation: """
      Sees: (1) a device asks, of whatever resolver and also of the expected one, for ever new \
      names below one registered domain (Public Suffix List) that could carry data. A question is \
      a carrier where the device did not ask for the name before, among the latest 96 names of the \
      domain, and the labels before the domain could hold 32 bits or more, or the type is one that \
      hardly any program asks for (NULL, KEY, private use, not assigned). Bits are counted by the \
      alphabet that a piece of a label shows: 5 an octet for letters among digits, 4 for \
      hexadecimal digits, 6 for upper among lower case (where the domain itself is in one case), \
      3.3 for digits, 4.7 for 12 letters and more with seven consonants in a row, 4 for each octet \
      of a label of more than 40, 2 at least for each octet of labels of 60 octets together; words, words with a number behind them, addresses and UUIDs \
      count less or nothing. (2) A BMC or switch asks a resolver outside that no policy entry \
      expects.
      Why: questions pass nearly every wall, because the resolver inside passes them on; iodine, \
      dnscat2, dns2tcp and many implants put what they say into labels.
      How sure: the null model is that, whatever was asked before, the next question of a domain \
      is a carrier with a chance of at most 1 in 4, and of an odd type with at most 1 in 64. Bets \
      that are fair under it make undertick.dns.p_value: over the most that they ever won one has \
      an upper bound of the chance that it is nothing, however often one looks, times the domains \
      of the device that were judged so far. A line is due from 1 in 10,000 on (beacon: \
      highest-chance), with six carriers at least that could hold 256 bits together or are of odd \
      types. Measured on recordings of homes, offices and factories (1,290 questions below 247 \
      domains) and on a labelled network (4,042 ordinary questions) 20 ordinary questions were \
      carriers, never two of one device below one domain; of nine recorded tunnels (iodine, \
      dnscat2, dns2tcp, sods, dnsextrator) nearly every question was one.
      Severity: of (1) high for a BMC, a switch or a router; medium for a server's card and a \
      host; low for a server of the network's own, which may ask on behalf of others, for machines \
      that only --watch names, below the domains of known services whose names are coded by custom \
      (virus scanners, lists of senders of mail, a delivery network), below zones that are nobody's outside \
      (.internal, .local, .corp and the like) where a resolver inside is asked, and where nearly all \
      answers are addresses of the network's own machines, each another one; of (2) medium. Risk: the severity's number, plus \
      2 for every fourfold of the carriers, to 16 more.
      Benign causes: a virus scanner or an update service that this rule does not know and that \
      asks for hashes, a test of a resolver that asks for random names, a monitor of a delivery \
      network. Not told: words as an alphabet, carriers in fewer than one of four questions of a \
      domain, names that repeat, address lookups (in-addr.arpa), lists of addresses (DNSBL), \
      UUIDs, multicast DNS, DNS over TLS or HTTPS, questions of a conversation past the first 32 \
      packets without a pause. A clock behind the questions is told by beacon.periodic.
      By hand: tcpdump -nvr FILE 'src host DEVICE and dst port 53'
      To silence: name the domain as peer of an expected entry, with device, port 53 and reason; \
      all that is below it is expected then, for every device, and other domains are told as \
      before. For (2) an expected entry with the resolver's address as peer and port 53; tunnels \
      through it are still told.
      """)

  static let hooks: RuleHooks = .spoke
  static let languages: Set<ProtocolName> = ["dns"]

  /// Carriers below which nothing is told.
  static let fewestCarriers: UInt32 = 6
  /// Bits that they could hold at least together, where they are of usual types.
  static let fewestBits = 256.0

  private let highestChance: Double
  private var tallies: DeviceNotes<QuestionTally>
  private var stories: DeviceNotes<Story>
  /// How many domains of each device were judged.
  private var judged: DeviceNotes<DomainCount>
  private static let all = "all"

  init(settings: RuleSettings) {
    highestChance = settings.highestChance
    tallies = DeviceNotes("domain", isRemembered: settings.isRemembered, share: 256)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
    judged = DeviceNotes("domains", isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.deviceStarted, sighting.event.flow.isIP, sighting.isDeviceItself,
      let message = sighting.content.message
    else { return nil }
    guard sighting.fromDevice else {
      if judged[sighting.device.index, Self.all] != nil, let question = DNSQuestion(message),
        question.isResponse
      {
        noteAnswer(question, message, sighting, at: site)
      }
      return nil
    }
    let domain = sighting.domain
    if let question = DNSQuestion(message, registered: domain), !question.isResponse,
      let finding = note(question, sighting, at: site)
    {
      return finding
    }
    return noteResolver(message, sighting)
  }

  var counters: [(name: String, value: UInt64)] {
    [("domains", UInt64(tallies.count)), ("refused_domains", tallies.refused)]
  }

  mutating func changes() -> [Remembered] {
    tallies.changes() + stories.changes() + judged.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try tallies.restore(entries)
    try judged.restore(entries)
    try stories.restore(entries)
  }

  private mutating func noteAnswer(
    _ question: DNSQuestion, _ message: Message, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) {
    guard var tally = tallies[sighting.device.index, question.domain] else { return }
    var inside = IPAddress.zero
    for answer in message.fields["answers"]?.values ?? [] {
      guard case .address(let address)? = answer.fields?["address"] else { continue }
      guard site.policy.scope(of: address) == .internal else {
        inside = .zero
        break
      }
      if inside == .zero { inside = address }
    }
    tally.noteAnswer(octets: Int(sighting.event.payloadLength), inside: inside)
    tallies[sighting.device.index, question.domain] = tally
  }

  private mutating func note(
    _ question: DNSQuestion, _ sighting: borrowing Sighting, at site: borrowing Site
  ) -> Finding? {
    let device = sighting.device.index
    var known = tallies[device, question.domain]
    if known == nil {
      guard question.isOfOddType || question.information >= QuestionTally.carrierBits,
        !isListed(question, at: site)
      else { return nil }
      known = QuestionTally(first: sighting.event.time)
    }
    guard var tally = known else { return nil }
    let isFirst = tally.questions == 0
    let isCarrier = tally.note(question, octets: Int(sighting.event.payloadLength))
    tallies[device, question.domain] = tally
    if isFirst {
      judged[device, Self.all] = DomainCount(number: UInt32(clamping: domains(of: device) + 1))
    }
    guard isCarrier, tally.carriers >= NameTunnel.fewestCarriers,
      tally.information >= NameTunnel.fewestBits || tally.odd >= NameTunnel.fewestCarriers
    else { return nil }
    let chance = min(1, tally.bets.chance * Double(max(1, domains(of: device))))
    guard chance <= highestChance, !isListed(question, at: site),
      let due = stories.tell(
        question.domain, of: device, at: sighting.event.time, since: tally.first,
        severity: severity(question, tally, sighting))
    else { return nil }
    return finding(question, tally, chance, due, sighting)
  }

  /// Whether the operator has named the name, or it is one of the network's own machines'.
  private func isListed(_ question: DNSQuestion, at site: borrowing Site) -> Bool {
    site.policy.lists(question.name)
      || !SpecialUseDomains.isInternal(question.name) && site.isExpected(question.name)
  }

  private func domains(of device: Int) -> Int { Int(judged[device, Self.all]?.number ?? 0) }

  /// Why names that look coded may be what they are, as a sentence goes on behind the domain; `nil` where nothing
  /// is known of it.
  private func explanation(
    _ question: DNSQuestion, _ tally: QuestionTally, _ sighting: borrowing Sighting
  ) -> String? {
    if LookupServices.includes(question.domain) {
      return "a service whose names are coded by custom"
    }
    if sighting.scope != .outside, SpecialUseDomains.isInternal(question.name) {
      return "a zone that is nobody's outside"
    }
    return tally.isOfMachines ? "answered with addresses of the network's own machines" : nil
  }

  private func severity(
    _ question: DNSQuestion, _ tally: QuestionTally, _ sighting: borrowing Sighting
  ) -> Severity {
    if explanation(question, tally, sighting) != nil { return .low }
    switch sighting.device.role {
    case .bmc, .switch, .router: return .high
    case .nic, .host: return .medium
    case .server, .unknown: return .low
    }
  }

  private func finding(
    _ question: DNSQuestion, _ tally: QuestionTally, _ chance: Double, _ due: Story.Due,
    _ sighting: borrowing Sighting
  ) -> Finding {
    let device = sighting.device
    let severity = severity(question, tally, sighting)
    let bits = tally.information / Double(max(1, tally.carriers))
    let types = tally.types.map { DNSQuestion.typeName(UInt64($0)) }
    let service = explanation(question, tally, sighting).map { ", \($0)" } ?? ""
    var finding = Finding(
      Self.identity, channel: question.domain, severity: severity,
      riskScore: Double(severity.rawValue) + min(16, 2 * Double(due.update)), since: tally.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) asks \(sighting.peerEnd.address) for ever new names below "
        + "\(question.domain)\(service): \(tally.carriers) of \(tally.questions) questions could carry "
        + "\(NumberText.decimal(bits, places: 0)) bits each, the longest label has \(tally.longestLabel) octets, "
        + "type \(types.joined(separator: ", ")); the chance that ordinary names look so is "
        + (chance > 1e-9 ? "at most " : "") + "\(NumberText.chance(chance)).",
      sighting,
      evidence: [
        Evidence("dns.domain", .text(question.domain)),
        Evidence("dns.questions", .integer(Int(tally.questions))),
        Evidence("dns.carriers", .integer(Int(tally.carriers))),
        Evidence("dns.bits", .decimal(bits, places: 1)),
        Evidence("dns.longest_label", .integer(Int(tally.longestLabel))),
        Evidence("dns.types", .texts(types)),
        Evidence("dns.odd_types", .integer(Int(tally.odd))),
        Evidence("dns.question_octets", .decimal(mean(tally.asked, tally.questions), places: 1)),
        Evidence("dns.answer_octets", .decimal(mean(tally.answered, tally.answers), places: 1)),
        Evidence("dns.p_value", .probability(chance)),
        Evidence("dns.domains_judged", .integer(max(1, domains(of: device.index)))),
        Evidence("dns.resolver_outside", .flag(sighting.scope == .outside)),
        Evidence("dns.first", .moment(tally.first.rawValue)),
        Evidence("dns.sample", .text(question.name)),
      ])
    finding.update = due.update
    return finding
  }

  private func mean(_ sum: UInt64, _ count: UInt32) -> Double {
    count == 0 ? 0 : Double(sum) / Double(count)
  }

  private mutating func noteResolver(
    _ message: Message, _ sighting: borrowing Sighting
  ) -> Finding? {
    let device = sighting.device
    guard device.role == .bmc || device.role == .switch, sighting.scope == .outside,
      sighting.expectation == nil, message.fields["response"] == .flag(false),
      message.fields["opcode"]?.number == 0
    else { return nil }
    let resolver = sighting.peerEnd.address
    guard
      let due = stories.tell(
        "resolver \(resolver)", of: device.index, at: sighting.event.time, severity: .medium)
    else { return nil }
    let name = message.fields["questions"]?.values?.first?.fields?["name"]?.text ?? ""
    var finding = Finding(
      Self.identity, channel: "resolver \(resolver)", severity: .medium,
      riskScore: 47 + min(16, 2 * Double(due.update)), since: due.first,
      reason:
        "\(device.label) (\(device.role.rawValue)) asks \(resolver) outside for names, which no policy entry "
        + "expects; "
        + (due.count == 1 ? "the first question." : "\(due.count) questions so far."),
      sighting,
      evidence: [
        Evidence("dns.questions", .integer(due.count)),
        Evidence("dns.resolver_outside", .flag(true)),
        Evidence("dns.first", .moment(due.first.rawValue)),
        Evidence("dns.sample", .text(name)),
      ])
    finding.update = due.update
    return finding
  }
}
