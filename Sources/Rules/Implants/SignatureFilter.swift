import Devices
import Packets

/// The command line that shows a person the packets of a signature: tcpdump's where its filter can say it, else
/// tshark's.
///
/// What a single packet does not show is left out: what came before, how often, and where in its conversation it
/// stands.
struct SignatureFilter {
  private let signature: Signature

  /// A filter for IPv4.
  init(_ signature: Signature) { self.signature = signature }

  /// The whole command.
  var command: String {
    let isAnywhere = signature.bytes.contains { $0.offset == nil }
    return isAnywhere || accessor == nil
      ? "tshark -r FILE -Y '\(displayFilter)' -x" : "tcpdump -nr FILE -X '\(captureFilter)'"
  }

  /// What tcpdump calls the header; `nil` where there are several, or one without a name.
  private var accessor: String? {
    guard signature.transports.count == 1 else { return nil }
    return switch signature.transports[0] {
    case .tcp: "tcp"
    case .udp: "udp"
    case .icmp: "icmp"
    case .sctp: "sctp"
    default: nil
    }
  }

  /// As tcpdump wants it.
  var captureFilter: String {
    guard let name = accessor else { return "" }
    var terms = [name]
    switch signature.direction {
    case .toDevice: terms.append("dst host DEVICE")
    case .fromDevice: terms.append("src host DEVICE")
    case .either: terms.append("host DEVICE")
    }
    let counted = signature.flags.union(signature.withoutFlags)
    if !counted.isEmpty {
      terms.append(
        "tcp[13] & 0x\(hexadecimal(counted.rawValue)) = 0x\(hexadecimal(signature.flags.rawValue))")
    }
    terms += alternatives(signature.messageTypes) { "icmp[0] = \($0)" }
    terms += alternatives(signature.messageCodes) { "icmp[1] = \($0)" }
    terms += ports("src", signature.sourcePorts) + ports("dst", signature.destinationPorts)
    if let knock = signature.knock {
      terms += [any(knock.ports.map { "dst port \($0)" })]
    }
    if !signature.peers.isEmpty { terms.append(any(signature.peers.map { "net \($0)" })) }
    terms += lengths(name)
    terms += signature.bytes.map { bytes in
      var term = any(bytes.values.map { octets($0, bytes, name) })
      if bytes.isWhole, bytes.region == .options, let length = bytes.values.first?.count {
        // The header's length counts words, in the upper half of the octet.
        let words = hexadecimal(UInt8(truncatingIfNeeded: (20 + length) * 4))
        term += " and tcp[12] & 0xf0 = 0x\(words)"
      }
      return bytes.isNegated ? "not (\(term))" : term
    }
    for field in signature.nonZero { terms.append("\(place(field, name)) != 0") }
    if let relation = signature.relation {
      let left = "\(place(relation.minuend, name)) - \(place(relation.subtrahend, name))"
      terms.append(
        any(
          relation.differences.map {
            "\(left) = 0x\(SignatureTrace.hexadecimal($0, digits: relation.minuend.width * 2))"
          }))
    }
    return terms.joined(separator: " and ")
  }

  /// As tshark wants it.
  var displayFilter: String {
    let names = signature.transports.map { transport in
      switch transport {
      case .tcp: "tcp"
      case .udp: "udp"
      case .icmp: "icmp"
      case .icmpv6: "icmpv6"
      case .sctp: "sctp"
      default: "ip.proto == \(transport.rawValue)"
      }
    }
    let address =
      switch signature.direction {
      case .toDevice: "ip.dst == DEVICE"
      case .fromDevice: "ip.src == DEVICE"
      case .either: "ip.addr == DEVICE"
      }
    var terms = [any(names, by: " || "), address]
    for (number, name) in [(1, "fin"), (2, "syn"), (4, "reset"), (8, "push"), (16, "ack")] {
      let flag = TCPFlags(rawValue: UInt8(number))
      if signature.flags.contains(flag) { terms.append("tcp.flags.\(name) == 1") }
      if signature.withoutFlags.contains(flag) { terms.append("tcp.flags.\(name) == 0") }
    }
    let fields: [IPProtocol: String] = [.tcp: "tcp.len", .udp: "udp.length"]
    if let length = signature.transports.first.flatMap({ fields[$0] }),
      signature.transports.count == 1, let range = signature.payloadLengths.first
    {
      let header: UInt32 = signature.transports[0] == .udp ? 8 : 0
      terms.append("\(length) >= \(UInt32(range.lowerBound) + header)")
    }
    for bytes in signature.bytes where bytes.mask.isEmpty {
      let values = bytes.values.map { value in
        "frame contains "
          + value.map { SignatureTrace.hexadecimal(UInt32($0), digits: 2) }.joined(separator: ":")
      }
      terms.append(bytes.isNegated ? "!(\(any(values, by: " || ")))" : any(values, by: " || "))
    }
    return terms.joined(separator: " && ")
  }

  private func hexadecimal(_ octet: UInt8) -> String {
    SignatureTrace.hexadecimal(UInt32(octet), digits: 2)
  }

  private func any(_ terms: [String], by word: String = " or ") -> String {
    terms.count == 1 ? terms[0] : "(\(terms.joined(separator: word)))"
  }

  private func alternatives(
    _ ranges: [ClosedRange<UInt16>], _ term: (UInt16) -> String
  ) -> [String] {
    ranges.isEmpty ? [] : [any(ranges.flatMap { $0.map(term) })]
  }

  private func ports(_ word: String, _ ranges: [ClosedRange<UInt16>]) -> [String] {
    ranges.isEmpty
      ? []
      : [
        any(
          ranges.map { range in
            range.lowerBound == range.upperBound
              ? "\(word) port \(range.lowerBound)"
              : "\(word) portrange \(range.lowerBound)-\(range.upperBound)"
          })
      ]
  }

  /// How many octets the payload has.
  private func lengths(_ name: String) -> [String] {
    let header = "ip[2:2] - ((ip[0] & 0xf) << 2)"
    let length =
      switch name {
      case "udp": "udp[4:2] - 8"
      case "tcp": "\(header) - ((tcp[12] & 0xf0) >> 2)"
      case "sctp": "\(header) - 12"
      default: "\(header) - 8"
      }
    guard !signature.payloadLengths.isEmpty else { return [] }
    return [
      any(
        signature.payloadLengths.map { range in
          if range.lowerBound == range.upperBound { return "\(length) = \(range.lowerBound)" }
          let least = "\(length) >= \(range.lowerBound)"
          return range.upperBound == .max
            ? least : "(\(least) and \(length) <= \(range.upperBound))"
        })
    ]
  }

  private func place(_ field: SignatureField, _ name: String) -> String {
    "\(name)[\(field.offset):\(field.width)]"
  }

  /// Octets by four, two and one, as the filter reads them.
  private func octets(_ value: [UInt8], _ bytes: SignatureBytes, _ name: String) -> String {
    var terms: [String] = []
    var position = 0
    while position < value.count {
      let width = value.count - position >= 4 ? 4 : value.count - position >= 2 ? 2 : 1
      let range = position..<position + width
      let place = place(at: (bytes.offset ?? 0) + position, bytes.region, name, width)
      let mask = bytes.mask.isEmpty ? "" : " & 0x\(digits(bytes.mask[range]))"
      terms.append("\(place)\(mask) = 0x\(digits(value[range]))")
      position += width
    }
    return terms.count == 1 ? terms[0] : "(\(terms.joined(separator: " and ")))"
  }

  private func digits(_ octets: ArraySlice<UInt8>) -> String {
    octets.map { hexadecimal($0) }.joined()
  }

  private func place(
    at offset: Int, _ region: SignatureRegion, _ name: String, _ width: Int
  ) -> String {
    let start: String
    switch region {
    case .packet: start = "\(offset)"
    case .options: start = "\(20 + offset)"
    case .payload where name == "tcp": start = "((tcp[12] & 0xf0) >> 2) + \(offset)"
    case .payload: start = "\((name == "sctp" ? 12 : 8) + offset)"
    }
    return width == 1 ? "\(name)[\(start)]" : "\(name)[\(start):\(width)]"
  }
}
