import Capture
import Packets
import Testing

@testable import Flows

@Suite struct ConnectionUIDTests {
  private func key(_ source: UInt32, _ port: UInt16) -> FlowKey {
    var key = FlowKey()
    _ = FlowKey.make(packet(0, source, port, 9, 53), into: &key)
    return key
  }

  /// SHA-1 of the key's words and the moment, first 128 bits, least significant digit first: worked out with
  /// another program from UDP 0.0.0.1 port 5, 0.0.0.9 port 53, and 1,000,000,007 ns.
  @Test func example() {
    let uid = ConnectionUID.text(key(1, 5), start: Timestamp(rawValue: 1_000_000_007), sequel: 0)
    #expect(uid == "C5SrF8iQ4iKjr7GyqN")
  }

  /// Everything that goes in shows, and both directions have one name.
  @Test func differences() {
    let start = Timestamp(rawValue: 7)
    let names = [
      ConnectionUID.text(key(1, 5), start: start, sequel: 0),
      ConnectionUID.text(key(1, 6), start: start, sequel: 0),
      ConnectionUID.text(key(2, 5), start: start, sequel: 0),
      ConnectionUID.text(key(1, 5), start: Timestamp(rawValue: 8), sequel: 0),
      ConnectionUID.text(key(1, 5), start: start, sequel: 1),
    ]
    #expect(Set(names).count == names.count)
    var back = FlowKey()
    _ = FlowKey.make(packet(0, 9, 53, 1, 5), into: &back)
    #expect(ConnectionUID.text(back, start: start, sequel: 0) == names[0])
    for name in names {
      #expect(name.utf8.count == 18 && name.first == "C")
      #expect(
        name.utf8.allSatisfy { Character(UnicodeScalar($0)).isLetter || (0x30...0x39).contains($0) }
      )
    }
  }
}
