import Devices

/// Records brought together into entries, no wider than what was seen.
///
/// What at least half of a role's devices (and three) do with a peer is the role's; what others do stands for
/// these devices. Peers of the same devices are one entry. Where an inside service has more than three sets of
/// devices, or a set of devices and peers more than four ports, they are one entry, too: who reads the policy
/// would not tell them apart either.
struct EntryDrafts {
  /// The entries, those that are expected first.
  private(set) var entries: [ProposedEntry] = []

  /// Sets of devices that are told apart for one service.
  static let mostSets = 3
  /// Ports that are told apart for the same devices and peers.
  static let mostPorts = 4

  private struct Bucket: Hashable {
    var service: LearnedService
    var standing: ProposedStanding
    var role: DeviceRole
  }

  /// Entries for records that nothing explains yet.
  init(
    _ records: [LearnedConversations], _ inventory: borrowing Inventory, _ namer: PolicyNamer,
    _ pace: PaceRule
  ) {
    let buckets = Dictionary(grouping: records) { record in
      Bucket(
        service: record.key.service,
        standing: record.scope == .outside
          ? .outside : record.isLateral ? .lateral : .expected,
        role: namer.role(record.key.device))
    }
    let order = buckets.keys.sorted {
      ($0.standing, $0.service, $0.role.rawValue) < ($1.standing, $1.service, $1.role.rawValue)
    }
    var drafts: [EntryDraft] = []
    for bucket in order {
      let byPeer = Dictionary(grouping: buckets[bucket] ?? [], by: namer.peer)
      let isOnce = { (records: [LearnedConversations]) in
        bucket.standing == .expected && records.reduce(0) { $0 + $1.occurrences } == 1
      }
      drafts += EntryDrafts.drafts(byPeer.filter { !isOnce($0.value) }, bucket, namer)
      var once = bucket
      once.standing = .once
      drafts += EntryDrafts.drafts(byPeer.filter { isOnce($0.value) }, once, namer)
    }
    entries = EntryDrafts.withPortsTogether(drafts).map { $0.entry(namer, pace) }
      .enumerated().sorted {
        ($0.element.standing, $0.offset) < ($1.element.standing, $1.offset)
      }.map(\.element)
  }

  /// The drafts of one service.
  private static func drafts(
    _ peers: [LearnedPeer: [LearnedConversations]], _ bucket: Bucket, _ namer: PolicyNamer
  ) -> [EntryDraft] {
    var wide: EntryDraft?
    var narrow: [EntryDraft] = []
    var places: [Set<Int>: Int] = [:]
    for peer in peers.keys.sorted() {
      let records = peers[peer] ?? []
      let devices = Set(records.map(\.key.device))
      let draft = EntryDraft(
        standing: bucket.standing, isOutgoing: bucket.service.isOutgoing,
        transport: bucket.service.transport, ports: Set(bucket.service.port.map { [$0] } ?? []),
        role: bucket.role, devices: devices, peers: [peer], records: records)
      if namer.isWhole(devices, bucket.role) {
        wide = joined(wide, draft)
      } else if let place = places[devices] {
        narrow[place].add(draft)
      } else {
        places[devices] = narrow.count
        narrow.append(draft)
      }
    }
    // What is not expected by itself is for somebody to look at, piece by piece.
    if narrow.count > mostSets, bucket.standing == .expected || bucket.standing == .once {
      narrow = [narrow.dropFirst().reduce(into: narrow[0]) { $0.add($1) }]
    }
    return (wide.map { [$0] } ?? []) + narrow
  }

  private static func joined(_ first: EntryDraft?, _ second: EntryDraft) -> EntryDraft {
    guard var first else { return second }
    first.add(second)
    return first
  }

  /// Drafts that differ in more than a few ports alone, as one.
  private static func withPortsTogether(_ drafts: [EntryDraft]) -> [EntryDraft] {
    var counts: [EntryDraft.Likeness: Int] = [:]
    for draft in drafts { counts[draft.likeness, default: 0] += 1 }
    var places: [EntryDraft.Likeness: Int] = [:]
    var together: [EntryDraft] = []
    for draft in drafts {
      let likeness = draft.likeness
      guard counts[likeness, default: 0] > mostPorts else {
        together.append(draft)
        continue
      }
      guard let place = places[likeness] else {
        places[likeness] = together.count
        together.append(draft)
        continue
      }
      together[place].add(draft)
      // Each port once is no longer a single conversation.
      if together[place].standing == .once { together[place].standing = .expected }
    }
    return together
  }
}
