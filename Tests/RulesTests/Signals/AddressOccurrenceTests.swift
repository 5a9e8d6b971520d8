import Packets
import Testing

@testable import Rules

@Suite struct AddressOccurrenceTests {
  static let address = IPAddress(v4: 0xcb00_7129)
  static let port: UInt16 = 8443

  private func sample(_ payload: [UInt8]) -> PacketSample {
    PacketSample(
      transport: .udp, octets: [UInt8](repeating: 0, count: 8) + payload, payloadStart: 8)
  }

  private func find(_ payload: [UInt8], port: UInt16 = 1) -> AddressOccurrence? {
    AddressOccurrence.search(sample(payload), for: Self.address, port: port).occurrence
  }

  /// Every key, in both orders, at every place: what was put there is found, and nothing else.
  @Test(arguments: [false, true]) func everyKey(isReversed: Bool) throws {
    var generator = FixedGenerator(state: 5)
    let plain = isReversed ? Array(Self.address.octets.reversed()) : Self.address.octets
    for key in UInt8.min...UInt8.max {
      let disguised = plain.map { $0 ^ key }
      if disguised.allSatisfy({ 0x20..<0x7f ~= $0 }) { continue }
      let offset = Int(key) % 37
      var payload = (0..<40).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 40) }
      payload.replaceSubrange(offset..<min(offset + 4, 40), with: disguised)
      let found = try #require(find(payload))
      #expect(found.place == .payload && found.offset == offset)
      #expect(found.key == key && found.isReversed == isReversed && !found.hasPort)
    }
  }

  /// The same search, written out: all keys one after the other.
  @Test func bruteForce() {
    var generator = FixedGenerator(state: 9)
    var hits = 0
    for _ in 0..<3000 {
      // Few values, so that there is something to find.
      let address = IPAddress(
        v4: (0..<4).reduce(0) { value, _ in value << 8 | UInt32(generator.next() >> 40 & 3) * 37 })
      let payload = (0..<12).map { _ in UInt8(generator.next() >> 40 & 3) &* 37 ^ 0x80 }
      let found = AddressOccurrence.search(sample(payload), for: address, port: 1).occurrence
      let expected = plainOrKeyed(payload, address.octets)
      #expect((found != nil) == expected, "\(address) in \(payload)")
      if expected { hits += 1 }
    }
    #expect(hits > 30 && hits < 2900)
  }

  private func plainOrKeyed(_ payload: [UInt8], _ address: [UInt8]) -> Bool {
    let isVaried = zip(address, address.dropFirst()).allSatisfy { $0 != $1 }
    for order in [address, Array(address.reversed())] {
      for key in UInt8.min...UInt8.max where key == 0 || isVaried {
        let wanted = order.map { $0 ^ key }
        let isText = wanted.allSatisfy { 0x20..<0x7f ~= $0 }
        let isCounted = wanted == (0..<4).map { wanted[0] &+ UInt8($0) }
        if key != 0, isText || isCounted { continue }
        for start in 0...payload.count - 4 where Array(payload[start..<start + 4]) == wanted {
          return true
        }
      }
    }
    return false
  }

  /// The port before or behind, in either order, under the same key.
  @Test(
    arguments: [
      ([203, 0, 113, 41, 0x20, 0xfb], 0), ([203, 0, 113, 41, 0xfb, 0x20], 0),
      ([0x20, 0xfb, 203, 0, 113, 41], 2), ([41, 113, 0, 203, 0xfb, 0x20], 0),
    ] as [([UInt8], Int)], [0, 0x86] as [UInt8])
  func port(place: ([UInt8], Int), key: UInt8) throws {
    let (payload, offset) = place
    let found = try #require(find(payload.map { $0 ^ key }, port: Self.port))
    #expect(found.hasPort && found.offset == offset && found.key == key)
    #expect(try #require(find(payload.map { $0 ^ key }, port: 99)).hasPort == false)
  }

  /// Plain comes before disguised, and what has the port before what has not.
  @Test func best() throws {
    let keyed = Self.address.octets.map { $0 ^ 0x86 }
    #expect(try #require(find(keyed + Self.address.octets)).offset == 4)
    let port: [UInt8] = [0x20 ^ 0x86, 0xfb ^ 0x86]
    #expect(
      try #require(find(Self.address.octets + [9, 9] + keyed + port, port: Self.port)).key == 0x86)
  }

  /// TCP's numbers and options, ICMP's identifier: without keys.
  @Test func headers() throws {
    func found(_ transport: IPProtocol, _ octets: [UInt8], _ start: Int) -> AddressOccurrence? {
      AddressOccurrence.search(
        PacketSample(transport: transport, octets: octets, payloadStart: start),
        for: Self.address, port: 1
      ).occurrence
    }
    let zeros = [UInt8](repeating: 0, count: 24)
    for (offset, place) in [
      (4, AddressOccurrence.Place.sequence), (8, .acknowledgment), (20, .options),
    ] {
      var octets = zeros
      octets.replaceSubrange(offset..<offset + 4, with: Self.address.octets)
      let occurrence = try #require(found(.tcp, octets, 24))
      #expect(occurrence.place == place && occurrence.offset == 0)
      #expect(found(.tcp, octets.map { $0 ^ 0x86 }, 24) == nil)
    }
    // Across two fields it is none.
    var octets = zeros
    octets.replaceSubrange(6..<10, with: Self.address.octets)
    #expect(found(.tcp, octets, 24) == nil)
    #expect(found(.icmp, [8, 0, 0, 0] + Self.address.octets, 8)?.place == .identifier)
  }

  /// What could have hit by chance is counted, so that nobody is told a chance that is too small.
  @Test func tries() {
    let search = AddressOccurrence.search(
      sample([UInt8](repeating: 0, count: 20)), for: Self.address, port: 1)
    #expect(search.plainTries == 17 * 2 && search.keyedTries == 17 * 2 * 255)
    let short = AddressOccurrence.search(sample([1, 2, 3]), for: Self.address, port: 1)
    #expect(short.plainTries == 0 && short.occurrence == nil)
  }

  /// Text and octets that are counted up hide nothing, whatever key would fit.
  @Test func ordinaryContent() {
    let counted = IPAddress(v4: 0x5051_5253)
    let pattern = sample((0x10..<0x40).map { UInt8($0) })
    #expect(AddressOccurrence.search(pattern, for: counted, port: 1).occurrence == nil)
    let text = sample(Array("the quick brown fox".utf8))
    let like = IPAddress(v4: 0x0a0e_1218)
    let keyed = Array("quic".utf8).map { $0 ^ 0x7b }
    #expect(keyed == like.octets)
    #expect(AddressOccurrence.search(text, for: like, port: 1).occurrence == nil)
  }

  @Test func version6() throws {
    let address = IPAddress(high: 0x2001_0db8_0000_0001, low: 0x77)
    let found = AddressOccurrence.search(sample([9] + address.octets), for: address, port: 1)
    #expect(try #require(found.occurrence).offset == 1)
    let keyed = sample(address.octets.map { $0 ^ 1 })
    #expect(AddressOccurrence.search(keyed, for: address, port: 1).occurrence == nil)
  }
}
