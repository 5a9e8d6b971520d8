/// One message of IPMI, section 13.8.
///
///     request   | responder | function, LUN | sum | requester | sequence, LUN | command | data | sum |
///     response  | requester | function, LUN | sum | responder | sequence, LUN | command | code, data | sum |
///
/// The function number's lowest bit tells a response; a sum makes the octets it ends zero.
extension IPMI {
  /// Reads a message that has `length` octets on the wire.
  static func readMessage(
    _ bytes: RawSpan, of length: Int, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var reader = ByteReader(bytes)
    let first = try reader.uint8()
    let functionOctet = try reader.uint8()
    let function = functionOctet >> 2
    let isResponse = function & 1 != 0
    let headerChecksum = try reader.uint8()
    let second = try reader.uint8()
    let sequenceOctet = try reader.uint8()
    let command = try reader.uint8()
    fields.add("requester_address", isResponse ? first : second)
    fields.add("requester_lun", (isResponse ? functionOctet : sequenceOctet) & 3)
    fields.add("responder_address", isResponse ? second : first)
    fields.add("responder_lun", (isResponse ? sequenceOctet : functionOctet) & 3)
    fields.add("requester_sequence_number", sequenceOctet >> 2)
    fields.add("response", isResponse)
    fields.add("network_function", function)
    if let name = networkFunctionName(function) { fields.add("network_function_name", name) }
    fields.add("command", command)
    if let name = commandName(function, command) { fields.add("command_name", name) }
    let isHeaderValid = first &+ functionOctet &+ headerChecksum == 0
    fields.add("header_checksum_valid", isHeaderValid)
    guard length > 6 else { throw .totalLength }
    var rest = reader.rest
    if bytes.byteCount == length {
      var sum: UInt8 = 0
      for index in 3..<length { sum &+= bytes.uint8(at: index) }
      fields.add("data_checksum_valid", sum == 0)
      rest = rest.extracting(first: rest.byteCount - 1)
    }
    guard isHeaderValid else { throw .field }
    var data = ByteReader(rest)
    if isResponse {
      let code = try data.uint8()
      fields.add("completion_code", code)
      if let name = completionCodeName(code) { fields.add("completion_code_name", name) }
      guard code == 0 else { return }
    }
    if !isResponse || !data.isAtEnd {
      switch function & ~1 {
      case 0x2c: fields.add("defining_body", try data.uint8())
      case 0x2e:
        let low = UInt32(try data.littleUInt16())
        fields.add("oem_iana", UInt32(try data.uint8()) << 16 | low)
      default: break
      }
    }
    if isResponse {
      try readResponse(function & ~1, command, &data, into: &fields)
    } else {
      try readRequest(function, command, &data, into: &fields)
    }
    // Octets that are missing are the capture's fault, whether or not a command's reader looked at them.
    guard bytes.byteCount == length else { throw .truncated }
  }

  /// The standard's word for a function, section 5.1.
  private static func networkFunctionName(_ function: UInt8) -> String? {
    switch function & ~1 {
    case 0x00: "chassis"
    case 0x02: "bridge"
    case 0x04: "sensor_event"
    case 0x06: "application"
    case 0x08: "firmware"
    case 0x0a: "storage"
    case 0x0c: "transport"
    case 0x2c: "group_extension"
    case 0x2e: "oem_group"
    case 0x30...0x3e: "oem"
    default: nil
    }
  }

  /// The standard's words for a completion code that all commands share, section 5.2.
  private static func completionCodeName(_ code: UInt8) -> String? {
    let shared = [
      "node_busy", "invalid_command", "command_invalid_for_given_lun", "timeout", "out_of_space",
      "reservation_canceled_or_invalid_reservation_id", "request_data_truncated",
      "request_data_length_invalid", "request_data_field_length_limit_exceeded",
      "parameter_out_of_range", "cannot_return_number_of_requested_data_bytes",
      "requested_sensor_data_or_record_not_present", "invalid_data_field_in_request",
      "command_illegal_for_specified_sensor_or_record_type",
      "command_response_could_not_be_provided", "cannot_execute_duplicated_request",
      "sdr_repository_in_update_mode", "device_in_firmware_update_mode",
      "bmc_initialization_in_progress", "destination_unavailable", "insufficient_privilege_level",
      "command_not_supported_in_present_state", "command_sub_function_disabled",
    ]
    switch code {
    case 0x00: return "completed_normally"
    case 0xc0...0xd6: return shared[Int(code - 0xc0)]
    case 0xff: return "unspecified_error"
    default: return nil
    }
  }
}
