import Capture
import Packets

/// The history of one conversation while it goes on.
///
/// Reads TCP as Zeek does: two state machines, one a side, that look at flags and sequence numbers
/// and never refuse a packet.
struct ConnectionHistory {
  /// Both directions, as the sides of the key.
  var sides = InlineArray<2, ConnectionSide>(repeating: ConnectionSide())
  /// The first packet.
  let start: Timestamp
  /// The last packet that counts for the duration.
  var last = Timestamp(rawValue: 0)
  /// Bytes that were acknowledged and never seen.
  var missedBytes: UInt64 = 0
  private var letters = InlineArray<48, UInt8>(repeating: 0)
  private var letterCount: UInt8 = 0
  /// The side that started.
  let originator: Int
  /// Tells apart what began at the same moment: `Connection.sequel`.
  let sequel: UInt32
  /// Its beginning was not seen.
  var isPartial = false

  /// Letters that are kept.
  static let mostLetters = 48

  /// A history that begins at a moment, with a packet of `sender`.
  init(start: Timestamp, sender: Int, originator: Int, sequel: UInt32) {
    self.start = start
    last = start
    self.originator = originator
    self.sequel = sequel
    // Whoever sent first was taken for the one who answers.
    if sender != originator { append(0x5e) }
  }

  /// Counts a packet.
  mutating func count(_ packet: Segment, side: Int) {
    sides[side].packets &+= 1
    let length = UInt64(packet.length)
    guard packet.isIP else {
      sides[side].payloadBytes &+= length
      last = max(last, packet.time)
      return
    }
    sides[side].ipBytes &+= packet.headerLength &+ length
    switch packet.transport {
    case .tcp where packet.hasPorts && packet.hasHeader:
      follow(packet, side: side)
      return
    case .icmp, .icmpv6:
      // The decoder counts the four octets behind type, code and checksum as payload.
      sides[side].payloadBytes &+= length < 4 ? 0 : length &- 4
    case .udp:
      sides[side].payloadBytes &+= length
      if packet.hasPorts { write(.data, 0x44, side) }
    default:
      sides[side].payloadBytes &+= length
    }
    last = max(last, packet.time)
  }

  /// Letters that are written once, or again only for another sequence number.
  enum Mark: UInt8 {
    case syn = 1
    case fin = 2
    case rst = 4
    case data = 8
    case acknowledgment = 16
    case inconsistent = 32
    case multiFlag = 64
  }

  /// Writes a letter of a mark unless its side did before; whether it did.
  @discardableResult
  mutating func write(_ mark: Mark, _ letter: UInt8, _ side: Int) -> Bool {
    guard sides[side].written & mark.rawValue == 0 else { return true }
    sides[side].written |= mark.rawValue
    write(letter, side)
    return false
  }

  /// Writes a letter, given in upper case.
  mutating func write(_ letter: UInt8, _ side: Int) {
    append(side == originator ? letter : letter | 0x20)
  }

  private mutating func append(_ letter: UInt8) {
    guard Int(letterCount) < ConnectionHistory.mostLetters else { return }
    letters[Int(letterCount)] = letter
    letterCount += 1
  }

  /// What the history says now; `state` by the rules of the transport.
  func connection(_ transport: IPProtocol?) -> Connection {
    let text = (0..<Int(letterCount)).map { letters[$0] }
    return Connection(
      start: start, last: last, originator: end(originator), responder: end(1 - originator),
      missedBytes: missedBytes, state: state(transport, text), history: text, sequel: sequel)
  }

  private func end(_ side: Int) -> Connection.Side {
    Connection.Side(
      packets: sides[side].packets, ipBytes: sides[side].ipBytes,
      payloadBytes: sides[side].payloadBytes)
  }
}
