/// MAC security whose data cannot be read, IEEE 802.1AE clause 9.
///
///     octet  0        1              2               6                    14
///            | TCI,AN | short length | packet number | SCI, where SC set  | secure data ... | ICV 16
///     TCI, AN: version (must be 0), ES, SC, SCB, E encrypted, C changed, association number (2 bits)
///
/// Frames with neither E nor C are decoded inward and come here only where that fails.
enum MACsec: Dissector {
  static let name: ProtocolName = "macsec"
  static let carriers: [Carrier] = [.link(LinkProtocol(.macsec))]

  static func recognize(_ payload: borrowing Payload) -> Recognition {
    (try? MACsecTag(payload.bytes)) == nil ? .notMine : .certain
  }

  static func dissect(
    _ payload: borrowing Payload, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    do throws(DecodeFault) {
      let tag = try MACsecTag(payload.bytes)
      fields.add("end_station", tag.isEndStation)
      fields.add("single_copy_broadcast", tag.isSingleCopyBroadcast)
      fields.add("encryption", tag.isEncrypted)
      fields.add("changed_text", tag.isChanged)
      fields.add("association_number", tag.associationNumber)
      fields.add("short_length", UInt8(tag.shortLength))
      fields.add("packet_number", tag.packetNumber)
      guard let channel = tag.channelIdentifier else { return }
      fields.add("system_identifier", MACAddress(rawValue: channel >> 16))
      fields.add("port_identifier", UInt16(truncatingIfNeeded: channel))
    } catch {
      throw error.kind
    }
  }
}
