public import Capture
public import Packets

/// What was collected about one machine.
public struct RosterEntry: Hashable, Sendable {
  /// Which machine.
  public let key: RosterKey
  /// When it was heard or spoken to first.
  public internal(set) var first: Timestamp
  /// When it was heard or spoken to last.
  public internal(set) var last: Timestamp
  /// Frames that it sent.
  public internal(set) var packets: UInt64 = 0
  /// IP addresses in its frames that may be its own, at most `mostAddresses`.
  public internal(set) var addresses: [RosterAddress] = []
  /// Whether there were more of them than are kept.
  public internal(set) var hasMoreAddresses = false
  /// Addresses of others whose packets it passed on, at most `mostForwarded`.
  public internal(set) var forwarded: [IPAddress] = []
  /// When it first passed on a packet.
  public internal(set) var forwardedFirst = Timestamp(rawValue: 0)
  /// When it last passed on a packet.
  public internal(set) var forwardedLast = Timestamp(rawValue: 0)
  /// Packets that it passed on.
  public internal(set) var forwardedCount: UInt64 = 0
  /// What speaks for its role, at most `mostEvidence`.
  public internal(set) var evidence: [RoleEvidence] = []
  /// What was not kept for want of room.
  public internal(set) var evidenceDropped: UInt64 = 0
  /// What it calls itself, with the kind of protocol that says so and the IP address; at most `mostNames`.
  public internal(set) var names: [RosterName] = []

  /// Addresses that are kept of one machine.
  public static let mostAddresses = 16
  /// Addresses of others that are kept.
  public static let mostForwarded = 8
  /// Pieces of evidence that are kept.
  public static let mostEvidence = 48
  /// Texts of evidence that are kept for one meaning.
  public static let mostValues = 4
  /// Names that are kept.
  public static let mostNames = 6

  init(_ key: RosterKey, at time: Timestamp) {
    self.key = key
    first = time
    last = time
  }

  mutating func see(at time: Timestamp) {
    first = min(first, time)
    last = max(last, time)
  }

  /// Notes an address that may be its own; whether it is new, or surer than before.
  mutating func note(
    _ address: IPAddress, _ claim: RosterAddress.Claim, at time: Timestamp
  ) -> Bool {
    if let place = addresses.firstIndex(where: { $0.address == address }) {
      let isSurer = addresses[place].claim < claim
      addresses[place].claim = max(addresses[place].claim, claim)
      addresses[place].count &+= 1
      addresses[place].last = time
      return isSurer
    }
    let new = RosterAddress(address: address, claim: claim, count: 1, last: time)
    guard addresses.count >= RosterEntry.mostAddresses else {
      addresses.append(new)
      return true
    }
    let isFirst = !hasMoreAddresses
    hasMoreAddresses = true
    // A claim takes the place of what was only heard.
    guard let weakest = addresses.indices.min(by: { addresses[$0].claim < addresses[$1].claim }),
      addresses[weakest].claim < claim
    else { return isFirst }
    addresses[weakest] = new
    return true
  }

  func claim(of address: IPAddress) -> RosterAddress.Claim? {
    addresses.first { $0.address == address }?.claim
  }

  /// Notes that it passed on a packet of another machine; whether of one more.
  mutating func noteForwarded(_ address: IPAddress, at time: Timestamp) -> Bool {
    if forwardedCount == 0 { forwardedFirst = time }
    forwardedLast = time
    forwardedCount &+= 1
    guard forwarded.count < RosterEntry.mostForwarded, !forwarded.contains(address) else {
      return false
    }
    forwarded.append(address)
    return true
  }

  /// Adds evidence, or counts it where it is known. Of one meaning a few texts are kept, and where there
  /// is no room a heavier piece takes the place of the lightest. Returns whether what it is may have changed
  /// by that.
  mutating func add(_ piece: RoleEvidence, peer: IPAddress) -> Bool {
    let time = piece.last
    var isOfMeaning = 0
    var sameMeaning: Int?
    for place in evidence.indices
    where evidence[place].kind == piece.kind && evidence[place].role == piece.role
      && evidence[place].meaning == piece.meaning && evidence[place].address == piece.address
    {
      if evidence[place].value == piece.value {
        return evidence[place].note(peer: peer, at: time)
      }
      sameMeaning = sameMeaning ?? place
      isOfMeaning += 1
    }
    if isOfMeaning >= RosterEntry.mostValues, let place = sameMeaning {
      return evidence[place].note(peer: peer, at: time)
    }
    guard evidence.count >= RosterEntry.mostEvidence else {
      evidence.append(piece)
      return true
    }
    evidenceDropped &+= 1
    guard let lightest = evidence.indices.min(by: { evidence[$0].weight < evidence[$1].weight }),
      evidence[lightest].weight < piece.weight
    else { return false }
    evidence[lightest] = piece
    return true
  }

  /// Adds a name.
  mutating func add(_ name: RosterName) {
    guard names.count < RosterEntry.mostNames, !names.contains(name) else { return }
    names.append(name)
  }

  /// Whether it is worth more than a hardware address that somebody has made up.
  var isKnown: Bool { !evidence.isEmpty }
}
