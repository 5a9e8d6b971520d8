import Capture
import Testing

@testable import Packets

@Suite struct FragmentTableTests {
  private static let second: Int64 = 1_000_000_000

  /// What became of a fragment, in a form to compare.
  private enum Outcome: Equatable {
    case refused
    case kept
    case completed([UInt8])
  }

  private func key(_ identification: UInt32, isIPv6: Bool = false) -> FragmentKey {
    FragmentKey(
      source: address("10.0.0.1"), destination: address("10.0.0.2"),
      identification: identification, transport: .udp, isIPv6: isIPv6, vlans: .none, depth: 0,
      tunnel: 0)
  }

  /// Adds octets `range` of a datagram whose octet n is n mod 251, or all `fill`.
  private func add(
    _ table: inout FragmentTable, _ range: Range<Int>, isLast: Bool = false, id: UInt32 = 1,
    isIPv6: Bool = false, fill: UInt8? = nil, at seconds: Int64 = 0, captured: Int? = nil
  ) -> Outcome {
    let octets = range.map { fill ?? UInt8($0 % 251) }
    let fragment = Fragment(
      key: key(id, isIPv6: isIPv6), time: Timestamp(rawValue: seconds * FragmentTableTests.second),
      offset: range.lowerBound, isLast: isLast, nextHeader: .udp)
    let data = Array(octets.prefix(captured ?? octets.count))
    switch table.add(fragment, data.octets, length: octets.count) {
    case .refused: return .refused
    case .kept: return .kept
    case .completed(let whole, _): return .completed(whole)
    }
  }

  private func whole(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }

  /// Four fragments of 40 octets in each of their 24 orders, each twice.
  @Test func anyOrder() {
    let parts = [0..<16, 16..<24, 24..<32, 32..<40]
    for number in 0..<24 {
      var rest = Array(0..<4)
      let order = [number / 6, number / 2 % 3, number % 2, 0].map { rest.remove(at: $0) }
      var table = FragmentTable()
      for (turn, part) in order.enumerated() {
        let isLast = part == 3
        let outcome = add(&table, parts[part], isLast: isLast)
        #expect(outcome == (turn == 3 ? .completed(whole(40)) : .kept))
        if turn < 3 { #expect(add(&table, parts[part], isLast: isLast) == .kept) }
      }
      #expect(table.counters.completed == 1)
      #expect(table.counters.duplicates == 3)
      #expect(table.counters.overlaps == 0)
      #expect(table.count == 0)
      #expect(table.octets == 0)
    }
  }

  /// In IPv4 what came first stays, wherever the later fragment reaches over it.
  @Test func overlapOfIPv4() {
    var table = FragmentTable()
    #expect(add(&table, 8..<16) == .kept)
    #expect(add(&table, 24..<32) == .kept)
    #expect(
      add(&table, 0..<40, isLast: true, fill: 0xee)
        == .completed(
          (0..<40).map { (8..<16).contains($0) || (24..<32).contains($0) ? UInt8($0) : 0xee }))
    #expect(table.counters.overlaps == 1)
    #expect(table.octets == 0)
  }

  /// The same range with other octets is no duplicate.
  @Test func otherOctets() {
    var table = FragmentTable()
    #expect(add(&table, 0..<16) == .kept)
    #expect(add(&table, 0..<16, fill: 1) == .kept)
    #expect(add(&table, 16..<24, isLast: true) == .completed(whole(24)))
    #expect(table.counters.overlaps == 1)
    #expect(table.counters.duplicates == 0)
  }

  /// RFC 8200 section 4.5: an overlap ends the datagram, and the rest of it is not kept either.
  @Test func overlapOfIPv6() {
    var table = FragmentTable()
    #expect(add(&table, 0..<16, isIPv6: true) == .kept)
    #expect(add(&table, 0..<16, isIPv6: true) == .kept)
    #expect(table.counters.discarded == 0)
    #expect(add(&table, 8..<24, isIPv6: true) == .kept)
    #expect(table.counters.discarded == 1)
    #expect(table.octets == 0)
    #expect(add(&table, 16..<32, isLast: true, isIPv6: true) == .kept)
    #expect(table.counters.refused == 1)
    #expect(table.counters.completed == 0)
    // It is forgotten in time, without being counted again.
    #expect(add(&table, 0..<8, id: 2, at: 60) == .kept)
    #expect(table.count == 1)
    #expect(table.counters.expired == 0)
  }

  @Test func twoEnds() {
    for (range, isLast) in [(32..<40, true), (24..<48, false), (0..<8, true)] {
      var table = FragmentTable()
      #expect(add(&table, 16..<24) == .kept)
      #expect(add(&table, 24..<32, isLast: true) == .kept)
      #expect(add(&table, range, isLast: isLast) == .kept)
      #expect(table.counters.discarded == 1)
      #expect(table.octets == 0)
    }
    // The end lies before what is there already.
    var table = FragmentTable()
    #expect(add(&table, 16..<24) == .kept)
    #expect(add(&table, 0..<16, isLast: true) == .kept)
    #expect(table.counters.discarded == 1)
  }

  @Test func hostileLengths() {
    var table = FragmentTable()
    #expect(add(&table, 8..<8) == .refused)
    #expect(add(&table, 8..<8, isLast: true) == .refused)
    #expect(add(&table, 0..<7) == .refused)
    #expect(add(&table, 65528..<65536, isLast: true) == .refused)
    #expect(add(&table, 65528..<65535, isLast: true) == .kept)
    #expect(table.counters.refused == 4)
    #expect(table.counters.started == 1)
  }

  /// The longest datagram there is.
  @Test func longest() {
    var table = FragmentTable()
    var offset = 0
    while offset + 1480 < 65535 {
      #expect(add(&table, offset..<offset + 1480) == .kept)
      offset += 1480
    }
    #expect(add(&table, offset..<65535, isLast: true) == .completed(whole(65535)))
  }

  @Test func time() {
    var table = FragmentTable()
    #expect(add(&table, 0..<8, at: 100) == .kept)
    #expect(add(&table, 8..<16, at: 159) == .kept)
    // A packet from before, as merged captures have them.
    #expect(add(&table, 16..<24, at: 90) == .kept)
    #expect(add(&table, 24..<32, isLast: true, at: 160) == .kept)
    #expect(table.counters.expired == 1)
    #expect(table.counters.started == 2)
    #expect(add(&table, 0..<24, at: 161) == .completed(whole(32)))
  }

  /// The oldest gives way where there are too many.
  @Test func mostDatagrams() {
    var table = FragmentTable(limits: FragmentLimits(datagrams: 3))
    for id in 1...4 { #expect(add(&table, 0..<8, id: UInt32(id)) == .kept) }
    #expect(table.count == 3)
    #expect(table.counters.evicted == 1)
    #expect(add(&table, 8..<16, isLast: true, id: 2) == .completed(whole(16)))
    #expect(add(&table, 8..<16, isLast: true, id: 1) == .kept)
    #expect(add(&table, 8..<16, isLast: true, id: 4) == .completed(whole(16)))
  }

  @Test func mostOctets() {
    let limits = FragmentLimits(octets: 10_000)
    var table = FragmentTable(limits: limits)
    for id in 0..<200 {
      #expect(add(&table, 0..<(id % 7 + 1) * 160, id: UInt32(id)) == .kept)
      #expect(table.octets <= limits.octets)
    }
    #expect(table.count > 0)
    #expect(table.counters.evicted == UInt64(200 - table.count))
  }

  /// Tiny fragments take no more than their overhead says, and too many end their datagram.
  @Test func mostPieces() {
    var table = FragmentTable()
    for piece in 0..<63 { #expect(add(&table, piece * 16..<piece * 16 + 8) == .kept) }
    #expect(table.counters.discarded == 0)
    #expect(table.octets == 63 * (8 + FragmentLimits.overhead))
    #expect(add(&table, 2000..<2008) == .kept)
    #expect(table.counters.discarded == 1)
    #expect(table.octets == 0)
  }

  /// What the capture cut can never be whole.
  @Test func cut() {
    var table = FragmentTable()
    #expect(add(&table, 0..<16, captured: 12) == .kept)
    #expect(add(&table, 16..<24, isLast: true) == .kept)
    #expect(table.counters.discarded == 1)
    #expect(table.counters.refused == 1)
  }

  /// Fragments of every kind in no order: memory stays in its bound, and every datagram is told of once.
  @Test func noise() {
    var state: UInt64 = 88_172_645_463_325_252
    func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % bound
    }
    let limits = FragmentLimits(datagrams: 20, octets: 20_000, time: 2_000_000_000)
    var table = FragmentTable(limits: limits)
    for turn in 0..<20_000 {
      let start = next(20) * 8
      _ = add(
        &table, start..<start + next(12) * 8, isLast: next(4) == 0, id: UInt32(next(40)),
        isIPv6: next(2) == 0, fill: next(3) == 0 ? 7 : nil, at: Int64(turn / 50 + next(3)))
      #expect(table.octets <= limits.octets + limits.pieces * FragmentLimits.overhead)
      #expect(table.count <= limits.datagrams)
    }
    let counters = table.counters
    let ended = counters.completed + counters.expired + counters.evicted + counters.discarded
    #expect(counters.started >= ended)
    #expect(counters.started - ended <= UInt64(table.count))
    for count in [
      counters.completed, counters.expired, counters.evicted, counters.discarded, counters.overlaps,
      counters.duplicates,
    ] {
      #expect(count > 0)
    }
  }
}
