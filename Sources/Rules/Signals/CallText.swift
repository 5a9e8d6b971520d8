import Capture
import Packets

/// What is said of a call and the packet before it.
struct CallText: Sendable {
  /// The latter half of the sentence: `0.41 s after an ICMP message of type 8 from 10.0.0.9, whose ...`.
  let sentence: String
  /// Named values, below `callback`.
  let evidence: [Evidence]

  /// Octets of the packet that are shown.
  private static let shown = 64

  init(_ cause: CallCause, _ service: ServiceKind, peer: IPAddress) {
    let wakeUp = cause.wakeUp
    let delay = NumberText.decimal(Double(cause.delay) / 1e9, places: 3)
    let isSender = cause.isSender(peer)
    let sender = isSender ? "that address" : "\(wakeUp.source)"
    var sentence = "\(delay) s after \(sender) had sent it \(wakeUp.phrase)"
    if let occurrence = cause.occurrence {
      sentence += ", \(CallText.place(occurrence)) of which holds \(isSender ? "it" : "\(peer)")"
      if occurrence.isReversed { sentence += " with the last octet first" }
      if occurrence.key != 0 { sentence += " under the key \(CallText.hex(occurrence.key))" }
      if occurrence.hasPort { sentence += " and beside it the port \(service.port)" }
    }
    if let chance = cause.chance, !isSender {
      sentence += "; the chance of that being nothing is \(NumberText.chance(chance))"
    }
    self.sentence = sentence
    evidence = CallText.evidence(cause, peer: peer)
  }

  /// `offset 12 of the payload`.
  private static func place(_ occurrence: AddressOccurrence) -> String {
    switch occurrence.place {
    case .payload, .options: "the \(occurrence.place.rawValue) (offset \(occurrence.offset))"
    case .sequence, .acknowledgment, .identifier: "the \(occurrence.place.rawValue)"
    }
  }

  /// `0x0a`.
  private static func hex(_ octet: UInt8) -> String { "0x\(digits(octet))" }

  private static func digits(_ octet: UInt8) -> String {
    (octet < 16 ? "0" : "") + String(octet, radix: 16)
  }

  private static func evidence(_ cause: CallCause, peer: IPAddress) -> [Evidence] {
    let wakeUp = cause.wakeUp
    var evidence = [
      Evidence("callback.target", .text(cause.isSender(peer) ? "sender" : "address")),
      Evidence("callback.delay", .decimal(Double(cause.delay) / 1e9, places: 6)),
    ]
    if let occurrence = cause.occurrence {
      evidence += [
        Evidence("callback.found.place", .text(occurrence.place.rawValue)),
        Evidence("callback.found.offset", .integer(occurrence.offset)),
        Evidence("callback.found.order", .text(occurrence.isReversed ? "reversed" : "network")),
        Evidence("callback.found.key", .text(hex(occurrence.key))),
        Evidence("callback.found.port_matches", .flag(occurrence.hasPort)),
      ]
      if let chance = cause.chance, !cause.isSender(peer) {
        evidence.append(Evidence("callback.found.chance", .probability(chance)))
      }
    }
    let transport = wakeUp.sample.transport
    evidence += [
      Evidence("callback.wake_up.time", .moment(wakeUp.time.rawValue)),
      Evidence("callback.wake_up.source", .text("\(wakeUp.source)")),
    ]
    if transport.hasPorts {
      evidence += [
        Evidence("callback.wake_up.source_port", .integer(Int(wakeUp.sourcePort))),
        Evidence(
          "callback.wake_up.service",
          .text("\(ServiceKind(transport: transport, port: wakeUp.port))")
        ),
      ]
    } else {
      evidence.append(
        Evidence(
          "callback.wake_up.service",
          .text("\(ServiceKind(transport: transport, port: wakeUp.sourcePort))")))
    }
    let octets = wakeUp.sample.octets.prefix(shown).map(digits).joined()
    return evidence + [
      Evidence("callback.wake_up.unserved", .flag(wakeUp.isUnserved)),
      Evidence("callback.wake_up.length", .integer(wakeUp.sample.wireLength)),
      Evidence("callback.wake_up.octets", .text(octets)),
    ]
  }
}
