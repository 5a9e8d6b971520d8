public import Capture
public import Packets

/// One thing that speaks for what a device is, with how often and when it was seen.
public struct RoleEvidence: Hashable, Sendable {
  /// What sort of thing it is.
  public let kind: RoleEvidenceKind
  /// What was said, as text from the wire; at most `RoleStatement.longest` octets.
  public let value: String
  /// The role that it speaks for.
  public let role: DeviceRole
  /// How much, in points (`RoleSignature`).
  public let weight: Int
  /// What it means, in a few words.
  public let meaning: String
  /// Where that is known from.
  public let source: String
  /// Of how many others it must have been seen before it counts.
  public let leastPeers: Int
  /// The IP address under which it was shown; `.zero` where that was below IP.
  public let address: IPAddress
  /// How often it was seen.
  public internal(set) var count: UInt64
  /// When it was seen first.
  public internal(set) var first: Timestamp
  /// When it was seen last.
  public internal(set) var last: Timestamp
  /// The first of those whom it was shown to, or by whom, without repetition.
  public internal(set) var peers: [IPAddress]

  /// Peers that are told apart.
  public static let mostPeers = 8

  /// Evidence that was seen once.
  public init(
    _ row: RoleSignature, _ value: String, address: IPAddress, peer: IPAddress, at time: Timestamp
  ) {
    kind = row.kind
    self.value = value
    role = row.role
    weight = row.weight
    meaning = row.meaning
    source = row.source
    leastPeers = row.leastPeers
    self.address = address
    count = 1
    first = time
    last = time
    peers = peer == .zero ? [] : [peer]
  }

  /// Whether it was seen of enough others to count.
  public var counts: Bool { leastPeers <= 1 || peers.count >= leastPeers }

  /// Notes that it was seen again; whether it counts only since then.
  mutating func note(peer: IPAddress, at time: Timestamp) -> Bool {
    let before = counts
    count &+= 1
    first = min(first, time)
    last = max(last, time)
    guard peers.count < RoleEvidence.mostPeers, peer != .zero, !peers.contains(peer) else {
      return false
    }
    peers.append(peer)
    return counts != before
  }

  /// Heavier first; what is equal in the order of kinds, values and addresses.
  static func precedes(_ left: RoleEvidence, _ right: RoleEvidence) -> Bool {
    if left.counts != right.counts { return left.counts }
    if left.weight != right.weight { return left.weight > right.weight }
    if left.kind != right.kind { return left.kind.place < right.kind.place }
    if left.value != right.value { return left.value < right.value }
    if left.role != right.role { return left.role.rawValue < right.role.rawValue }
    return left.address < right.address
  }
}

extension RoleEvidenceKind {
  /// Its place among all kinds.
  var place: Int { RoleEvidenceKind.allCases.firstIndex(of: self) ?? 0 }
}
