/// A domain name of a message, RFC 1035 sections 3.1 and 4.1.4.
///
///     | length 0 .. 63 | label | length | label | .. | 0, or 11 and 14 bits: offset of the rest |
///
/// An offset must lead in front of the labels that it continues, so that following one always ends.
struct DNSName: Hashable {
  /// Labels with their length octets in front, without compression and without the root.
  let octets: [UInt8]

  /// Longest name with its length octets and the root.
  static let longest = 255
  /// Offsets that are followed in one name; writers of messages need one or two.
  static let mostJumps = 64

  /// Reads a name and leaves the reader behind it.
  /// - Parameters:
  ///   - reader: stands at the name, inside of `message`.
  ///   - end: offset in `message` at which the reader ends.
  ///   - message: what offsets count in.
  /// - Throws: `.truncated` behind the end, `.field` for a name that is too long, of an unknown kind
  ///   of label or that continues further on, `.depth` for too many offsets.
  init(
    _ reader: inout ByteReader, endingAt end: Int, in message: RawSpan
  ) throws(DecodeFault.Kind) {
    var octets: [UInt8] = []
    let first = end - reader.count
    var position = first
    var start = first
    var behind: Int?
    var jumps = 0
    while true {
      guard position >= 0, position < message.byteCount else { throw .truncated }
      let length = Int(message.uint8(at: position))
      if length == 0 {
        position += 1
        break
      }
      switch length >> 6 {
      case 0:
        guard position + length < message.byteCount else { throw .truncated }
        guard octets.count + length + 2 <= DNSName.longest else { throw .field }
        for offset in position...position + length { octets.append(message.uint8(at: offset)) }
        position += 1 + length
      case 3:
        guard position + 1 < message.byteCount else { throw .truncated }
        let target = Int(message.uint16(at: position) & 0x3fff)
        guard target < start else { throw .field }
        guard jumps < DNSName.mostJumps else { throw .depth }
        jumps += 1
        behind = behind ?? position + 2
        start = target
        position = target
      default: throw .field
      }
    }
    try reader.skip((behind ?? position) - first)
    self.octets = octets
  }

  /// Steps over a name without following offsets.
  static func skip(_ reader: inout ByteReader) throws(DecodeFault.Kind) {
    var total = 1
    while true {
      let length = Int(try reader.uint8())
      switch length >> 6 {
      case 0 where length == 0: return
      case 0:
        total += 1 + length
        guard total <= longest else { throw .field }
        try reader.skip(length)
      case 3: return try reader.skip(1)
      default: throw .field
      }
    }
  }

  /// The octets of the first label; none for the root.
  var firstLabel: ArraySlice<UInt8> {
    guard let length = octets.first else { return [] }
    return octets[1...Int(length)]
  }

  /// The name behind its first label.
  var parent: ArraySlice<UInt8> {
    guard let length = octets.first else { return [] }
    return octets[(1 + Int(length))...]
  }

  /// The labels with dots between, without one at the end; the root is a dot.
  ///
  /// As in master files (RFC 1035 section 5.1): what is special there has a backslash in front, other
  /// octets than visible ASCII are a backslash and three decimal digits.
  var text: String { octets.isEmpty ? "." : DNSName.text(octets[...]) }

  /// The text of labels with their length octets.
  static func text(_ octets: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(octets.count)
    var position = octets.startIndex
    while position < octets.endIndex {
      if position > octets.startIndex { text.append(UInt8(ascii: ".")) }
      let end = min(position + 1 + Int(octets[position]), octets.endIndex)
      for octet in octets[position + 1..<end] {
        switch octet {
        case UInt8(ascii: "."), UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "("),
          UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "$"):
          text += [UInt8(ascii: "\\"), octet]
        case 0x21...0x7e: text.append(octet)
        default:
          let zero = UInt8(ascii: "0")
          text += [
            UInt8(ascii: "\\"), zero + octet / 100, zero + octet / 10 % 10, zero + octet % 10,
          ]
        }
      }
      position = end
    }
    return String(decoding: text, as: UTF8.self)
  }
}
