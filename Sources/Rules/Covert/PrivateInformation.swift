import Capture
import Packets

/// What a device's LLDP says under one organization and subtype that nobody knows here: how often it changes.
struct PrivateInformation: Sendable, Storable {
  /// A hash of the latest content; 0 before the first.
  private var latest: UInt32 = 0
  /// The messages with what has changed in them.
  private(set) var changes = EmptyField()

  init() {}

  /// Measured delays that change all the time: PROFINET (IEC 61158-6-10).
  private static let measuring: [UInt8] = [0x00, 0x0e, 0xcf]

  /// The information of a message, by organization and subtype; of several of one kind all of it.
  static func contents(of message: Message) -> [(name: String, octets: [UInt8])] {
    guard case .list(let groups)? = message.fields["organizationally_specific_tlvs"] else {
      return []
    }
    var contents: [(name: String, octets: [UInt8])] = []
    for group in groups {
      guard case .group(let fields) = group,
        case .octets(let organization)? = fields["organizationally_unique_identifier"],
        organization != measuring, case .octets(let octets)? = fields["information"]
      else { continue }
      let name =
        CarriedText.hexadecimal(organization) + "/\(fields["subtype"]?.number ?? 0)"
      if let place = contents.firstIndex(where: { $0.name == name }) {
        contents[place].octets += octets
      } else {
        contents.append((name, octets))
      }
    }
    return contents
  }

  /// Notes what a message says.
  /// - Returns: The chance, where it has changed, and often.
  mutating func note(_ octets: [UInt8]) -> Double? {
    var hash = FowlerNollVo()
    for octet in octets { hash.add(octet) }
    let digest = UInt32(truncatingIfNeeded: hash.value) | 1
    defer { latest = digest }
    return changes.note(latest == 0 || latest == digest ? [] : octets)
  }

  /// Begins anew, when it was told.
  mutating func begin() { changes.begin() }

  func store(to writer: inout StoredWriter) {
    writer.add(latest)
    writer.add(changes)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    latest = try reader.number()
    changes = try reader.value()
  }
}
