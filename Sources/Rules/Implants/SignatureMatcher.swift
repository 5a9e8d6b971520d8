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
  private let gates: [SignatureGate]
  private let rows: [SignatureRow]
  /// Of each transport, where its lists begin; `nil` where no signature is of that.
  private let starts: [Int?]
  /// Places of signatures in the table: of a transport 257 lists, by the first octet, and without payload.
  private let candidates: [[UInt16]]

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
    gates = signatures.map(SignatureGate.init)
    rows = signatures.map(SignatureRow.init)
    var starts: [Int?] = Array(repeating: nil, count: 256)
    var candidates: [[UInt16]] = []
    for (index, signature) in signatures.enumerated() {
      for transport in Set(signature.transports).map({ Int($0.rawValue) }) {
        let start = starts[transport] ?? candidates.count
        if starts[transport] == nil {
          starts[transport] = start
          candidates += Array(repeating: [], count: SignatureMatcher.lists)
        }
        for first in SignatureMatcher.firsts(of: signature) {
          candidates[start + first].append(UInt16(index))
        }
      }
    }
    self.starts = starts
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
    guard let start = starts[Int(sample.transport.rawValue)] else { return [] }
    let first =
      sample.payloadStart < sample.octets.count
      ? Int(sample.octets[sample.payloadStart]) : SignatureMatcher.lists - 1
    return candidates[start + first]
  }

  /// Whether a packet has a signature, by all that it shows itself; of a knock that nobody has begun only the first
  /// port counts.
  func match(
    _ index: Int, _ sample: borrowing PacketSample, _ sighting: borrowing Sighting,
    isKnocked: Bool
  ) -> Match? {
    guard gates[index].admits(sample, fromDevice: sighting.fromDevice, isKnocked: isKnocked) else {
      return nil
    }
    return rows[index].match(index, sample, sighting)
  }
}

extension PacketSample {
  /// A number in network order; `nil` where the packet is too short.
  func number(at offset: Int, width: Int) -> UInt32? {
    guard offset + width <= octets.count else { return nil }
    return octets[offset..<offset + width].reduce(0) { $0 << 8 | UInt32($1) }
  }
}
