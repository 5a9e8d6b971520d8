import Capture
import Packets

/// A command of IPMI that must not be sent in the clear.
struct SensitiveCommand: Sendable, Storable {
  /// What protects a message that can be read, sections 13.6 and 13.28.
  enum Protection: String, CaseIterable {
    /// IPMI 1.5 with authentication type none.
    case unauthenticated = "none"
    /// IPMI 1.5 with the password in every message.
    case straightPassword = "straight_password"
    /// IPMI 1.5 with a code made of password and message.
    case digest
    /// IPMI 2.0 without integrity.
    case withoutIntegrity = "rmcp_plus_without_integrity"
    /// IPMI 2.0 with integrity, without encryption.
    case withoutEncryption = "rmcp_plus_without_encryption"

    /// Whether a listener could not send such a message.
    var isAuthenticated: Bool { self == .digest || self == .withoutEncryption }

    /// The same in a sentence.
    var words: String {
      switch self {
      case .unauthenticated: "IPMI 1.5 without authentication"
      case .straightPassword: "IPMI 1.5 with the password in every message"
      case .digest: "IPMI 1.5"
      case .withoutIntegrity: "IPMI 2.0 without integrity and encryption"
      case .withoutEncryption: "IPMI 2.0 without encryption"
      }
    }
  }

  /// The standard's name, or the function and number.
  let name: String
  /// What of the configuration it sets; empty where that is all of it.
  let parameter: String
  /// What it sets it to, as far as that is told; never a secret.
  let value: String
  /// Network function of the request.
  private let function: UInt8
  private let command: UInt8
  private let sequence: UInt8
  /// What protects it.
  let protection: Protection
  /// Whether a password or key is in it.
  let isSecret: Bool

  /// The command of a request; `nil` where anybody may read it.
  init?(_ message: IPMIMessage) {
    guard let function = message.function, let command = message.command, function & 1 == 0,
      function < 0x40, command < 0x100, let protection = SensitiveCommand.protection(message)
    else { return nil }
    var parameter = ""
    var value = ""
    var isSecret = false
    switch (function, command) {
    case (0x06, 0x3a):
      guard message.number("session_authentication_type") == 4 else { return nil }
      isSecret = true
    case (0x06, 0x40), (0x06, 0x43), (0x06, 0x52), (0x00, 0x03): break
    case (0x06, 0x45): value = message.userName ?? ""
    case (0x06, 0x47), (0x06, 0x56):
      value = message.fields["operation_name"]?.text ?? ""
      isSecret = value != "enable_user" && value != "disable_user"
    case (0x00, 0x02): value = message.fields["chassis_control_name"]?.text ?? ""
    case (0x00, 0x08):
      guard message.number("parameter_selector") == 5 else { return nil }
      value = message.fields["boot_device_name"]?.text ?? ""
    case (0x0c, 0x01):
      guard let selector = message.number("parameter_selector"), selector != 0 else { return nil }
      parameter = message.fields["parameter_selector_name"]?.text ?? "parameter \(selector)"
      value = SensitiveCommand.value(message)
    case (0x08, _): break
    default: return nil
    }
    name = message.fields["command_name"]?.text ?? "function \(function) command \(command)"
    self.parameter = parameter
    self.value = String(value.prefix(64))
    self.function = UInt8(function)
    self.command = UInt8(command)
    sequence = UInt8(truncatingIfNeeded: message.sequence ?? 0)
    self.protection = protection
    self.isSecret = isSecret
  }

  /// Whether a message is the device's answer.
  func isAnswered(by message: IPMIMessage) -> Bool {
    message.function == UInt64(function | 1) && message.command == UInt64(command)
      && message.sequence == UInt64(sequence)
  }

  /// What tells it apart from other commands of a peer.
  var channel: String { parameter.isEmpty ? name : "\(name) \(parameter)" }

  /// What a device has done that carried it out.
  var deed: String {
    let what = name.replacing(underscore: " ")
    let how = value.isEmpty ? "" : " (\(value.replacing(underscore: " ")))"
    if function == 0x06, command == 0x3a { return "opened a session with the password itself" }
    guard !parameter.isEmpty else { return "carried out \(what)\(how)" }
    return "carried out \(what): \(parameter.replacing(underscore: " "))\(how)"
  }

  private static func protection(_ message: IPMIMessage) -> Protection? {
    switch message.number("authentication_type") {
    case 0: .unauthenticated
    case 4: .straightPassword
    case 1, 2, 5: .digest
    case 6: message.flag("authenticated") == true ? .withoutEncryption : .withoutIntegrity
    default: nil
    }
  }

  /// The addresses and numbers that a parameter of the LAN configuration is set to.
  private static func value(_ message: IPMIMessage) -> String {
    let names = [
      "ip_address", "mac_address", "subnet_mask", "default_gateway_address",
      "default_gateway_mac_address", "backup_gateway_address", "backup_gateway_mac_address",
      "alerting_ip_address", "vlan_id",
    ]
    for name in names {
      switch message.fields[name] {
      case .address(let address)?: return "\(address)"
      case .mac(let address)?: return "\(address)"
      case .number(let number)?: return "\(number)"
      default: continue
      }
    }
    return ""
  }

  func store(to writer: inout StoredWriter) {
    for text in [name, parameter, value, protection.rawValue] { writer.add(text) }
    for number in [function, command, sequence] { writer.add(number) }
    writer.add(isSecret)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    name = try reader.text()
    parameter = try reader.text()
    value = try reader.text()
    guard let protection = Protection(rawValue: try reader.text()) else {
      throw reader.fault("a protection")
    }
    self.protection = protection
    function = try reader.number()
    command = try reader.number()
    sequence = try reader.number()
    isSecret = try reader.flag()
  }
}
