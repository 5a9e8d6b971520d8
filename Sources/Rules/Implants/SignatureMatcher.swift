import Devices
import Flows
import Packets

/// A table of signatures, made ready: which of them a packet may have is looked up by its transport and the first
/// octet of its payload.
///
/// Measured: most packets are held against two to five rows, of which all but one fail at their first number.
struct SignatureMatcher: Sendable {
  /// The signatures, in the order of the table.
  let signatures: [Signature]
  private let searches: [[SignatureSearch]]
  /// Places of signatures in the table: of each transport 257 lists, by the first octet, and without payload.
  private let candidates: [[UInt16]?]

  /// What fits in a packet.
  struct Match: Sendable {
    /// The signature, by its place in the table.
    let index: Int
    /// Where its bytes are, in the order of the row; of those that must not be there nothing.
    let places: [SignatureSearch.Place]
    /// The difference of the fields in its relation.
    let difference: UInt32?
  }

  private static let lists = 257

  init(_ signatures: [Signature]) {
    self.signatures = signatures
    searches = signatures.map { $0.bytes.map(SignatureSearch.init) }
    var candidates: [[UInt16]?] = Array(repeating: nil, count: 256 * SignatureMatcher.lists)
    for (index, signature) in signatures.enumerated() {
      for first in SignatureMatcher.firsts(of: signature) {
        for transport in Set(signature.transports) {
          let list = Int(transport.rawValue) * SignatureMatcher.lists + first
          candidates[list] = (candidates[list] ?? []) + [UInt16(index)]
        }
      }
    }
    self.candidates = candidates
  }

  /// How the payload of a packet may begin that has a signature; 256 stands for no payload.
  private static func firsts(of signature: Signature) -> [Int] {
    let known = signature.bytes.compactMap(\.firstOctets)
    guard let one = known.first else { return Array(0..<lists) }
    return Set(one).filter { octet in known.allSatisfy { $0.contains(octet) } }.map(Int.init)
  }

  /// Places in the table of the signatures that a packet may have.
  func candidates(for sample: borrowing PacketSample) -> [UInt16] {
    let first =
      sample.payloadStart < sample.octets.count
      ? Int(sample.octets[sample.payloadStart]) : SignatureMatcher.lists - 1
    return candidates[Int(sample.transport.rawValue) * SignatureMatcher.lists + first] ?? []
  }

  /// Whether a packet has a signature, by all that it shows itself.
  func match(
    _ index: Int, _ sample: borrowing PacketSample, _ sighting: borrowing Sighting
  ) -> Match? {
    guard fitsHeader(signatures[index], sample), fitsSighting(signatures[index], sample, sighting)
    else { return nil }
    var difference: UInt32?
    if let relation = signatures[index].relation {
      guard let found = SignatureMatcher.difference(relation, sample) else { return nil }
      difference = found
    }
    var places: [SignatureSearch.Place] = []
    for search in searches[index] {
      guard let place = search.place(in: sample) else { return nil }
      if !search.bytes.isNegated { places.append(place) }
    }
    return Match(index: index, places: places, difference: difference)
  }

  /// Control bits, type, code, ports, lengths: the cheapest first.
  private func fitsHeader(_ signature: Signature, _ sample: borrowing PacketSample) -> Bool {
    if !signature.flags.isEmpty || !signature.withoutFlags.isEmpty {
      guard sample.octets.count > 13 else { return false }
      let flags = TCPFlags(rawValue: sample.octets[13])
      guard flags.isSuperset(of: signature.flags), flags.isDisjoint(with: signature.withoutFlags)
      else { return false }
    }
    if !signature.messageTypes.isEmpty {
      guard SignatureMatcher.contains(signature.messageTypes, sample.number(at: 0, width: 1)) else {
        return false
      }
    }
    if !signature.messageCodes.isEmpty {
      guard SignatureMatcher.contains(signature.messageCodes, sample.number(at: 1, width: 1)) else {
        return false
      }
    }
    if !signature.destinationPorts.isEmpty {
      guard SignatureMatcher.contains(signature.destinationPorts, sample.number(at: 2, width: 2))
      else { return false }
    }
    if !signature.sourcePorts.isEmpty {
      guard SignatureMatcher.contains(signature.sourcePorts, sample.number(at: 0, width: 2)) else {
        return false
      }
    }
    if !signature.payloadLengths.isEmpty {
      let length = UInt32(clamping: sample.wireLength - sample.payloadStart)
      guard SignatureMatcher.contains(signature.payloadLengths, length) else { return false }
    }
    return signature.nonZero.allSatisfy {
      sample.number(at: $0.offset, width: $0.width).map { $0 != 0 } ?? false
    }
  }

  /// What the conversation says of the packet.
  private func fitsSighting(
    _ signature: Signature, _ sample: borrowing PacketSample, _ sighting: borrowing Sighting
  ) -> Bool {
    switch signature.direction {
    case .toDevice: if sighting.fromDevice { return false }
    case .fromDevice: if !sighting.fromDevice { return false }
    case .either: break
    }
    let flow = sighting.event.flow
    if signature.isOpening {
      // Counted anew at the active time-out is not begun.
      let packets = flow.initiator.packets + flow.responder.packets
      if packets != 1 || flow.traits.contains(.continued) { return false }
    }
    if signature.isFirstPayload {
      if !flow.traits.isDisjoint(with: [.continued, .midstream]) { return false }
      let sender = sighting.event.fromInitiator ? flow.initiator : flow.responder
      let length = UInt64(sighting.event.payloadLength)
      if length == 0 || sender.payloadBytes != length { return false }
    }
    if signature.isUnrecognized, sighting.content.message != nil { return false }
    let peer = sighting.peerEnd.address
    return signature.peers.isEmpty || signature.peers.contains { $0.contains(peer) }
  }

  private static func contains(_ ranges: [ClosedRange<UInt16>], _ number: UInt32?) -> Bool {
    guard let number else { return false }
    return ranges.contains { UInt32($0.lowerBound) <= number && number <= UInt32($0.upperBound) }
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

extension PacketSample {
  /// A number in network order; `nil` where the packet is too short.
  func number(at offset: Int, width: Int) -> UInt32? {
    guard offset + width <= octets.count else { return nil }
    return octets[offset..<offset + width].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
