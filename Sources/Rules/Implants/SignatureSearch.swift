import Capture
import Devices
import Packets

/// Octets of a signature, made ready to be looked for.
///
/// What may stand anywhere is found as Horspool does (1980): by the octet under the last one, the pattern is
/// moved as far as it can be, so that most octets are never looked at.
struct SignatureSearch: Sendable {
  /// What is looked for.
  let bytes: SignatureBytes
  /// Of each value, how far it may be moved by the octet under its last; empty where the place is fixed.
  private let skips: [[UInt8]]

  /// Where something was found.
  struct Place: Hashable, Sendable {
    /// From the first octet of the transport header on.
    let position: Int
    /// The same from the front of the region.
    let offset: Int
    /// Octets.
    let length: Int
  }

  init(_ bytes: SignatureBytes) {
    self.bytes = bytes
    skips =
      bytes.offset != nil
      ? []
      : bytes.values.map { value in
        // A value has at most 256 octets; a shorter move than possible finds the same.
        let most = UInt8(clamping: value.count)
        var skip = [UInt8](repeating: most, count: 256)
        for (position, octet) in value.dropLast().enumerated() {
          skip[Int(octet)] = UInt8(clamping: value.count - 1 - position)
        }
        return skip
      }
  }

  /// Where the octets are; `nil` where they are not, or of those that must not be there, where they are.
  func place(in sample: borrowing PacketSample) -> Place? {
    let region = SignatureSearch.region(bytes.region, of: sample)
    let found = search(sample.octets, region)
    guard bytes.isNegated else { return found }
    return found == nil ? Place(position: region.lowerBound, offset: 0, length: 0) : nil
  }

  private func search(_ octets: [UInt8], _ region: Range<Int>) -> Place? {
    for index in bytes.values.indices {
      let value = bytes.values[index]
      guard value.count <= region.count, !bytes.isWhole || value.count == region.count else {
        continue
      }
      let position =
        bytes.offset.map { offset in
          offset <= region.count - value.count
            && fits(value, octets, at: region.lowerBound + offset)
            ? region.lowerBound + offset : nil
        } ?? find(value, skips.isEmpty ? [] : skips[index], octets, region)
      if let position {
        return Place(
          position: position, offset: position - region.lowerBound, length: value.count)
      }
    }
    return nil
  }

  private func fits(_ value: [UInt8], _ octets: [UInt8], at position: Int) -> Bool {
    for index in value.indices {
      let bits = bytes.mask.isEmpty ? 0xff : bytes.mask[index]
      if (octets[position + index] ^ value[index]) & bits != 0 { return false }
    }
    return true
  }

  private func find(
    _ value: [UInt8], _ skip: [UInt8], _ octets: [UInt8], _ region: Range<Int>
  ) -> Int? {
    guard !skip.isEmpty else { return nil }
    var position = region.lowerBound
    let last = value.count - 1
    while position + last < region.upperBound {
      let octet = octets[position + last]
      if octet == value[last], fits(value, octets, at: position) { return position }
      position += Int(skip[Int(octet)])
    }
    return nil
  }

  /// Where a part of a packet lies.
  static func region(
    _ region: SignatureRegion, of sample: borrowing PacketSample
  ) -> Range<Int> {
    switch region {
    case .packet: 0..<sample.octets.count
    case .payload: sample.payloadStart..<sample.octets.count
    case .options: min(20, sample.payloadStart)..<sample.payloadStart
    }
  }
}
