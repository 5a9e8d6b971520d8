import Capture
import Devices
import Flows
import Packets

/// What a finding says of a packet with a signature.
struct SignatureText {
  private let signature: Signature
  private let trace: SignatureTrace
  private let device: Device
  private let isFromDevice: Bool
  private let earlier: String?
  private let call: SignatureCall?
  private let due: Story.Due
  /// Whom the device called, and when after the packet in nanoseconds; only sensible with a call.
  private let called: (address: IPAddress, service: String, gap: Int64)

  /// A finding's words.
  init(
    _ signature: Signature, _ trace: SignatureTrace, _ sighting: borrowing Sighting,
    earlier: String?, call: SignatureCall?, _ due: Story.Due
  ) {
    self.signature = signature
    self.trace = trace
    self.earlier = earlier
    self.call = call
    self.due = due
    device = sighting.device
    // What is followed by a call came to the device.
    isFromDevice = call == nil && sighting.fromDevice
    called = (
      sighting.peerEnd.address, ServiceKind(sighting)?.description ?? "",
      sighting.event.time.nanoseconds(since: trace.last)
    )
  }

  /// One sentence with the numbers.
  var reason: String {
    let who = "\(device.label) (\(device.role.rawValue))"
    let way = isFromDevice ? "sent \(trace.peer)" : "received from \(trace.peer)"
    let found = trace.found.isEmpty ? "" : " (\(trace.found.joined(separator: "; ")))"
    var text = "\(who) \(way) a packet with the signature \"\(signature.title)\"\(found)"
    if let earlier { text += ", after one with the signature implant.\(earlier)" }
    if let call {
      let gap = NumberText.duration(Double(called.gap) / 1e9)
      text += ", and \(gap) later opened \(called.service) to \(called.address), "
      text += call.place.map { "the address at octet \($0) of it" } ?? "who had sent it"
    }
    // What was counted are packets and calls together.
    return text + (due.count == 1 || call != nil ? "." : "; \(due.count) times so far.")
  }

  /// Named values.
  var evidence: [Evidence] {
    var evidence = [
      Evidence("signature.name", .text(signature.name)),
      Evidence("signature.confidence", .text(signature.confidence.rawValue)),
      Evidence("signature.source", .text(signature.source)),
    ]
    if !trace.found.isEmpty { evidence.append(Evidence("signature.found", .texts(trace.found))) }
    evidence.append(
      Evidence("signature.packet", .text(SignatureTrace.hexadecimal(trace.octets))))
    if call == nil { evidence.append(Evidence("signature.count", .integer(due.count))) }
    if let earlier { evidence.append(Evidence("signature.after", .text("implant.\(earlier)"))) }
    if trace.called != .zero {
      evidence.append(Evidence("signature.names.address", .text("\(trace.called)")))
      if trace.port != 0 {
        evidence.append(Evidence("signature.names.port", .integer(Int(trace.port))))
      }
    }
    if let call {
      evidence += [
        Evidence("signature.call.address", .text("\(called.address)")),
        Evidence("signature.call.service", .text(called.service)),
        Evidence("signature.call.seconds", .decimal(Double(called.gap) / 1e9, places: 6)),
        Evidence("signature.call.found", .text(call.place.map { "octet \($0)" } ?? "sender")),
      ]
    }
    return evidence
  }
}
