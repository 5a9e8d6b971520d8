import Capture

/// Who met whom for the first time, and when that is worth a line: one line for a channel, then more
/// at growing distances, never a flood.
///
/// A channel is a device, a kind of conversation and a peer. The first three peers of a kind get a line
/// each; a device that goes on to more of them gets one line at the 4th, 8th, 16th, ... of the kind,
/// under the kind's own id. A channel that goes on gets an update at 4, 16, 64, ... conversations.
/// A device's first sixteen kinds are told apart; all later ones count as one further kind, so that
/// a scan over ports is no flood either. A device has a share of the memory, so that one of them cannot
/// take it all. At the limit new peers are not remembered any more; they still count as new ones of
/// their kind.
struct ContactLedger<Kind: ContactPart, Peer: ContactPart>: Sendable {
  /// When to say what.
  enum Notice: Hashable, Sendable {
    /// A peer of its own: how many conversations with it, and the number of the update.
    case peer(conversations: Int, update: Int)
    /// One more of a row of peers: how many of the kind, and the number of the update.
    case row(peers: Int, update: Int)
  }

  /// What is remembered of a peer.
  struct Contact: Sendable {
    /// The first conversation.
    var first: Timestamp
    /// Conversations so far.
    var conversations = 1
    /// Whether the peer has a line of its own.
    var hasOwnLine: Bool
    /// Lines that the rule counted with `nextLine`.
    var lines = 0
  }

  /// The kinds of a device that are told apart.
  var kindsApart: Int { 16 }

  struct Key: Hashable {
    var group: Group
    var peer: Peer
  }

  struct Group: Hashable {
    var device: Int
    /// `nil` for all kinds past the first sixteen.
    var kind: Kind?
  }

  struct Row {
    var first: Timestamp
    var peers = 0
    var recent: [Peer] = []
  }

  private let limit: Int
  private let share: Int
  private let isRemembered: Bool
  var contacts: [Key: Contact] = [:]
  var rows: [Group: Row] = [:]
  var kinds: [Int: Int] = [:]
  /// Peers that are remembered of a device.
  var held: [Int: Int] = [:]
  /// Peers that were not remembered.
  private(set) var forgotten: UInt64 = 0
  var changedContacts: Set<Key> = []
  var changedRows: Set<Group> = []

  /// A ledger that remembers `limit` peers, of one device at most `share`; both at least 1.
  ///
  /// `isRemembered`: whether it notes what changes, for `changes()`.
  init(limit: Int, share: Int = .max, isRemembered: Bool = false) {
    self.limit = max(1, limit)
    self.share = max(1, share)
    self.isRemembered = isRemembered
  }

  /// Peers that are remembered.
  var count: Int { contacts.count }

  /// Notes a conversation and says whether it is worth a line.
  mutating func note(device: Int, kind: Kind, peer: Peer, at time: Timestamp) -> Notice? {
    let group = group(device, kind)
    let key = Key(group: group, peer: peer)
    if contacts[key] != nil { return again(key) }
    if rows[group] == nil { kinds[device, default: 0] += 1 }
    var row = rows[group] ?? Row(first: time)
    let isRemembered = isRoom(for: device)
    // A peer that could not be remembered is no new one each time, as far as that can be seen.
    if !isRemembered, row.recent.contains(peer) { return nil }
    row.peers += 1
    row.recent.append(peer)
    if row.recent.count > 8 { row.recent.removeFirst() }
    rows[group] = row
    if isRemembered { changedRows.insert(group) }
    let hasOwnLine = row.peers <= 3
    if isRemembered {
      contacts[key] = Contact(first: time, hasOwnLine: hasOwnLine)
      if isRemembered { changedContacts.insert(key) }
      held[device, default: 0] += 1
    } else {
      forgotten += 1
    }
    if hasOwnLine { return .peer(conversations: 1, update: 0) }
    let isPowerOfTwo = row.peers & (row.peers - 1) == 0
    return isPowerOfTwo ? .row(peers: row.peers, update: row.peers.trailingZeroBitCount - 2) : nil
  }

  private mutating func again(_ key: Key) -> Notice? {
    guard var contact = contacts[key] else { return nil }
    contact.conversations += 1
    contacts[key] = contact
    if isRemembered { changedContacts.insert(key) }
    let count = contact.conversations
    let isPowerOfFour = count & (count - 1) == 0 && count.trailingZeroBitCount % 2 == 0
    guard contact.hasOwnLine, isPowerOfFour else { return nil }
    return .peer(conversations: count, update: count.trailingZeroBitCount / 2)
  }

  /// Whether one more peer of a device can be remembered.
  func isRoom(for device: Int) -> Bool {
    contacts.count < limit && held[device, default: 0] < share
  }

  /// Whether a kind is told apart from the others of the device, or would be.
  func isApart(device: Int, kind: Kind) -> Bool { group(device, kind).kind != nil }

  /// What is remembered of a peer.
  func contact(device: Int, kind: Kind, peer: Peer) -> Contact? {
    contacts[Key(group: group(device, kind), peer: peer)]
  }

  /// The number of the next line about a peer, from 0, for a rule that tells more of it than contacts; `nil`
  /// where the peer is not remembered.
  mutating func nextLine(device: Int, kind: Kind, peer: Peer) -> Int? {
    let key = Key(group: group(device, kind), peer: peer)
    guard let lines = contacts[key]?.lines else { return nil }
    contacts[key]?.lines += 1
    if isRemembered { changedContacts.insert(key) }
    return lines
  }

  /// The first conversation of a kind, and the latest new peers, oldest first, at most eight.
  func row(device: Int, kind: Kind) -> (first: Timestamp, recent: [Peer])? {
    rows[group(device, kind)].map { ($0.first, $0.recent) }
  }

  private func group(_ device: Int, _ kind: Kind) -> Group {
    let own = Group(device: device, kind: kind)
    let isApart = rows[own] != nil || kinds[device, default: 0] < kindsApart
    return isApart ? own : Group(device: device, kind: nil)
  }
}
