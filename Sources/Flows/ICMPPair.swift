/// ICMP messages that ask and answer each other: they are the two directions of one conversation.
enum ICMPPair {
  /// The type that answers, or asks for, a message of `type`; `nil` for one that stands alone.
  ///
  /// RFC 792, 950, 1256; RFC 4443, 4861, 2710, 4620, 4065. The same pairs as Community ID.
  static func counterpart(_ number: UInt64, _ type: UInt64) -> UInt64? {
    if number == 1 {
      switch type {
      case 8: 0
      case 0: 8
      case 13: 14
      case 14: 13
      case 15: 16
      case 16: 15
      case 17: 18
      case 18: 17
      case 10: 9
      case 9: 10
      default: nil
      }
    } else {
      switch type {
      case 128: 129
      case 129: 128
      case 130: 131
      case 131: 130
      case 133: 134
      case 134: 133
      case 135: 136
      case 136: 135
      case 139: 140
      case 140: 139
      case 144: 145
      case 145: 144
      default: nil
      }
    }
  }

  /// Whether a message of `type` is the answer of its pair.
  static func isAnswer(_ number: UInt64, _ type: UInt64) -> Bool {
    number == 1
      ? type == 0 || type == 14 || type == 16 || type == 18 || type == 9
      : type == 129 || type == 131 || type == 134 || type == 136 || type == 140 || type == 145
  }

  /// Whether a message of `type` reports on a packet of its receiver (RFC 1122 section 3.2.2, RFC 4443).
  static func isError(_ number: UInt64, _ type: UInt64) -> Bool {
    number == 1 ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12 : type < 128
  }
}
