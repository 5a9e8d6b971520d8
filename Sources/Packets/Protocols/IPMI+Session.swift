/// How a session of IPMI 2.0 is opened: sections 13.17 to 13.23.
extension IPMI {
  /// Section 13.17: message tag, the highest privilege wanted, a session id, three algorithms.
  static func readOpenSessionRequest(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    addPrivilege("requested_maximum_privilege_level", try reader.uint8(), into: &fields)
    try reader.skip(2)
    fields.add("remote_console_session_id", try reader.littleUInt32())
    try readAlgorithms(&reader, into: &fields)
  }

  /// Section 13.18: as the request, with a status and the other side's session id.
  static func readOpenSessionResponse(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    let status = try reader.uint8()
    addStatus(status, into: &fields)
    addPrivilege("maximum_privilege_level", try reader.uint8(), into: &fields)
    try reader.skip(1)
    fields.add("remote_console_session_id", try reader.littleUInt32())
    guard status == 0 else { return }
    fields.add("managed_system_session_id", try reader.littleUInt32())
    try readAlgorithms(&reader, into: &fields)
  }

  /// RAKP message 1, section 13.20: who wants to log in, as what.
  static func readFirstKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    try reader.skip(3)
    fields.add("managed_system_session_id", try reader.littleUInt32())
    try reader.skip(16)
    let role = try reader.uint8()
    addPrivilege("requested_maximum_privilege_level", role, into: &fields)
    fields.add("name_only_lookup", role & 0x10 != 0)
    try reader.skip(2)
    let length = try reader.uint8()
    fields.add("user_name_length", length)
    fields.add("user_name", text: try reader.take(Int(length)))
    guard length <= 16 else { throw .field }
  }

  /// RAKP message 2, section 13.21: the managed system's GUID and its code over the password, which can
  /// be attacked without any further packet.
  static func readSecondKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    let status = try reader.uint8()
    addStatus(status, into: &fields)
    try reader.skip(2)
    fields.add("remote_console_session_id", try reader.littleUInt32())
    guard status == 0 else { return }
    try reader.skip(16)
    fields.add("managed_system_guid", octets: try reader.take(16))
    fields.add("key_exchange_authentication_code_present", !reader.isAtEnd)
  }

  /// RAKP message 3, section 13.22.
  static func readThirdKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    addStatus(try reader.uint8(), into: &fields)
    try reader.skip(2)
    fields.add("managed_system_session_id", try reader.littleUInt32())
    fields.add("key_exchange_authentication_code_present", !reader.isAtEnd)
  }

  /// RAKP message 4, section 13.23.
  static func readFourthKeyMessage(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    fields.add("message_tag", try reader.uint8())
    addStatus(try reader.uint8(), into: &fields)
    try reader.skip(2)
    fields.add("remote_console_session_id", try reader.littleUInt32())
    fields.add("integrity_check_value_present", !reader.isAtEnd)
  }

  /// Adds a privilege level from the low four bits of an octet.
  static func addPrivilege(_ name: String, _ octet: UInt8, into fields: inout Fields) {
    let level = octet & 0x0f
    fields.add(name, level)
    let words = ["highest_matching", "callback", "user", "operator", "administrator", "oem"]
    if Int(level) < words.count { fields.add("\(name)_name", words[Int(level)]) }
  }

  private static func addStatus(_ code: UInt8, into fields: inout Fields) {
    fields.add("status_code", code)
    if let name = RMCPStatusCode.name(code) { fields.add("status_code_name", name) }
  }

  /// Three payloads of eight octets: type 0, 1, 2, reserved, length, algorithm, reserved. A length of 0
  /// leaves the choice to the other side.
  private static func readAlgorithms(
    _ reader: inout ByteReader, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var algorithms: [UInt8] = []
    for kind in IPMIAlgorithm.allCases {
      guard try reader.uint8() == kind.rawValue else { throw .option }
      try reader.skip(2)
      let length = try reader.uint8()
      guard length == 8 || length == 0 else { throw .option }
      let algorithm = try reader.uint8() & 0x3f
      try reader.skip(3)
      guard length == 8 else { continue }
      algorithms.append(algorithm)
      fields.add("\(kind.name)_algorithm", algorithm)
      if let name = kind.name(of: algorithm) { fields.add("\(kind.name)_algorithm_name", name) }
    }
    guard algorithms.count == 3,
      let suite = IPMIAlgorithm.cipherSuite(algorithms[0], algorithms[1], algorithms[2])
    else { return }
    fields.add("cipher_suite", suite)
  }
}
