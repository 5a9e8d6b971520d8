/// Data of the messages of the Alert Standard Format, DMTF DSP0136 sections 3.2.4 and 3.2.5.
extension RMCP {
  /// The standard's name of a message type, section 3.2.4.1.
  static func messageTypeName(_ type: UInt8) -> String? {
    switch type {
    case 0x10: "reset"
    case 0x11: "power_up"
    case 0x12: "unconditional_power_down"
    case 0x13: "power_cycle_reset"
    case 0x40: "presence_pong"
    case 0x41: "capabilities_response"
    case 0x42: "system_state_response"
    case 0x43: "open_session_response"
    case 0x44: "close_session_response"
    case 0x80: "presence_ping"
    case 0x81: "capabilities_request"
    case 0x82: "system_state_request"
    case 0x83: "open_session_request"
    case 0x84: "close_session_request"
    case 0xc0: "rakp_message_1"
    case 0xc1: "rakp_message_2"
    case 0xc2: "rakp_message_3"
    default: nil
    }
  }

  /// Reads the data of one message; those of an unknown type stay unread.
  static func readData(
    ofType type: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch type {
    case 0x10, 0x11, 0x13: try readRemoteControl(&reader, into: &fields)
    case 0x40: try readPresencePong(&reader, into: &fields)
    case 0x41: try readCapabilities(&reader, into: &fields)
    case 0x42:
      fields.add("system_state", try reader.uint8())
      fields.add("watchdog_state", try reader.uint8())
    case 0x43: try readOpenSessionResponse(&reader, into: &fields)
    case 0x44: readStatus(try reader.uint8(), into: &fields)
    case 0x83:
      fields.add("management_console_session_id", try reader.uint32())
      try readAlgorithms(&reader, into: &fields)
    case 0xc0: try readFirstKeyMessage(&reader, into: &fields)
    case 0xc1: try readSecondKeyMessage(&reader, into: &fields)
    case 0xc2: try readThirdKeyMessage(&reader, into: &fields)
    default: break
    }
  }

  private static func readStatus(_ code: UInt8, into fields: inout Fields) {
    fields.add("status_code", code)
    if let name = RMCPStatusCode.name(code) { fields.add("status_code_name", name) }
  }

  /// Reset, power-up and power cycle: what to do once the system starts, section 3.2.4.1.
  private static func readRemoteControl(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("manufacturer_iana_enterprise_number", try reader.uint32())
    fields.add("special_command", try reader.uint8())
    fields.add("special_command_parameter", try reader.uint16())
    fields.add("boot_options_bit_mask", try reader.uint16())
    fields.add("oem_parameters", try reader.uint16())
  }

  private static func readPresencePong(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("manufacturer_iana_enterprise_number", try reader.uint32())
    fields.add("oem_defined", try reader.uint32())
    let entities = try reader.uint8()
    fields.add("supported_entities", entities)
    fields.add("supports_ipmi", entities & 0x80 != 0)
    fields.add("asf_version", entities & 0x0f)
    let interactions = try reader.uint8()
    fields.add("supported_interactions", interactions)
    fields.add("supports_security_extensions", interactions & 0x80 != 0)
    fields.add("supports_dash", interactions & 0x20 != 0)
  }

  private static func readCapabilities(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("manufacturer_iana_enterprise_number", try reader.uint32())
    fields.add("oem_defined", try reader.uint32())
    fields.add("special_commands", try reader.uint16())
    fields.add("system_capabilities", try reader.uint8())
    fields.add("system_firmware_capabilities", try reader.uint32())
  }

  private static func readOpenSessionResponse(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let status = try reader.uint8()
    readStatus(status, into: &fields)
    try reader.skip(3)
    fields.add("management_console_session_id", try reader.uint32())
    guard status == 0 else { return }
    fields.add("managed_client_session_id", try reader.uint32())
    try readAlgorithms(&reader, into: &fields)
  }

  /// Payloads of a session's opening: type, reserved, length with these four octets, algorithm.
  private static func readAlgorithms(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var authentication: [FieldValue] = []
    var integrity: [FieldValue] = []
    defer {
      fields.add("authentication_algorithms", authentication)
      fields.add("integrity_algorithms", integrity)
    }
    while reader.count >= 4 {
      let type = try reader.uint8()
      guard type != 0 else { return }
      try reader.skip(1)
      let length = Int(try reader.uint16())
      guard length >= 4 else { throw .option }
      let body = try reader.take(length - 4)
      guard body.byteCount > 0 else { continue }
      let algorithm = FieldValue.number(UInt64(body.uint8(at: 0)))
      switch type {
      case 1: authentication.append(algorithm)
      case 2: integrity.append(algorithm)
      default: break
      }
    }
  }

  private static func readFirstKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("managed_client_session_id", try reader.uint32())
    try reader.skip(16)
    fields.add("requested_role", try reader.uint8() & 0x0f)
    try reader.skip(2)
    let length = try reader.uint8()
    fields.add("user_name_length", length)
    fields.add("user_name", text: try reader.take(Int(length)))
    guard length <= 16 else { throw .field }
  }

  private static func readSecondKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let status = try reader.uint8()
    readStatus(status, into: &fields)
    try reader.skip(3)
    fields.add("management_console_session_id", try reader.uint32())
    guard status == 0 else { return }
    try reader.skip(16)
    fields.add("managed_client_guid", octets: try reader.take(16))
    fields.add("integrity_check_value_present", !reader.isAtEnd)
  }

  private static func readThirdKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    readStatus(try reader.uint8(), into: &fields)
    try reader.skip(3)
    fields.add("managed_client_session_id", try reader.uint32())
    fields.add("integrity_check_value_present", !reader.isAtEnd)
  }
}
