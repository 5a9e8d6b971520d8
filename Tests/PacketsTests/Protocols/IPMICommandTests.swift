import Testing

@testable import Packets

/// Commands that change a managed system, in messages built here.
@Suite struct IPMICommandTests {
  private func text(_ octets: [UInt8], _ name: String) -> String? {
    Reading(IPMI.self, octets).fields[name]?.text
  }

  private func number(_ octets: [UInt8], _ name: String) -> UInt64? {
    Reading(IPMI.self, octets).fields[name]?.number
  }

  /// A message in a session header of IPMI 1.5, with both sums.
  static func message(_ function: UInt8, _ command: UInt8, _ data: [UInt8]) -> [UInt8] {
    let header: [UInt8] = [0x20, function << 2]
    let body = [0x81, 0x04, command] + data
    let message =
      header + [0 &- header.reduce(0, &+)] + body + [0 &- body.reduce(0, &+)]
    return bytes("06 00 ff 07 00 00 00 00 00 00 00 00 00") + [UInt8(message.count)] + message
  }

  static let setPassword = message(
    0x06, 0x47, [0x83, 0x02] + Array("correct horse staple".utf8))

  @Test func passwordIsNotKept() {
    let reading = Reading(IPMI.self, Self.setPassword)
    #expect(reading.fault == .none)
    #expect(reading.fields["user_id"]?.number == 3)
    #expect(reading.fields["operation_name"]?.text == "set_password")
    #expect(!"\(reading.fields)".contains("horse"))
    #expect(!"\(reading.fields)".contains("104, 111, 114, 115, 101"))
  }

  @Test func usersAndTheirRights() {
    let name = Self.message(
      0x06, 0x45, [3] + Array("implant".utf8) + [UInt8](repeating: 0, count: 9))
    #expect(text(name, "user_name") == "implant")
    #expect(number(name, "user_id") == 3)
    let access = Reading(IPMI.self, Self.message(0x06, 0x43, [0x91, 0x03, 0x04])).fields
    #expect(access["ipmi_messaging"] == .flag(true))
    #expect(access["changes_messaging"] == .flag(true))
    #expect(access["channel"]?.number == 1)
    #expect(access["user_privilege_limit_name"]?.text == "administrator")
  }

  @Test func whatTheSystemIsTold() {
    #expect(text(Self.message(0x00, 0x02, [2]), "chassis_control_name") == "power_cycle")
    let boot = Reading(IPMI.self, Self.message(0x00, 0x08, [5, 0xe0, 0x04, 0, 0, 0])).fields
    #expect(boot["boot_device_name"]?.text == "pxe")
    #expect(boot["persistent"] == .flag(true))
    #expect(boot["efi"] == .flag(true))
    let gateway = Reading(IPMI.self, Self.message(0x0c, 0x01, [1, 12, 10, 0, 0, 66])).fields
    #expect(gateway["parameter_selector_name"]?.text == "default_gateway_address")
    #expect(gateway["default_gateway_address"] == .address(IPAddress(v4: 0x0a00_0042)))
    let vlan = Reading(IPMI.self, Self.message(0x0c, 0x01, [1, 20, 0x2a, 0x80])).fields
    #expect(vlan["vlan_enabled"] == .flag(true))
    #expect(vlan["vlan_id"]?.number == 42)
    let alert = Self.message(
      0x0c, 0x01, [1, 19, 1, 0, 0, 10, 0, 0, 66, 2, 0, 0, 0, 0, 7])
    #expect(
      Reading(IPMI.self, alert).fields["alerting_ip_address"]
        == .address(IPAddress(v4: 0x0a00_0042)))
    let bus = Reading(IPMI.self, Self.message(0x06, 0x52, [0x05, 0xa0, 0x10, 0x00])).fields
    #expect(bus["private_bus"] == .flag(true))
    #expect(bus["bus_id"]?.number == 2)
    #expect(bus["slave_address"]?.number == 0x50)
    #expect(bus["read_count"]?.number == 16)
    #expect(bus["write_count"]?.number == 1)
  }

  @Test func whateverTheCommand() {
    for function: UInt8 in [0x00, 0x01, 0x06, 0x07, 0x0c, 0x0d, 0x2c, 0x2d, 0x2e, 0x2f] {
      for command in UInt8(0)..<0x60 {
        for count in [0, 1, 2, 3, 6, 20] {
          let data = [UInt8](repeating: command, count: count)
          _ = Reading(IPMI.self, Self.message(function, command, data))
        }
      }
    }
  }

  @Test func whateverTheOctets() { expectTotal(IPMI.self, Self.setPassword) }
}
