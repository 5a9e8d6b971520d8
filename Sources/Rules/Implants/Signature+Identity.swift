import Devices
import Packets

extension RuleIdentity {
  /// The rule that a row of the table of signatures is, with a page made of the row.
  init(_ signature: Signature) {
    var paragraphs = [
      "Sees: " + signature.sight + " One line a sender, then updates at 4, 16, ... packets."
    ]
    if !signature.about.isEmpty { paragraphs.append("Why: " + signature.about) }
    paragraphs += [
      signature.stakes,
      "Benign causes: " + (signature.benign.isEmpty ? "nobody has named any." : signature.benign)
        + " Not told: what lies behind the first four packets of each side (of who opens it the first 32, but not "
        + "of TCP), is no SYN and has no pause of a second before it, and whatever does not concern a watched "
        + "device.",
      "By hand: " + SignatureFilter(signature).command,
      "Source: " + signature.source + "; confidence " + signature.confidence.rawValue + ".",
      """
      To silence: nothing that is right sends it, so no entry of the policy expects it. Where a scanner of \
      your own does, keep it out of the capture (--filter 'not host SCANNER'). rules: disabled: \
      [\(signature.ruleName)] switches this row off, and leaves the other rows and rules.
      """,
    ]
    self.init(
      name: signature.ruleName, title: signature.title, version: "1",
      category: "Command and Control",
      techniques: signature.techniques.map { Technique(id: $0.id, name: $0.name) },
      severities: signature.severities,
      deed: "met a packet with the signature of \(signature.title)",
      explanation: paragraphs.joined(separator: "\n"))
  }
}

extension Signature {
  /// What a packet has, in words: one sentence.
  fileprivate var sight: String {
    let way =
      switch direction {
      case .toDevice: "to a device"
      case .fromDevice: "from a device"
      case .either: "to or from a device"
      }
    let names = transports.map { ServiceKind.name(of: $0) }.joined(separator: " or ")
    var parts = ["a packet of \(names) \(way)"]
    if !flags.isEmpty { parts.append("with \(flags.words) set") }
    if !withoutFlags.isEmpty { parts.append("without \(withoutFlags.words)") }
    if !messageTypes.isEmpty { parts.append("of type \(Self.list(messageTypes))") }
    if !messageCodes.isEmpty { parts.append("of code \(Self.list(messageCodes))") }
    if !sourcePorts.isEmpty { parts.append("from port \(Self.list(sourcePorts))") }
    if !destinationPorts.isEmpty { parts.append("to port \(Self.list(destinationPorts))") }
    if !payloadLengths.isEmpty {
      let isOne = payloadLengths == [1...1]
      parts.append("with \(Self.list(payloadLengths)) \(isOne ? "octet" : "octets") of payload")
    }
    if isOpening { parts.append("as the first of its conversation") }
    if isFirstPayload {
      parts.append("as the first of its sender in the conversation with payload")
    }
    if isUnrecognized { parts.append("of no protocol that is read") }
    if !peers.isEmpty {
      parts.append("where the other end is \(peers.map { "\($0)" }.joined(separator: ", "))")
    }
    parts += bytes.map(\.words)
    for field in nonZero { parts.append("where the field \(field.rawValue) is not zero") }
    if let relation {
      let width = relation.minuend.width * 2
      let values = relation.differences
        .map { "0x" + SignatureTrace.hexadecimal($0, digits: width) }.joined(separator: " or ")
      parts.append(
        "where \(relation.minuend.rawValue) minus \(relation.subtrahend.rawValue), modulo 2^"
          + "\(width * 4), is \(values)")
    }
    if let knock {
      let ports = knock.ports.map { "\($0)" }.joined(separator: ", ")
      parts.append(
        "the last of those that one sender sends to the ports \(ports) in this order within "
          + "\(knock.seconds) s, with none to another port between")
    }
    if let sequel {
      let names = sequel.names.map { "implant.\($0)" }.joined(separator: " or ")
      let peer =
        switch sequel.peer {
        case .any: ""
        case .same: " between the same two"
        case .called: ", to its sender or to the address in it"
        }
      parts.append("within \(sequel.seconds) s of what \(names) describes\(peer)")
    }
    if let repetition {
      parts.append("\(repetition.count) times within \(repetition.seconds) s with one other end")
    }
    return parts.joined(separator: ", ") + "."
  }

  /// How much it can matter, least first.
  fileprivate var severities: [Severity] {
    var severities: Set<Severity> = severity == .silent ? [] : [ruleSeverity]
    if let callBack {
      if countsSender { severities.insert(callSeverity) }
      if callBack.address != nil || callBack.isAnywhere { severities.insert(.critical) }
    }
    return severities.sorted()
  }

  /// How much a call of the packet's sender matters.
  private var callSeverity: Severity { ruleSeverity >= .high ? .critical : .high }

  /// How much it matters, with a call and without.
  fileprivate var stakes: String {
    let alone =
      severity == .silent
      ? "the packet alone is not told" : "\(ruleSeverity.rawValue)"
    guard let callBack else { return "Risk: \(alone)." }
    var parts = countsSender ? ["the packet's sender: \(callSeverity.rawValue)"] : []
    if let address = callBack.address {
      parts.append("the address at octet \(address) behind the first of these octets: 99")
    } else if callBack.isAnywhere {
      parts.append("an address that stands in the packet's first 64 octets: 99")
    }
    let calls = parts.joined(separator: ", or ")
    return "Risk: \(alone). Where the device opens a conversation within "
      + "\(ImplantSignatures.callWindow) s that neither its role nor the policy expects, to \(calls)."
  }

  private static func list(_ ranges: [ClosedRange<UInt16>]) -> String {
    ranges.map { range in
      range.lowerBound == range.upperBound
        ? "\(range.lowerBound)"
        : range.upperBound == .max
          ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
    }.joined(separator: " or ")
  }
}

extension SignatureBytes {
  /// `with 72 55 at octet 0 of the payload`.
  fileprivate var words: String {
    let values = values.map { SignatureTrace.hexadecimal($0) }.joined(separator: " or ")
    let place = offset.map { "at octet \($0)" } ?? "anywhere"
    let bits = mask.isEmpty ? "" : " in the bits \(SignatureTrace.hexadecimal(mask))"
    let whole = isWhole ? ", which has nothing else" : ""
    let verb = isNegated ? "without" : "with"
    return "\(verb) \(values)\(bits) \(place) of the \(region.rawValue)\(whole)"
  }
}

extension TCPFlags {
  /// `SYN and ACK`.
  fileprivate var words: String {
    let names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"]
    return names.indices.filter { rawValue & (1 << UInt8($0)) != 0 }.map { names[$0] }
      .joined(separator: " and ")
  }
}

extension ServiceKind {
  /// `TCP`, `UDP`, `ICMP`.
  fileprivate static func name(of transport: IPProtocol) -> String {
    switch transport {
    case .tcp: "TCP"
    case .udp: "UDP"
    case .icmp: "ICMP"
    case .icmpv6: "ICMPv6"
    case .sctp: "SCTP"
    case .udpLite: "UDP-Lite"
    default: "IP protocol \(transport.rawValue)"
    }
  }
}
