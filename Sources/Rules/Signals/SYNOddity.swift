import Packets

/// What is odd about a SYN: no system's stack sends one so.
enum SYNOddity: UInt8, CaseIterable, Sendable {
  /// Payload without the option of TCP Fast Open, RFC 7413.
  case payload = 0
  /// An acknowledgment number although ACK is clear.
  case acknowledgment = 1
  /// An urgent pointer although URG is clear.
  case urgentPointer = 2
  /// Bits of the header that have no meaning.
  case reservedBits = 3
  /// A window of 512 or 1024, and an initial sequence number whose lower three octets are zero: one octet is
  /// carried in it (C. H. Rowland, "Covert Channels in the TCP/IP Protocol Suite", 1997). Odd only where it
  /// comes again and again.
  case bareSequence = 4

  /// Those of a SYN, in the order of their numbers.
  static func those(of header: SYNHeader) -> [SYNOddity] {
    allCases.filter { $0.isSeen(in: header) }
  }

  private func isSeen(in header: SYNHeader) -> Bool {
    switch self {
    case .payload: header.payloadLength > 0 && !header.asksFastOpen
    case .acknowledgment: header.acknowledgment != 0
    case .urgentPointer: header.urgent != 0 && !header.flags.contains(.urg)
    case .reservedBits: header.reserved != 0
    case .bareSequence:
      (header.window == 512 || header.window == 1024) && header.sequence & 0x00ff_ffff == 0
        && header.sequence != 0
    }
  }

  /// What the sentence says.
  var phrase: String {
    switch self {
    case .payload: "payload without TCP Fast Open"
    case .acknowledgment: "an acknowledgment number without ACK"
    case .urgentPointer: "an urgent pointer without URG"
    case .reservedBits: "reserved bits that are set"
    case .bareSequence: "sequence numbers of one octet and three zeros"
    }
  }

  /// What evidence calls it.
  var name: String {
    switch self {
    case .payload: "payload"
    case .acknowledgment: "acknowledgment_number"
    case .urgentPointer: "urgent_pointer"
    case .reservedBits: "reserved_bits"
    case .bareSequence: "bare_sequence_number"
    }
  }
}
