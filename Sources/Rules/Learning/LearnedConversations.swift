import Capture
import Devices
import Flows
import Packets

/// What was seen of one device with one peer on one service.
///
/// About 400 bytes, and 100 for each name.
struct LearnedConversations: Sendable {
  /// Which conversations.
  struct Key: Hashable, Sendable {
    /// The device, by its index in the inventory.
    var device: Int
    /// What they are for.
    var service: LearnedService
    /// The other end.
    var peer: IPAddress
  }

  /// Protocols that are told apart.
  static let protocolsApart = 4
  /// Names that are told apart.
  static let namesApart = 8

  /// Which conversations.
  let key: Key
  /// Where the peer's address lies.
  let scope: AddressScope
  /// The peer by its index in the inventory, where that knows it.
  let peerDevice: Int?
  /// Whether one machine that is managed from elsewhere talks to another.
  let isLateral: Bool
  /// The role's own service that it is, by the shipped profiles, as long as each conversation was.
  private(set) var usual: UsualService?
  /// The groups of the policy that the peers of the role's own service are in, where one conversation was such.
  private(set) var groups: [String]
  /// Conversations that began.
  private(set) var conversations = 0
  /// Times that payload came after a pause inside them.
  private(set) var beats = 0
  /// Conversations that ended.
  private(set) var ended = 0
  /// Of those that ended, the ones in which the responder said nothing, or only refused.
  private(set) var unanswered = 0
  /// Conversations that were but answers whose questions were not seen.
  private(set) var replies = 0
  /// Whether the device took part in one of them.
  private(set) var tookPart = false
  /// The first and the last conversation or beat.
  private(set) var first: Timestamp
  private(set) var last: Timestamp
  /// How often conversations and beats came.
  private(set) var pace = LearnedPace()
  /// What they spoke beyond doubt.
  private(set) var protocols = LearnedTally(limit: protocolsApart)
  /// Names that they asked for as the peer's: server names of TLS, hosts of HTTP.
  private(set) var names = LearnedTally(limit: namesApart)

  /// None yet.
  init(_ key: Key, _ sighting: borrowing Sighting) {
    self.key = key
    scope = sighting.scope
    peerDevice = sighting.peer?.index
    isLateral = sighting.isLateral
    usual = sighting.usual
    groups = usual?.groups ?? []
    first = sighting.event.time
    last = sighting.event.time
  }

  /// Whether the shipped profile of the role explains all of it.
  var isExplained: Bool { usual != nil && !isLateral }

  /// How often it came, conversations and beats together.
  var occurrences: Int { conversations + beats }

  /// Notes what an event shows beside that it came.
  private mutating func note(_ sighting: borrowing Sighting) {
    // A profile that does not fit one conversation leaves that one unexplained.
    if sighting.usual == nil { usual = nil }
    if groups.isEmpty { groups = sighting.usual?.groups ?? [] }
    if sighting.deviceTookPart { tookPart = true }
    first = min(first, sighting.event.time)
    last = max(last, sighting.event.time)
  }

  /// A conversation began.
  mutating func open(_ sighting: borrowing Sighting) {
    note(sighting)
    conversations += 1
    pace.note(sighting.event.time)
  }

  /// Payload came after a pause.
  mutating func resume(_ sighting: borrowing Sighting) {
    note(sighting)
    beats += 1
    pace.note(sighting.event.time)
  }

  /// A name was asked for.
  mutating func hear(_ name: SightedName) { names.note(name.text) }

  /// A conversation is over; `isReply`: it was but an answer whose question was not seen.
  mutating func end(_ sighting: borrowing Sighting, isReply: Bool) {
    if isReply { replies += 1 }
    if sighting.usual == nil { usual = nil }
    if sighting.deviceTookPart { tookPart = true }
    ended += 1
    // The blocks of a file are the answer themselves.
    if sighting.deviceStarted != key.service.isOutgoing { return }
    let responder = sighting.event.flow.responder
    let isRefusal =
      responder.tcpFlags.contains(.rst) && !responder.tcpFlags.contains(.syn)
      && responder.payloadBytes == 0
    // Of what was split by its length only the last piece is here.
    let isContinued = sighting.event.flow.traits.contains(.continued)
    if !isContinued, responder.packets == 0 || isRefusal { unanswered += 1 }
    let session = sighting.content.session
    if session.recognition == .certain, let spoken = session.spoken {
      protocols.note(spoken.rawValue)
    }
  }
}
