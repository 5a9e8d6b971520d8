import Capture
import Devices
import Flows
import Packets

/// Somebody tries the users of a device by IPMI, or collects codes that are made of their passwords.
///
/// State: the exchange of each conversation (`ConversationNotes`), what each source has tried
/// (`HarvestRecord`, 256 sources a device) and a story a source, all bounded. Severity and risk: see
/// `explanation`.
struct HashHarvest: Rule {
  static let identity = RuleIdentity(
    name: "ipmi.hash-harvest",
    title: "IPMI users are tried, or their password hashes collected",
    version: "1", category: "Credential Access",
    techniques: [
      Technique(id: "T1110.002", name: "Brute Force: Password Cracking"),
      Technique(id: "T1087", name: "Account Discovery"),
    ],
    severities: [.low, .high],
    deed: "had its IPMI users tried",
    explanation: """
      Sees: within 10 minutes, from one source to one device, (1) RAKP message 1 (IPMI 2.0 section 13.20) or \
      Get Session Challenge for five or more different users that do not log in; (2) RAKP message 2 with \
      its key exchange authentication code for three or more different users, behind which no login comes (a RAKP \
      message 3 alone is none); (3) the same three times or more for one user. Messages that are sent again count once. One \
      line a source, then updates.
      Why: by the standard the device gives everybody who names a user a code made of that user's password \
      (CVE-2013-4786), which can be guessed at without any further packet. Tools that collect these codes try \
      a list of users and never log in.
      Risk: (1) and (2) 73, and 2 for each user past the fifth or third, to 16 more; (3) 21, because a program \
      with a wrong password looks the same: ipmitool compares the code with its password and stops there. 21 \
      for conversations that an entry of the policy expects.
      Benign causes: of (1) and (2) an inventory program that tries a list of common users, a scanner of the \
      operator's own. Not told: users that log in afterwards; names that differ from device to device; a \
      single code, which is all that somebody needs who knows the name.
      By hand: tcpdump -nXr FILE 'udp dst port 623 and udp[12] == 6 \
      and udp[13] == 18'
      To silence: an entry of the policy under expected with the scanner's address, udp, port 623, direction in \
      and its reason; it is then told as low.
      """)

  static let hooks: RuleHooks = [.spoke, .ended]
  static let languages: Set<ProtocolName> = ["ipmi"]

  /// Different users that are too many.
  static let mostNames = 5
  /// Codes without a login that are too many.
  static let mostHashes = HarvestRecord.fewest

  /// How far the exchange of a conversation has come.
  private struct Exchange: Sendable, Storable {
    var name: String
    var isAnswered = false

    init(name: String) { self.name = name }

    func store(to writer: inout StoredWriter) {
      writer.add(name)
      writer.add(isAnswered)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      name = try reader.text()
      isAnswered = try reader.flag()
    }
  }

  private var exchanges: ConversationNotes<Exchange>
  private var records: DeviceNotes<HarvestRecord>
  private var stories: DeviceNotes<GradedStory>

  init(settings: RuleSettings) {
    exchanges = ConversationNotes(isRemembered: settings.isRemembered)
    records = DeviceNotes("tries", isRemembered: settings.isRemembered, share: 256)
    stories = DeviceNotes(isRemembered: settings.isRemembered)
  }

  mutating func spoke(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    guard sighting.isManaged, let message = IPMIMessage(sighting) else { return nil }
    let key = ConversationKey(sighting)
    let time = sighting.event.time
    let device = sighting.device.index
    let source = "\(sighting.peerEnd.address)"
    if !sighting.fromDevice {
      let isChallenge = message.payload == .message && message.asks(0x39)
      if message.payload == .firstKeyMessage || isChallenge {
        guard let name = message.userName else { return nil }
        guard exchanges[key]?.name != name || exchanges[key]?.isAnswered != false else {
          return nil
        }
        exchanges[key] = Exchange(name: name)
        var record = records[device, source] ?? HarvestRecord()
        record.addName(name, at: time)
        records[device, source] = record
        return tell(record, isBetween: true, sighting, at: site)
      }
      return nil
    }
    guard var exchange = exchanges[key] else { return nil }
    if message.establishesSession || message.isProtected {
      exchanges[key] = nil
      records.change(device, source) { $0.remove(exchange.name) }
      return nil
    }
    guard message.payload == .secondKeyMessage, !exchange.isAnswered else { return nil }
    exchange.isAnswered = true
    exchanges[key] = exchange
    guard message.status == 0, message.flag("key_exchange_authentication_code_present") == true
    else { return nil }
    var record = records[device, source] ?? HarvestRecord()
    record.addHash(exchange.name, at: time)
    records[device, source] = record
    return tell(record, isBetween: false, sighting, at: site)
  }

  mutating func ended(_ sighting: borrowing Sighting, at site: borrowing Site) -> Finding? {
    if sighting.event.reason != .active { exchanges[ConversationKey(sighting)] = nil }
    return nil
  }

  mutating func changes() -> [Remembered] {
    exchanges.changes() + records.changes() + stories.changes()
  }

  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    try exchanges.restore(entries)
    try records.restore(entries)
    try stories.restore(entries)
  }

  var counters: [(name: String, value: UInt64)] { [("sources_refused", records.refused)] }

  private mutating func tell(
    _ record: HarvestRecord, isBetween: Bool, _ sighting: borrowing Sighting,
    at site: borrowing Site
  ) -> Finding? {
    let isTrying = record.names.count >= HashHarvest.mostNames
    let isCollecting = record.hashes.count >= HashHarvest.mostHashes
    // Behind a code that was just given a login may follow.
    let repeated = isBetween ? record.repeated : nil
    guard isTrying || isCollecting || repeated != nil else { return nil }
    let isHarvest = isTrying || isCollecting
    let source = sighting.peerEnd.address
    let standing = ManagerStanding(sighting, groups: ManagerStanding.managers, at: site)
    let severity: Severity = isHarvest && standing != .expected ? .high : .low
    let due = stories.tell(
      "\(source)", of: sighting.device.index,
      grade: UInt8(severity.rawValue) + (isHarvest ? 1 : 0), at: sighting.event.time)
    guard let due else { return nil }
    let beyond = max(
      record.names.count - HashHarvest.mostNames, record.hashes.count - HashHarvest.mostHashes)
    let device = sighting.device
    let peer = ManagementText.peer(sighting)
    let codes = record.hashes.reduce(0) { $0 + Int($1.times) }
    let got =
      codes == 0
      ? "" : " and has got \(codes == 1 ? "a password hash" : "\(codes) password hashes") so far"
    let reason =
      isHarvest
      ? "\(peer) tried \(max(record.names.count, record.hashes.count)) users of \(device.label) "
        + "(\(device.role.rawValue)) by IPMI within 10 minutes\(got), and none of them was seen "
        + "to log in"
      : "\(peer) asked \(device.label) (\(device.role.rawValue)) for the password hash of "
        + "\(ManagementText.user(repeated?.name ?? "")) \(repeated?.times ?? 0) times so far, the latest "
        + "\(HarvestRecord.fewest) within 10 minutes, and was not seen to log in: a wrong password, or somebody who "
        + "collects hashes"
    var finding = Finding(
      Self.identity, channel: "\(source)", severity: severity,
      riskScore: Double(severity.rawValue)
        + (severity == .high ? min(16, 2 * Double(max(0, beyond))) : 0),
      since: due.first,
      reason: reason + standing.clause(groups: ManagerStanding.managers, at: site) + ".", sighting,
      evidence: [
        Evidence("ipmi.users_tried", .texts(record.names.map(\.name))),
        Evidence("ipmi.users_with_hash", .texts(record.hashes.map(\.name))),
        Evidence("ipmi.hashes_given", .integer(codes)),
        Evidence("manager.standing", .text(standing.rawValue)),
      ])
    finding.update = due.update
    return finding
  }
}

extension DeviceNotes {
  /// Changes a note in place, where there is one.
  fileprivate mutating func change(_ device: Int, _ name: String, _ body: (inout Note) -> Void) {
    guard var note = self[device, name] else { return }
    body(&note)
    self[device, name] = note
  }
}
