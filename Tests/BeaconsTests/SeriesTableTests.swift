import Capture
import Testing

@testable import Beacons

@Suite struct SeriesTableTests {
  private func time(_ seconds: Int) -> Timestamp {
    Timestamp(seconds: Int64(seconds), nanoseconds: 0)
  }

  /// A million junk channels push out junk, not the channel that has shown four beats.
  @Test func junkPushesOutJunk() {
    var table = SeriesTable<Int>(limit: 100)
    for beat in 0..<5 { _ = table.add(-1, at: time(beat * 60), fold: 1) }
    for junk in 0..<100_000 { _ = table.add(junk, at: time(400), fold: 1) }
    let series = table.add(-1, at: time(460), fold: 1)
    #expect(series?.beats == 6)
    #expect(table.count == 100)
    #expect(table.evicted == 100_000 - 99)
    #expect(table.refused == 0)
  }

  @Test func refusesWhereAllHaveStayed() {
    var table = SeriesTable<Int>(limit: 2)
    for beat in 0..<4 {
      for key in 0..<2 { _ = table.add(key, at: time(beat * 60), fold: 1) }
    }
    let newcomer = table.add(7, at: time(500), fold: 1)
    #expect(newcomer == nil)
    #expect(table.refused == 1 && table.evicted == 0)
    let stayed = table.add(0, at: time(600), fold: 1)
    #expect(stayed?.beats == 5)
  }

  @Test func evictsTheOldestNewcomerFirst() {
    var table = SeriesTable<Int>(limit: 3)
    for key in 0..<3 { _ = table.add(key, at: time(key), fold: 1) }
    _ = table.add(9, at: time(10), fold: 1)
    let second = table.add(1, at: time(100), fold: 1)
    #expect(second?.beats == 2)
    let first = table.add(0, at: time(100), fold: 1)
    #expect(first == nil)
  }
}
