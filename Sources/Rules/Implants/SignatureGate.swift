import Devices
import Packets

/// What a signature says of numbers in the header, as bounds: cheap to hold against a packet, before the row itself
/// is looked at.
///
/// A packet that it turns away does not have the signature; one that it admits may.
struct SignatureGate: Sendable {
  private let direction: SignatureDirection
  private let flags: UInt8
  private let counted: UInt8
  private let sourcePorts: ClosedRange<UInt16>
  private let destinationPorts: ClosedRange<UInt16>
  private let messageTypes: ClosedRange<UInt16>
  private let payloadLengths: ClosedRange<UInt16>
  /// The port that a knock begins with; 0 where the signature is no knock.
  private let firstKnock: UInt16

  init(_ signature: Signature) {
    direction = signature.direction
    flags = signature.flags.rawValue
    counted = signature.flags.union(signature.withoutFlags).rawValue
    sourcePorts = SignatureGate.hull(of: signature.sourcePorts)
    destinationPorts = SignatureGate.hull(of: signature.destinationPorts)
    messageTypes = SignatureGate.hull(of: signature.messageTypes)
    payloadLengths = SignatureGate.hull(of: signature.payloadLengths)
    firstKnock = signature.knock?.ports.first ?? 0
  }

  /// Whether a packet may have the signature.
  ///
  /// `isKnocked`: whether somebody may be in the midst of a knock; if not, of a knock only the first port counts.
  func admits(_ sample: borrowing PacketSample, fromDevice: Bool, isKnocked: Bool) -> Bool {
    switch direction {
    case .toDevice: if fromDevice { return false }
    case .fromDevice: if !fromDevice { return false }
    case .either: break
    }
    let length = UInt16(clamping: sample.wireLength - sample.payloadStart)
    guard payloadLengths.contains(length) else { return false }
    if counted != 0 {
      guard sample.octets.count > 13, sample.octets[13] & counted == flags else { return false }
    }
    guard sample.octets.count >= 4 else { return true }
    let first = UInt16(sample.octets[0])
    let source = first << 8 | UInt16(sample.octets[1])
    let destination = UInt16(sample.octets[2]) << 8 | UInt16(sample.octets[3])
    return messageTypes.contains(first) && sourcePorts.contains(source)
      && destinationPorts.contains(destination)
      && (firstKnock == 0 || isKnocked || destination == firstKnock)
  }

  /// From the least to the greatest of some ranges; everything where there is none.
  private static func hull(of ranges: [ClosedRange<UInt16>]) -> ClosedRange<UInt16> {
    guard let least = ranges.lazy.map(\.lowerBound).min(),
      let greatest = ranges.lazy.map(\.upperBound).max()
    else { return 0...UInt16.max }
    return least...greatest
  }
}
