import Capture
import Devices
import Packets

/// What is kept of a packet.
extension SignatureTrace {
  /// A packet that has a signature.
  init(
    _ match: SignatureMatcher.Match, _ signature: Signature, _ sample: PacketSample,
    peer: IPAddress, at time: Timestamp
  ) {
    self.init(.trigger, signature.name, peer: peer, at: time)
    octets = Array(sample.octets.prefix(64))
    found = SignatureTrace.words(match, signature, sample)
    guard let callBack = signature.callBack, let start = match.places.first?.position else {
      return
    }
    if let offset = callBack.address, let number = sample.number(at: start + offset, width: 4),
      number != 0, number != .max
    {
      called = IPAddress(v4: number)
      place = UInt16(clamping: start + offset)
    }
    if let offset = callBack.port, let number = sample.number(at: start + offset, width: 2) {
      port = UInt16(truncatingIfNeeded: number)
    }
  }

  /// `72 55 at octet 0 of the payload`; the relation's numbers; the knock's ports.
  private static func words(
    _ match: SignatureMatcher.Match, _ signature: Signature, _ sample: PacketSample
  ) -> [String] {
    var words: [String] = []
    for (bytes, place) in zip(signature.bytes.filter { !$0.isNegated }, match.places) {
      let octets = sample.octets[place.position..<place.position + place.length]
      words.append(
        "\(hexadecimal(octets)) at octet \(place.offset) of the \(bytes.region.rawValue)")
    }
    if let relation = signature.relation, let difference = match.difference {
      let width = relation.minuend.width * 2
      words.append(
        "\(relation.minuend.rawValue) minus \(relation.subtrahend.rawValue) is "
          + "0x\(hexadecimal(difference, digits: width))")
    }
    if let knock = signature.knock {
      words.append("ports \(knock.ports.map { "\($0)" }.joined(separator: ", ")) in this order")
    }
    return words
  }

  /// `0c 15 22 2b`.
  static func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
    octets.map { hexadecimal(UInt32($0), digits: 2) }.joined(separator: " ")
  }

  /// A number with leading zeros.
  static func hexadecimal(_ number: UInt32, digits: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
