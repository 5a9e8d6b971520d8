import Testing

@testable import Packets

/// Packets of one system and one console in a laboratory: an emulator of OpenIPMI and ipmitool.
@Suite struct IPMITests {
  /// Get Channel Authentication Capabilities, asking for the data of IPMI 2.0.
  static let capabilitiesRequest = bytes(
    """
    06 00 ff 07 00 00 00 00 00 00 00 00 00 09
    20 18 c8 81 00 38 8e 04 b5
    """)
  static let capabilitiesResponse = bytes(
    """
    06 00 ff 07 00 00 00 00 00 00 00 00 00 10
    81 1c 63 20 00 38 00 01 97 06 03 00 00 00 00 07
    """)
  /// Cipher suite 3 is proposed and taken.
  static let openSessionRequest = bytes(
    """
    06 00 ff 07 06 10 00 00 00 00 00 00 00 00 20 00
    00 00 00 00 a4 a3 a2 a0
    00 00 00 08 01 00 00 00  01 00 00 08 01 00 00 00  02 00 00 08 01 00 00 00
    """)
  static let openSessionResponse = bytes(
    """
    06 00 ff 07 06 11 00 00 00 00 00 00 00 00 24 00
    00 00 00 00 a4 a3 a2 a0 02 01 00 00
    00 00 00 08 01 00 00 00  01 00 00 08 01 00 00 00  02 00 00 08 01 00 00 00
    """)
  /// The user ipmiusr wants to be administrator.
  static let firstKeyMessage = bytes(
    """
    06 00 ff 07 06 12 00 00 00 00 00 00 00 00 23 00
    00 00 00 00 02 01 00 00
    e0 8d 9d a9 31 13 83 30 09 8e 96 5c 73 e3 a0 3d
    14 00 00 07 69 70 6d 69 75 73 72
    """)
  static let secondKeyMessage = bytes(
    """
    06 00 ff 07 06 13 00 00 00 00 00 00 00 00 3c 00
    00 00 00 00 a4 a3 a2 a0
    c8 f3 01 3d 1f 5d c9 2c 64 ee 7e d1 dc 27 4e b1
    a1 23 45 67 89 ab cd ef a1 23 45 67 89 ab cd ef
    cb e1 d6 c9 14 91 b0 81 86 0d 23 d4 38 0d 13 85 91 fc b7 5f
    """)
  static let thirdKeyMessage = bytes(
    """
    06 00 ff 07 06 14 00 00 00 00 00 00 00 00 1c 00
    00 00 00 00 02 01 00 00
    51 c8 1b 5e 61 d7 e2 cc 5d b3 52 d8 57 09 66 27 ca e6 4f 3a
    """)
  static let fourthKeyMessage = bytes(
    """
    06 00 ff 07 06 15 00 00 00 00 00 00 00 00 14 00
    00 00 00 00 a4 a3 a2 a0
    50 93 d1 a2 00 3f 3a 3b 96 83 10 d9
    """)
  /// A command inside that session: encrypted and authenticated.
  static let encrypted = bytes(
    """
    06 00 ff 07 06 c0 02 01 00 00 03 00 00 00 20 00
    25 1f 5f 54 ec a0 a4 ba f3 c4 14 4e e6 6a 84 31 b0 f4 1d 7b 6c f9 0d f3 b4 34 49 75 90 61 a6 4b
    ff ff 02 07 f7 53 50 da d6 95 69 6b 96 80 8e 00
    """)
  /// Another session with cipher suite 0: nothing is proved and nothing hidden.
  static let openSessionRequestZero = bytes(
    """
    06 00 ff 07 06 10 00 00 00 00 00 00 00 00 20 00
    00 00 00 00 a4 a3 a2 a0
    00 00 00 08 00 00 00 00  01 00 00 08 00 00 00 00  02 00 00 08 00 00 00 00
    """)
  static let thirdKeyMessageZero = bytes(
    "06 00 ff 07 06 14 00 00 00 00 00 00 00 00 08 00 00 00 00 00 82 01 00 00")
  static let setPrivilegeZero = bytes(
    """
    06 00 ff 07 06 00 82 01 00 00 03 00 00 00 08 00
    20 18 c8 81 04 3b 04 3c
    """)
  /// Get Device ID answered: manufacturer 4753, product 3842, firmware 9.08.
  static let device = bytes(
    """
    06 00 ff 07 06 00 a4 a3 a2 a0 03 00 00 00 17 00
    81 1c 63 20 0c 01 00 00 03 09 08 02 9f 91 12 00 02 0f 00 00 00 00 6a
    """)
  /// A session of IPMI 1.5: the challenge is asked for by name and answered with MD5.
  static let challenge = bytes(
    """
    06 00 ff 07 00 00 00 00 00 00 00 00 00 18
    20 18 c8 81 08 39 02 69 70 6d 69 75 73 72 00 00 00 00 00 00 00 00 00 33
    """)
  static let activation = bytes(
    """
    06 00 ff 07 02 00 00 00 00 05 00 00 00
    f3 51 5b 3c 80 3a 45 33 5f 1a b4 75 2b 91 08 e3 1d
    20 18 c8 81 0c 3a 02 04 45 80 c6 f9 df 99 41 d1 17 99 eb 2f ee 89 81 17 3f 40 ba 65 ae
    """)

  private func text(_ octets: [UInt8], _ name: String) -> String? {
    Reading(IPMI.self, octets).fields[name]?.text
  }

  private func number(_ octets: [UInt8], _ name: String) -> UInt64? {
    Reading(IPMI.self, octets).fields[name]?.number
  }

  @Test func everyStepIsCertainAndWhole() {
    for octets in Self.samples {
      let reading = Reading(IPMI.self, octets)
      #expect(reading.recognition == .certain)
      #expect(reading.fault == .none)
      #expect(Reading(RMCP.self, octets).recognition == .notMine)
    }
  }

  @Test func capabilities() {
    let request = Reading(IPMI.self, Self.capabilitiesRequest).fields
    #expect(request["command_name"]?.text == "get_channel_authentication_capabilities")
    #expect(request["channel"]?.number == 14)
    #expect(request["extended_data"] == .flag(true))
    #expect(request["requested_maximum_privilege_level_name"]?.text == "administrator")
    #expect(request["header_checksum_valid"] == .flag(true))
    #expect(request["data_checksum_valid"] == .flag(true))
    let response = Reading(IPMI.self, Self.capabilitiesResponse).fields
    #expect(response["response"] == .flag(true))
    #expect(response["completion_code"]?.number == 0)
    #expect(
      response["authentication_types"]
        == .list([.text("none"), .text("md2"), .text("md5"), .text("straight_password")]))
    #expect(response["supports_ipmi_2_0"] == .flag(true))
    #expect(response["null_user_names"] == .flag(true))
    #expect(response["anonymous_login"] == .flag(false))
  }

  @Test func sessionWithCipherSuiteThree() {
    let request = Reading(IPMI.self, Self.openSessionRequest).fields
    #expect(request["payload_type_name"]?.text == "open_session_request")
    #expect(request["cipher_suite"]?.number == 3)
    #expect(request["authentication_algorithm_name"]?.text == "rakp_hmac_sha1")
    #expect(request["integrity_algorithm_name"]?.text == "hmac_sha1_96")
    #expect(request["confidentiality_algorithm_name"]?.text == "aes_cbc_128")
    let response = Reading(IPMI.self, Self.openSessionResponse).fields
    #expect(response["status_code_name"]?.text == "no_errors")
    #expect(response["remote_console_session_id"]?.number == 0xa0a2_a3a4)
    #expect(response["managed_system_session_id"]?.number == 0x102)
    #expect(response["cipher_suite"]?.number == 3)
    let first = Reading(IPMI.self, Self.firstKeyMessage).fields
    #expect(first["user_name"]?.text == "ipmiusr")
    #expect(first["name_only_lookup"] == .flag(true))
    #expect(first["requested_maximum_privilege_level"]?.number == 4)
    let second = Reading(IPMI.self, Self.secondKeyMessage).fields
    #expect(second["key_exchange_authentication_code_present"] == .flag(true))
    #expect(
      second["managed_system_guid"]
        == .octets(bytes("a1 23 45 67 89 ab cd ef a1 23 45 67 89 ab cd ef")))
    #expect(number(Self.thirdKeyMessage, "managed_system_session_id") == 0x102)
    let fourth = Reading(IPMI.self, Self.fourthKeyMessage).fields
    #expect(fourth["integrity_check_value_present"] == .flag(true))
    let command = Reading(IPMI.self, Self.encrypted).fields
    #expect(command["encrypted"] == .flag(true))
    #expect(command["session_id"]?.number == 0x102)
    #expect(command["command"] == nil)
  }

  @Test func sessionWithCipherSuiteZero() {
    let request = Reading(IPMI.self, Self.openSessionRequestZero).fields
    #expect(request["cipher_suite"]?.number == 0)
    #expect(request["authentication_algorithm_name"]?.text == "rakp_none")
    #expect(
      Reading(IPMI.self, Self.thirdKeyMessageZero).fields[
        "key_exchange_authentication_code_present"] == .flag(false))
    #expect(text(Self.setPrivilegeZero, "command_name") == "set_session_privilege_level")
    #expect(text(Self.setPrivilegeZero, "requested_privilege_level_name") == "administrator")
    let device = Reading(IPMI.self, Self.device).fields
    #expect(device["manufacturer_id"]?.number == 4753)
    #expect(device["product_id"]?.number == 3842)
    #expect(device["firmware_revision"]?.text == "9.08")
    #expect(device["ipmi_version"]?.text == "2.0")
  }

  @Test func sessionOfIPMI15() {
    #expect(text(Self.challenge, "user_name") == "ipmiusr")
    #expect(text(Self.challenge, "session_authentication_type_name") == "md5")
    let activation = Reading(IPMI.self, Self.activation).fields
    #expect(activation["authenticated"] == .flag(true))
    #expect(activation["authentication_type_name"]?.text == "md5")
    #expect(activation["session_id"]?.number == 5)
    #expect(activation["command_name"]?.text == "activate_session")
    #expect(activation["initial_outbound_sequence_number"]?.number == 0x65ba_403f)
  }

  @Test func cipherSuitesOfTheTable() {
    #expect(IPMIAlgorithm.cipherSuite(3, 4, 1) == 17)
    #expect(IPMIAlgorithm.cipherSuite(2, 3, 3) == 14)
    #expect(IPMIAlgorithm.cipherSuite(1, 1, 2) == 4)
    #expect(IPMIAlgorithm.cipherSuite(3, 0, 0) == 15)
    // No suite hides what it does not protect from changes, or mixes digests.
    #expect(IPMIAlgorithm.cipherSuite(1, 0, 1) == nil)
    #expect(IPMIAlgorithm.cipherSuite(1, 4, 1) == nil)
    #expect(IPMIAlgorithm.cipherSuite(1, 1, 0x30) == nil)
  }

  /// RAKP message 1 whose user name, or whose own length, is more than it has; what the capture has cut, and commands
  /// with too few data, do not lie.
  @Test func namesThatLie() {
    func message(name: UInt8, of octets: Int) -> [UInt8] {
      let data =
        [UInt8](repeating: 0, count: 24) + [0x14, 0, 0, name]
        + [UInt8](repeating: 0x61, count: octets)
      return bytes("06 00 ff 07 06 12 00 00 00 00 00 00 00 00")
        + [UInt8(data.count), 0] + data
    }
    #expect(Reading(IPMI.self, message(name: 4, of: 4)).fault == .none)
    #expect(Reading(IPMI.self, message(name: 16, of: 4)).fault == .totalLength)
    #expect(Reading(IPMI.self, message(name: 12, of: 0)).fault == .totalLength)
    #expect(Reading(IPMI.self, message(name: 4, of: 4), wireLength: 100).fault == .none)
    let cut = Array(message(name: 16, of: 16).dropLast(6))
    #expect(Reading(IPMI.self, cut, wireLength: cut.count + 6).fault == .truncated)
    var empty = message(name: 4, of: 4)
    empty[14] = 0
    #expect(Reading(IPMI.self, empty).fault == .totalLength)
    #expect(Reading(IPMI.self, IPMICommandTests.message(0x06, 0x45, [3])).fault == .truncated)
  }

  @Test func brokenSumsAreSeen() {
    var data = Self.capabilitiesRequest
    data[data.count - 1] ^= 1
    #expect(Reading(IPMI.self, data).fields["data_checksum_valid"] == .flag(false))
    var header = Self.capabilitiesRequest
    header[16] ^= 1
    #expect(Reading(IPMI.self, header).fault == .field)
    #expect(Reading(IPMI.self, header).fields["header_checksum_valid"] == .flag(false))
  }

  @Test func lengthThatLies() {
    var octets = Self.capabilitiesRequest
    octets[13] = 200
    #expect(Reading(IPMI.self, octets).fault == .totalLength)
    #expect(Reading(IPMI.self, octets).recognition == .unsure)
    #expect(Reading(IPMI.self, octets, wireLength: 300).fault == .truncated)
    // No message is so short.
    octets[13] = 5
    #expect(Reading(IPMI.self, octets).fault == .totalLength)
    var algorithms = Self.openSessionRequest
    algorithms[27] = 7
    #expect(Reading(IPMI.self, algorithms).fault == .option)
  }

  @Test func nearMisses() {
    var octets = Self.capabilitiesRequest
    octets[0] = 5
    #expect(Reading(IPMI.self, octets).recognition == .notMine)
    octets = Self.capabilitiesRequest
    octets[3] = 6
    #expect(Reading(IPMI.self, octets).recognition == .notMine)
    octets = Self.capabilitiesRequest
    octets[4] = 3
    #expect(Reading(IPMI.self, octets).recognition == .notMine)
  }

  static let samples = [
    capabilitiesRequest, capabilitiesResponse, openSessionRequest, openSessionResponse,
    firstKeyMessage, secondKeyMessage, thirdKeyMessage, fourthKeyMessage, encrypted,
    openSessionRequestZero, thirdKeyMessageZero, setPrivilegeZero, device, challenge, activation,
  ]

  @Test(arguments: samples) func whateverTheOctets(octets: [UInt8]) {
    expectTotal(IPMI.self, octets)
  }
}
