/// Data of the requests that open sessions or change who may do what.
extension IPMI {
  /// Reads the data of a request; those of other commands stay unread.
  static func readRequest(
    _ function: UInt8, _ command: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    switch (function, command) {
    case (0x00, 0x02): try readChassisControl(&reader, into: &fields)
    case (0x00, 0x08): try readBootOptions(&reader, into: &fields)
    case (0x06, 0x34): addChannel(try reader.uint8(), into: &fields)
    case (0x06, 0x38):
      let channel = try reader.uint8()
      addChannel(channel, into: &fields)
      fields.add("extended_data", channel & 0x80 != 0)
      addPrivilege("requested_maximum_privilege_level", try reader.uint8(), into: &fields)
    case (0x06, 0x39):
      addAuthenticationType(try reader.uint8(), into: &fields)
      try readName(&reader, into: &fields)
    case (0x06, 0x3a):
      addAuthenticationType(try reader.uint8(), into: &fields)
      addPrivilege("requested_maximum_privilege_level", try reader.uint8(), into: &fields)
      // What answers a challenge may be the password itself.
      try reader.skip(16)
      fields.add("initial_outbound_sequence_number", try reader.littleUInt32())
    case (0x06, 0x3b):
      addPrivilege("requested_privilege_level", try reader.uint8(), into: &fields)
    case (0x06, 0x3c): fields.add("closed_session_id", try reader.littleUInt32())
    case (0x06, 0x43), (0x06, 0x44), (0x06, 0x45), (0x06, 0x46), (0x06, 0x47):
      try readUserCommand(command, &reader, into: &fields)
    case (0x06, 0x48), (0x06, 0x49):
      fields.add("managed_payload_type", try reader.uint8() & 0x3f)
      fields.add("payload_instance", try reader.uint8() & 0x0f)
    case (0x06, 0x52):
      let bus = try reader.uint8()
      addChannel(bus >> 4, into: &fields)
      fields.add("bus_id", bus >> 1 & 7)
      fields.add("private_bus", bus & 1 != 0)
      fields.add("slave_address", try reader.uint8() >> 1)
      fields.add("read_count", try reader.uint8())
      fields.add("write_count", UInt8(truncatingIfNeeded: reader.count))
    case (0x06, 0x54):
      addChannel(try reader.uint8(), into: &fields)
      fields.add("listed_payload_type", try reader.uint8() & 0x3f)
      fields.add("list_index", try reader.uint8() & 0x3f)
    case (0x0c, 0x01): try readLANConfiguration(&reader, into: &fields)
    case (0x0c, 0x02):
      addChannel(try reader.uint8(), into: &fields)
      addParameter(try reader.uint8(), into: &fields)
    default: break
    }
  }

  static func addChannel(_ octet: UInt8, into fields: inout Fields) {
    fields.add("channel", octet & 0x0f)
  }

  private static func addAuthenticationType(_ octet: UInt8, into fields: inout Fields) {
    let type = octet & 0x0f
    fields.add("session_authentication_type", type)
    if let name = authenticationTypeName(type) {
      fields.add("session_authentication_type_name", name)
    }
  }

  /// Sixteen octets of a user's name, filled with zeros.
  static func readName(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let octets = try reader.take(16)
    var length = 0
    while length < octets.byteCount, octets.uint8(at: length) != 0 { length += 1 }
    fields.add("user_name", text: octets.extracting(first: length))
  }

  /// Sections 22.26 to 22.30.
  private static func readUserCommand(
    _ command: UInt8, _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if command == 0x43 || command == 0x44 {
      let access = try reader.uint8()
      addChannel(access, into: &fields)
      if command == 0x43 {
        fields.add("changes_messaging", access & 0x80 != 0)
        fields.add("restricted_to_callback", access & 0x40 != 0)
        fields.add("link_authentication", access & 0x20 != 0)
        fields.add("ipmi_messaging", access & 0x10 != 0)
      }
    }
    let user = try reader.uint8()
    fields.add("user_id", user & 0x3f)
    switch command {
    case 0x43: addPrivilege("user_privilege_limit", try reader.uint8(), into: &fields)
    case 0x45: try readName(&reader, into: &fields)
    case 0x47:
      let operation = try reader.uint8() & 3
      let names = ["disable_user", "enable_user", "set_password", "test_password"]
      fields.add("operation", operation)
      fields.add("operation_name", names[Int(operation)])
      fields.add("password_length", UInt8(user & 0x80 != 0 ? 20 : 16))
    default: break
    }
  }

  /// Section 28.3.
  private static func readChassisControl(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let control = try reader.uint8() & 0x0f
    let names = [
      "power_down", "power_up", "power_cycle", "hard_reset", "pulse_diagnostic_interrupt",
      "soft_shutdown",
    ]
    fields.add("chassis_control", control)
    if Int(control) < names.count { fields.add("chassis_control_name", names[Int(control)]) }
  }

  /// Section 28.12, of the parameters number 5: what to boot next.
  private static func readBootOptions(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    let selector = try reader.uint8() & 0x7f
    fields.add("parameter_selector", selector)
    guard selector == 5 else { return }
    let flags = try reader.uint8()
    fields.add("boot_flags_valid", flags & 0x80 != 0)
    fields.add("persistent", flags & 0x40 != 0)
    fields.add("efi", flags & 0x20 != 0)
    let device = try reader.uint8() >> 2 & 0x0f
    fields.add("boot_device", device)
    if let name = bootDeviceName(device) { fields.add("boot_device_name", name) }
  }

  private static func bootDeviceName(_ device: UInt8) -> String? {
    switch device {
    case 0: "no_override"
    case 1: "pxe"
    case 2: "default_hard_drive"
    case 3: "default_hard_drive_safe_mode"
    case 4: "default_diagnostic_partition"
    case 5: "default_cd_dvd"
    case 6: "bios_setup"
    case 7: "remote_removable_media"
    case 8: "remote_cd_dvd"
    case 9: "primary_remote_media"
    case 11: "remote_hard_drive"
    case 15: "primary_removable_media"
    default: nil
    }
  }
}
