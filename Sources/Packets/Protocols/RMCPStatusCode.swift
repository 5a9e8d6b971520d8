/// Why a session was not opened: status codes of RMCP+ and RAKP messages, IPMI 2.0 section 13.24, whose
/// first sixteen are those of DMTF DSP0136 section 3.2.4.
enum RMCPStatusCode {
  /// The standard's word for a code.
  static func name(_ code: UInt8) -> String? {
    Int(code) < names.count ? names[Int(code)] : nil
  }

  private static let names = [
    "no_errors", "insufficient_resources_to_create_a_session", "invalid_session_id",
    "invalid_payload_type", "invalid_authentication_algorithm", "invalid_integrity_algorithm",
    "no_matching_authentication_payload", "no_matching_integrity_payload", "inactive_session_id",
    "invalid_role", "unauthorized_role_or_privilege_level_requested",
    "insufficient_resources_to_create_a_session_at_the_requested_role", "invalid_name_length",
    "unauthorized_name", "unauthorized_guid", "invalid_integrity_check_value",
    "invalid_confidentiality_algorithm", "no_cipher_suite_match",
    "illegal_or_unrecognized_parameter",
  ]
}
