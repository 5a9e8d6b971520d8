import Devices
import Packets

/// A call of a device that follows a packet which may have asked for it.
struct SignatureCall: Sendable {
  /// The row of the packet, by its place in the table.
  let row: Int
  /// Where in the packet the address stood, from the transport header on; `nil` where it is the sender's.
  let place: Int?

  /// The call that an address is; `nil` where the packet did not ask for that. Of a packet that says nothing by itself
  /// a named address must be in it: who sent it calls and is called for other reasons.
  init?(
    of trace: SignatureTrace, _ signature: Signature, to address: IPAddress, row: Int
  ) {
    guard let callBack = signature.callBack else { return nil }
    self.row = row
    if callBack.address != nil, trace.called == address {
      place = Int(trace.place)
    } else if callBack.isAnywhere, let found = trace.place(of: address) {
      place = found
    } else if trace.peer == address, signature.countsSender {
      place = nil
    } else {
      return nil
    }
  }

  /// How much the packet and the call matter together.
  func severity(of signature: Signature) -> Severity {
    place != nil || signature.ruleSeverity >= .high ? .critical : .high
  }
}

extension Signature {
  /// Whether a call to the packet's sender counts.
  var countsSender: Bool {
    guard let callBack else { return false }
    return severity != .silent || callBack.address == nil && !callBack.isAnywhere
  }

  /// How much a packet matters by itself; low where it is silent.
  var ruleSeverity: Severity {
    switch severity {
    case .silent, .low: .low
    case .medium: .medium
    case .high: .high
    case .critical: .critical
    }
  }
}
