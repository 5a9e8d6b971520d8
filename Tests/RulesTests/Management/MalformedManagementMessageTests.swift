import Packets
import Testing

@testable import Rules

@Suite struct MalformedManagementMessageTests {
  private static let rule = "ipmi.asf"

  private func asf(_ type: UInt8, name: UInt8? = nil, length: UInt8 = 30) -> Fields {
    var fields = Fields()
    fields.add("message_type", type)
    if type == 0xc0 { fields.add("message_type_name", "rakp_message_1") }
    fields.add("data_length", length)
    if let name { fields.add("user_name_length", name) }
    return fields
  }

  @Test(
    arguments: [
      (0xc0, 17, .none, [73]), (0xc0, 16, .none, []), (0xc0, 200, .field, [73]),
      (0xc0, 16, .totalLength, [73]), (0xc0, nil, .totalLength, [73]),
      (0xc0, nil, .truncated, []), (0x83, nil, .totalLength, [47]), (0x83, nil, .option, []),
      (0x80, nil, .none, []),
    ] as [(UInt8, UInt8?, DecodeFault.Kind, [Int])])
  func messagesOfASF(
    type: UInt8, name: UInt8?, fault: DecodeFault.Kind, severities: [Int]
  ) throws {
    var bench = try ManagementBench(Self.rule)
    bench.ask(.stranger, .bmc, from: 4000, speaking: "rmcp", fault: fault, asf(type, name: name))
    #expect(bench.severities == severities)
  }

  @Test func messagesOfIPMI() throws {
    var bench = try ManagementBench(Self.rule)
    let long = Fields.plus(0x12) { $0.add("user_name_length", 64 as UInt8) }
    bench.ask(.stranger, .bmc, from: 4000, fault: .field, long)
    #expect(bench.severities == [73])
    #expect(bench.findings[0].reason.contains("with a user name of 64 octets"))
    bench.ask(.host, .bmc, from: 4001, fault: .totalLength, .command(0x06, 0x38))
    #expect(bench.severities == [73, 47])
    // What the device sends is its own affair.
    bench.answer(.bmc, .server, to: 4002, speaking: "rmcp", asf(0xc0, name: 99))
    #expect(bench.findings.count == 2)
  }

  /// Whether the declared length is more than there is, or less than it takes.
  @Test(
    arguments: [(200, "more than the datagram has"), (0, "fewer than it needs")]
      as [(UInt8, String)])
  func words(length: UInt8, words: String) throws {
    var bench = try ManagementBench(Self.rule)
    bench.ask(
      .stranger, .bmc, from: 4000, speaking: "rmcp", fault: .totalLength, asf(0x83, length: length))
    #expect(bench.findings.first?.reason.contains("declares \(length) octets, \(words)") == true)
  }

  @Test func updatesAndPolicy() throws {
    var bench = try ManagementBench(Self.rule)
    for number in 0..<20 {
      bench.ask(
        .stranger, .bmc, from: UInt16(4000 + number), speaking: "rmcp", fault: .totalLength,
        asf(0x83))
      try bench.restart()
    }
    #expect(bench.findings.map(\.update) == [0, 1, 2])
    // A worse one is told at once.
    bench.ask(.stranger, .bmc, from: 5000, speaking: "rmcp", asf(0xc0, name: 99))
    #expect(bench.severities == [47, 47, 47, 73])
    var other = try ManagementBench(
      Self.rule,
      policy:
        "expected:\n  - role: bmc\n    direction: in\n    peer: 10.0.9.9\n    transport: udp\n"
        + "    port: 623\n    reason: scanner\n")
    other.ask(.stranger, .bmc, from: 4000, speaking: "rmcp", asf(0xc0, name: 99))
    #expect(other.severities == [21])
  }
}
