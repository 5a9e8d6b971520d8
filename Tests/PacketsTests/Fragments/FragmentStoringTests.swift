import Capture
import Testing

@testable import Packets

/// Fragments that are waiting go on waiting over a restart.
@Suite struct FragmentStoringTests {
  private struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  private static func fragments(_ count: Int) -> [(Fragment, [UInt8])] {
    var random = Random(state: 3)
    var time: Int64 = 0
    return (0..<count).map { _ in
      time += Int64(random.next() >> 10 % 400) * 10_000_000
      if random.next() >> 10 % 500 == 0 { time += 70_000_000_000 }
      let isIPv6 = random.next() >> 12 & 1 == 0
      let isLast = random.next() >> 12 % 3 == 0
      let offset = Int(random.next() >> 12 % 5) * 16
      let key = FragmentKey(
        source: IPAddress(v4: UInt32(random.next() >> 12 % 3)), destination: IPAddress(v4: 9),
        identification: UInt32(random.next() >> 12 % 6), transport: .udp, isIPv6: isIPv6,
        vlans: .none, depth: 0, tunnel: 0)
      let value = UInt8(random.next() >> 12 % 50 == 0 ? 1 : 0)
      return (
        Fragment(
          key: key, time: Timestamp(rawValue: time), offset: offset, isLast: isLast,
          nextHeader: .udp), [UInt8](repeating: value, count: isLast ? 9 : 16)
      )
    }
  }

  private static func line(_ outcome: Fragment.Outcome, _ table: borrowing FragmentTable) -> String
  {
    switch outcome {
    case .refused: "refused"
    // The slot is the table's own business; what is known of the datagram is not.
    case .kept(let slot): "kept \(table.ports(in: slot)?.sourcePort ?? 0)"
    case .completed(let whole, let next): "completed \(whole) \(next.rawValue)"
    }
  }

  private static func run(_ limits: FragmentLimits, isCut: Bool) throws -> [String] {
    var table = FragmentTable(limits: limits)
    var lines: [String] = []
    for (number, (fragment, data)) in fragments(1500).enumerated() {
      let outcome = table.add(fragment, data.octets, length: data.count)
      if case .kept(let slot) = outcome, fragment.offset == 0 {
        let ports = FragmentPorts(transport: .udp, sourcePort: UInt16(number), destinationPort: 2)
        table.learn(ports, in: slot)
      }
      lines.append("\(line(outcome, table)) \(table.count) \(table.octets)")
      guard isCut else { continue }
      var writer = StoredWriter()
      table.store(to: &writer)
      var reader = StoredReader(writer.octets)
      table = FragmentTable(limits: limits)
      try table.restore(from: &reader)
      try reader.end()
    }
    return lines
  }

  /// Stored and restored behind every fragment, a table does what it would have done.
  @Test(arguments: [1024, 5], [4 << 20, 700]) func anyCut(datagrams: Int, octets: Int) throws {
    var limits = FragmentLimits()
    limits.datagrams = datagrams
    limits.octets = octets
    let whole = try Self.run(limits, isCut: false)
    #expect(whole.contains { $0.hasPrefix("completed") })
    #expect(try Self.run(limits, isCut: true) == whole)
  }

  /// Octets that are none of fragments are refused, or do no harm.
  @Test func damage() {
    var table = FragmentTable()
    for (fragment, data) in Self.fragments(60) {
      _ = table.add(fragment, data.octets, length: data.count)
    }
    var writer = StoredWriter()
    table.store(to: &writer)
    var random = Random(state: 5)
    var refusals = 0
    for _ in 0..<1000 {
      var octets = writer.octets
      octets[Int(random.next() >> 20) % octets.count] ^= UInt8(
        truncatingIfNeeded: random.next() >> 40)
      octets.removeLast(Int(random.next() >> 40 % 2))
      var decoder = PacketDecoder()
      do throws(StoredFault) {
        try decoder.restoreFragments(octets)
      } catch {
        refusals += 1
        continue
      }
      for (fragment, data) in Self.fragments(200) {
        _ = decoder.fragmentTable.add(fragment, data.octets, length: data.count)
      }
    }
    #expect(refusals > 100)
  }
}
