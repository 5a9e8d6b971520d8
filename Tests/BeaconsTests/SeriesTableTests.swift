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
    #expect(series == 6)
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
    #expect(stayed == 5)
  }

  @Test func evictsTheOldestNewcomerFirst() {
    var table = SeriesTable<Int>(limit: 3)
    for key in 0..<3 { _ = table.add(key, at: time(key), fold: 1) }
    _ = table.add(9, at: time(10), fold: 1)
    let second = table.add(1, at: time(100), fold: 1)
    #expect(second == 2)
    let first = table.add(0, at: time(100), fold: 1)
    #expect(first == nil)
  }

  /// Channels that fell silent make room at some time; one that beats stays, however many come.
  @Test func silentOnesGiveWay() {
    var table = SeriesTable<Int>(limit: 10)
    for beat in 0..<4 {
      for key in 0..<10 { _ = table.add(key, at: time(beat * 60), fold: 1) }
    }
    var seconds = 300
    for newcomer in 100..<200 {
      seconds += 60
      let beats = table.add(0, at: time(seconds), fold: 1)
      #expect(beats != nil)
      for beat in 0..<4 { _ = table.add(newcomer, at: time(seconds + beat * 2), fold: 1) }
    }
    #expect(table.contains(0) && table.contains(199))
    #expect((1..<10).allSatisfy { !table.contains($0) })
    #expect(table.count == 10)
    // Nothing was overdue before eight of the gaps of a minute had passed.
    #expect((1...24).contains(table.refused))
  }

  /// An owner that floods loses its own channels; another one's place on probation is safe.
  @Test func ownersHaveShares() {
    var table = SeriesTable<Int>(limit: 160, share: 10)
    _ = table.add(-1, of: 1, at: time(0), fold: 1)
    for junk in 0..<1000 { _ = table.add(junk, of: 2, at: time(junk), fold: 1) }
    #expect(table.contains(-1))
    #expect(table.count == 11)
    #expect(table.evicted == 990)
  }

  /// In a full table a newcomer among the owners takes from the one that has most.
  @Test func fullTableIsSharedEvenly() {
    var table = SeriesTable<Int>(limit: 12)
    for key in 0..<10 { _ = table.add(key, of: 1, at: time(key), fold: 1) }
    for key in 20..<22 { _ = table.add(key, of: 2, at: time(key), fold: 1) }
    for key in 30..<50 { _ = table.add(key, of: 3, at: time(key), fold: 1) }
    #expect(table.count == 12)
    #expect([20, 21].allSatisfy { table.contains($0) })
    #expect((0..<10).count { table.contains($0) } == 6)
    #expect((30..<50).filter { table.contains($0) } == [46, 47, 48, 49])
  }
}
