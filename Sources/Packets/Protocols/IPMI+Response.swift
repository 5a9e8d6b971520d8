/// Data of the responses that say what a managed system is and what it lets in.
extension IPMI {
  /// Reads the data behind a completion code of 0; those of other commands stay unread.
  static func readResponse(
    _ function: UInt8, _ command: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch (function, command) {
    case (0x06, 0x01): try readDevice(&reader, into: &fields)
    case (0x06, 0x08), (0x06, 0x37): fields.add("guid", octets: try reader.take(16))
    case (0x06, 0x38): try readAuthenticationCapabilities(&reader, into: &fields)
    case (0x06, 0x39): fields.add("temporary_session_id", try reader.littleUInt32())
    case (0x06, 0x3a):
      fields.add("session_authentication_type", try reader.uint8() & 0x0f)
      fields.add("new_session_id", try reader.littleUInt32())
      fields.add("initial_inbound_sequence_number", try reader.littleUInt32())
      addPrivilege("maximum_privilege_level", try reader.uint8(), into: &fields)
    case (0x06, 0x3b): addPrivilege("privilege_level", try reader.uint8(), into: &fields)
    case (0x06, 0x46): try readName(&reader, into: &fields)
    case (0x00, 0x01): fields.add("power_on", try reader.uint8() & 1 != 0)
    default: break
    }
  }

  /// Get Device ID, section 20.1. Revisions are decimal digits, of IPMI with the major one low.
  private static func readDevice(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("device_id", try reader.uint8())
    fields.add("device_revision", try reader.uint8() & 0x0f)
    let major = try reader.uint8() & 0x7f
    let minor = try reader.uint8()
    fields.add("firmware_revision", "\(major).\(minor >> 4)\(minor & 0x0f)")
    let version = try reader.uint8()
    fields.add("ipmi_version", "\(version & 0x0f).\(version >> 4)")
    try reader.skip(1)
    let low = UInt32(try reader.littleUInt16())
    fields.add("manufacturer_id", (UInt32(try reader.uint8()) << 16 | low) & 0xf_ffff)
    fields.add("product_id", try reader.littleUInt16())
  }

  /// Get Channel Authentication Capabilities, section 22.13.
  private static func readAuthenticationCapabilities(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    addChannel(try reader.uint8(), into: &fields)
    let types = try reader.uint8()
    fields.add(
      "authentication_types",
      [UInt8](0...5).filter { types & 1 << $0 != 0 }.compactMap { authenticationTypeName($0) }
        .map { .text($0) })
    let status = try reader.uint8()
    fields.add("two_key_login", status & 0x20 != 0)
    fields.add("per_message_authentication", status & 0x10 == 0)
    fields.add("user_level_authentication", status & 0x08 == 0)
    fields.add("non_null_user_names", status & 0x04 != 0)
    fields.add("null_user_names", status & 0x02 != 0)
    fields.add("anonymous_login", status & 0x01 != 0)
    let extended = try reader.uint8()
    // Without the extended data of IPMI 2.0 the octet is reserved.
    if types & 0x80 != 0 {
      fields.add("supports_ipmi_2_0", extended & 2 != 0)
      fields.add("supports_ipmi_1_5", extended & 1 != 0)
    }
    let low = UInt32(try reader.littleUInt16())
    fields.add("oem_id", UInt32(try reader.uint8()) << 16 | low)
  }
}
