import Packets
import Testing

@testable import Rules

@Suite struct EmptyFieldTests {
  private func smallest(_ contents: [[UInt8]]) -> Double {
    var field = EmptyField()
    return contents.compactMap { field.note($0) }.min() ?? 1
  }

  @Test func filled() {
    #expect(smallest((0..<30).map { [UInt8($0 + 1), 7] }) < 1e-6)
    // Every eighth packet, and every second.
    #expect(smallest((0..<640).map { $0 % 16 == 0 ? [UInt8($0 / 16 + 1)] : [0] }) > 1e-4)
    #expect(smallest((0..<64).map { $0 % 2 == 0 ? [UInt8($0 + 1)] : [0] }) < 1e-4)
    // Always the same, always nothing, and few.
    #expect(smallest(Array(repeating: [0x55, 0x55], count: 500)) == 1)
    #expect(smallest(Array(repeating: [0, 0], count: 500)) == 1)
    #expect(smallest((0..<7).map { [UInt8($0 + 1)] }) == 1)
  }

  @Test func text() {
    var field = EmptyField()
    for place in 0..<12 { _ = field.note(Array("secret words \(place)".utf8)) }
    #expect(field.isText)
    var other = EmptyField()
    for place in 0..<12 { _ = other.note([0x80, 0xff, UInt8(place), 0x17, 0x90]) }
    #expect(!other.isText)
  }

  /// The fields of a SYN: reserved bits, urgent pointer, octets behind the end of the options.
  @Test func segments() {
    var octets = [UInt8](repeating: 0, count: 28)
    octets[12] = 0x7e
    octets[13] = 0x02
    octets[18] = 0x12
    octets.replaceSubrange(20..<28, with: [2, 4, 5, 0xb4, 0, 0xaa, 0xbb, 0xcc])
    func contents(_ octets: [UInt8], flag: Bool = false) -> [CarrierField: [UInt8]] {
      let sample = PacketSample(
        transport: .tcp, octets: octets, payloadStart: 28, trailer: [9, 9])
      return Dictionary(
        EmptyContents.of(sample, hasReservedFlag: flag), uniquingKeysWith: { first, _ in first })
    }
    let found = contents(octets, flag: true)
    #expect(found[.reserved] == [0x8e] && found[.urgentPointer] == [0x12, 0])
    #expect(found[.optionPadding] == [0xaa, 0xbb, 0xcc] && found[.framePadding] == [9, 9])
    octets[12] = 0x71
    octets[13] = 0x22
    // Accurate ECN feedback is no reserved bit, and with URG the pointer means something.
    #expect(contents(octets)[.reserved] == [0] && contents(octets)[.urgentPointer] == nil)
    // A list that is cut, and one without an end.
    octets[21] = 40
    #expect(contents(octets)[.optionPadding] == [])
  }

  /// What ICMP does not use: all but the length and the size that newer standards have put there.
  @Test(
    arguments: [
      (3, 1, [0, 7, 0, 8]), (3, 4, [0, 7]), (11, 0, [0, 7, 0, 8]), (8, 0, [0]),
    ] as [(UInt8, UInt8, [UInt8])]) func errors(type: UInt8, code: UInt8, expected: [UInt8])
  {
    let sample = PacketSample(
      transport: .icmp, octets: [type, code, 0, 0, 7, 9, 0, 8] + [UInt8](repeating: 1, count: 28),
      payloadStart: 8)
    let found = EmptyContents.of(sample, hasReservedFlag: false).last
    #expect(found?.0 == .reserved)
    #expect(found?.1 == expected)
  }
}
