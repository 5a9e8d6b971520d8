import Packets

/// What a device can answer twice; the numbers are kept over a restart and never change.
enum RepliedRequest: UInt8, Sendable {
  /// An ICMP echo request.
  case echo = 0
  /// A UDP datagram to a port at which nobody listens.
  case undeliverable = 1
  /// An ARP request.
  case resolution = 2

  /// What finding identifiers have behind the address; never changes.
  var suffix: String {
    switch self {
    case .echo: ""
    case .undeliverable: " undeliverable"
    case .resolution: " resolution"
    }
  }

  /// As a sentence says it.
  var phrase: String {
    switch self {
    case .echo: "echo request"
    case .undeliverable: "undeliverable datagram"
    case .resolution: "question for its hardware address"
    }
  }

  /// In what two answers differ, as a sentence says it.
  func difference(_ first: ReplyLedger.Answer, _ second: ReplyLedger.Answer) -> String {
    switch self {
    case .echo: "time to live \(first.marks.timeToLive) and \(second.marks.timeToLive)"
    case .undeliverable:
      "time to live \(first.marks.timeToLive) and \(second.marks.timeToLive), quoting "
        + "\(RepliedRequest.quoted(first)) and \(RepliedRequest.quoted(second)) octets of it"
    case .resolution where first.length != second.length:
      "\(first.length) and \(second.length) octets of padding"
    case .resolution:
      "\(first.length) octets of padding, \(first.content == 0 ? "first" : "then") all zero and "
        + "\(first.content == 0 ? "then" : "first") not"
    }
  }

  /// One answer as named values.
  func evidence(_ answer: ReplyLedger.Answer, below path: String) -> [Evidence] {
    let length = Evidence("\(path).length", .integer(Int(answer.length)))
    guard self != .resolution else {
      return [length, Evidence("\(path).padded_with_zeros", .flag(answer.content == 0))]
    }
    var evidence = [
      Evidence("\(path).time_to_live", .integer(Int(answer.marks.timeToLive))),
      Evidence("\(path).dont_fragment", .flag(answer.marks.dontFragment)), length,
    ]
    if let identification = answer.marks.identification {
      evidence.append(Evidence("\(path).identification", .integer(Int(identification))))
    }
    return evidence
  }

  /// Octets of the datagram behind the four octets of ICMP's second word.
  private static func quoted(_ answer: ReplyLedger.Answer) -> Int { max(0, Int(answer.length) - 4) }
}
