import Devices
import Flows
import Packets

/// A signature with what is looked for, held against packets that its gate admits.
///
/// Shared, because a copy of its many lists costs more than to read it.
final class SignatureRow: Sendable {
  private let signature: Signature
  private let searches: [SignatureSearch]

  init(_ signature: Signature) {
    self.signature = signature
    searches = signature.bytes.map(SignatureSearch.init)
  }

  /// Whether a packet that went through `SignatureGate` has the signature, by all that it shows itself.
  func match(
    _ index: Int, _ sample: borrowing PacketSample, _ sighting: borrowing Sighting
  ) -> SignatureMatcher.Match? {
    guard fitsHeader(sample), fits(sighting) else { return nil }
    var difference: UInt32?
    if let relation = signature.relation {
      guard let found = SignatureRow.difference(relation, sample) else { return nil }
      difference = found
    }
    var places: [SignatureSearch.Place] = []
    for search in searches {
      guard let place = search.place(in: sample) else { return nil }
      if !search.bytes.isNegated { places.append(place) }
    }
    return SignatureMatcher.Match(index: index, places: places, difference: difference)
  }

  /// Type, code, ports, lengths: of what the gate has seen as bounds all that lies between.
  private func fitsHeader(_ sample: borrowing PacketSample) -> Bool {
    let length = UInt32(clamping: sample.wireLength - sample.payloadStart)
    return SignatureRow.includes(signature.messageTypes, sample, at: 0, width: 1)
      && SignatureRow.includes(signature.messageCodes, sample, at: 1, width: 1)
      && SignatureRow.includes(signature.sourcePorts, sample, at: 0, width: 2)
      && SignatureRow.includes(signature.destinationPorts, sample, at: 2, width: 2)
      && (signature.payloadLengths.isEmpty
        || SignatureRow.contains(signature.payloadLengths, length))
      && signature.nonZero.allSatisfy {
        sample.number(at: $0.offset, width: $0.width).map { $0 != 0 } ?? false
      }
  }

  /// What the conversation says of the packet.
  private func fits(_ sighting: borrowing Sighting) -> Bool {
    let traits = sighting.event.flow.traits
    if signature.isOpening {
      // Counted anew at the active time-out is not begun.
      let packets = sighting.deviceEnd.packets + sighting.peerEnd.packets
      if packets != 1 || traits.contains(.continued) { return false }
    }
    if signature.isFirstPayload {
      if !traits.isDisjoint(with: [.continued, .midstream]) { return false }
      let length = UInt64(sighting.event.payloadLength)
      let sent = sighting.fromDevice ? sighting.deviceEnd : sighting.peerEnd
      if length == 0 || sent.payloadBytes != length { return false }
    }
    if signature.isUnrecognized, sighting.content.message != nil { return false }
    let peer = sighting.peerEnd.address
    return signature.peers.isEmpty || signature.peers.contains { $0.contains(peer) }
  }

  /// Whether a number is in one of some ranges, where there are any.
  private static func includes(
    _ ranges: [ClosedRange<UInt16>], _ sample: borrowing PacketSample, at offset: Int, width: Int
  ) -> Bool {
    if ranges.isEmpty { return true }
    guard let number = sample.number(at: offset, width: width) else { return false }
    return contains(ranges, number)
  }

  private static func contains(_ ranges: [ClosedRange<UInt16>], _ number: UInt32) -> Bool {
    ranges.contains { UInt32($0.lowerBound) <= number && number <= UInt32($0.upperBound) }
  }

  private static func difference(
    _ relation: SignatureRelation, _ sample: borrowing PacketSample
  ) -> UInt32? {
    let width = relation.minuend.width
    guard let minuend = sample.number(at: relation.minuend.offset, width: width),
      let subtrahend = sample.number(at: relation.subtrahend.offset, width: width)
    else { return nil }
    let difference = (minuend &- subtrahend) & (width == 4 ? .max : 0xffff)
    return relation.differences.contains(difference) ? difference : nil
  }
}
