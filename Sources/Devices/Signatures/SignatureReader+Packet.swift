import Packets

/// What a packet looks like.
extension SignatureReader {
  /// The transports that have a name.
  private static let transports: [(name: String, transport: IPProtocol)] = [
    ("tcp", .tcp), ("udp", .udp), ("icmp", .icmp), ("icmpv6", .icmpv6), ("sctp", .sctp),
    ("udp-lite", .udpLite),
  ]

  /// The control bits of TCP.
  private static let flags: [(name: String, flag: TCPFlags)] = [
    ("fin", .fin), ("syn", .syn), ("rst", .rst), ("psh", .psh), ("ack", .ack), ("urg", .urg),
    ("ece", .ece), ("cwr", .cwr),
  ]

  /// Everything that a single packet shows.
  func readPacket(
    _ row: inout YAMLMapping, into signature: inout Signature
  ) throws(ConfigurationError) {
    if let word = try row.word("direction", among: SignatureDirection.allCases.map(\.rawValue)) {
      signature.direction = SignatureDirection(rawValue: word) ?? signature.direction
    }
    for scalar in try row.scalars("transport") ?? [] {
      signature.transports.append(try transport(scalar))
    }
    signature.flags = try flags("flags", of: &row)
    signature.withoutFlags = try flags("without-flags", of: &row)
    signature.messageTypes = try ranges("icmp-type", upTo: 255, of: &row)
    signature.messageCodes = try ranges("icmp-code", upTo: 255, of: &row)
    signature.sourcePorts = try ranges("source-port", upTo: 65_535, of: &row)
    signature.destinationPorts = try ranges("destination-port", upTo: 65_535, of: &row)
    signature.payloadLengths = try ranges("payload-length", upTo: 65_535, of: &row)
    for scalar in try row.scalars("peer") ?? [] {
      signature.peers.append(try PolicyReader.network(scalar))
    }
    signature.isOpening = try row.flag("opening") ?? false
    signature.isFirstPayload = try row.flag("first-payload") ?? false
    signature.isUnrecognized = try row.flag("unrecognized") ?? false
    for entry in try row.mappings("bytes") ?? [] { signature.bytes.append(try bytes(entry)) }
    if let relation = try row.mapping("relation") {
      signature.relation = try self.relation(relation)
    }
    for scalar in try row.scalars("non-zero") ?? [] {
      signature.nonZero.append(try field(scalar))
    }
  }

  private func transport(_ scalar: YAMLScalar) throws(ConfigurationError) -> IPProtocol {
    if let named = SignatureReader.transports.first(where: { $0.name == scalar.text }) {
      return named.transport
    }
    guard let number = UInt8(scalar.text), String(number) == scalar.text else {
      let words = WordList(SignatureReader.transports.map(\.name))
      throw scalar.error(
        "'\(scalar.text)' is not a transport\(words.suggestion(for: scalar.text)); allowed: "
          + "\(words.listed), or an IP protocol number from 0 to 255")
    }
    return IPProtocol(rawValue: number)
  }

  private func flags(
    _ key: String, of row: inout YAMLMapping
  ) throws(ConfigurationError) -> TCPFlags {
    var flags: TCPFlags = []
    for scalar in try row.scalars(key) ?? [] {
      guard let named = SignatureReader.flags.first(where: { $0.name == scalar.text }) else {
        let words = WordList(SignatureReader.flags.map(\.name))
        throw scalar.error(
          "'\(scalar.text)' is no control bit of TCP\(words.suggestion(for: scalar.text)); allowed: "
            + words.listed)
      }
      flags.insert(named.flag)
    }
    return flags
  }

  private func ranges(
    _ key: String, upTo most: UInt16, of row: inout YAMLMapping
  ) throws(ConfigurationError) -> [ClosedRange<UInt16>] {
    var ranges: [ClosedRange<UInt16>] = []
    for scalar in try row.scalars(key) ?? [] {
      guard let range = SignatureReader.range(scalar.text), range.upperBound <= most else {
        throw scalar.error(
          "'\(scalar.text)' cannot be a '\(key)': a number from 0 to \(most), or a range as 8-24")
      }
      ranges.append(range)
    }
    return ranges
  }

  /// A number, or two with a hyphen between, the lower one first.
  static func range(_ text: String) -> ClosedRange<UInt16>? {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map {
      digits -> UInt16? in
      UInt16(digits).flatMap { String($0) == digits ? $0 : nil }
    }
    guard numbers.count <= 2, let first = numbers[0], let last = numbers[numbers.count - 1],
      first <= last
    else { return nil }
    return first...last
  }
}
