import Capture
import Testing

@testable import Beacons

@Suite struct SeriesTableKeepingTests {
  private func time(_ seconds: Int) -> Timestamp {
    Timestamp(seconds: Int64(seconds), nanoseconds: 0)
  }

  /// A table with the same series at the same places.
  private func restored(_ rows: [Int: Row], limit: Int, share: Int = .max) -> SeriesTable<Int> {
    var table = SeriesTable<Int>(limit: limit, share: share, tracksChanges: true)
    for row in rows.sorted(by: { $0.key < $1.key }) {
      table.restore(
        place: row.key, key: row.value.key, owner: row.value.owner, series: row.value.series)
    }
    return table
  }

  private typealias Row = (key: Int, owner: Int, series: BeatSeries)

  @Test func countsTheJudgedOnce() {
    var table = SeriesTable<Int>(limit: 4)
    for beat in 0..<5 { _ = table.add(1, of: 7, at: time(beat * 60), fold: 1) }
    #expect(table.judged(of: 7) == 0)
    for beat in 5..<9 { _ = table.add(1, of: 7, at: time(beat * 60), fold: 1) }
    #expect(table.judged(of: 7) == 1 && table.judged(of: 8) == 0)
    table.remove(1)
    #expect(table.judged(of: 7) == 1)
    for beat in 10..<16 { _ = table.add(2, of: 7, at: time(beat * 60), fold: 1) }
    #expect(table.judged(of: 7) == 2)
  }

  @Test func removedPlacesAreGivenAgainFromTheLowest() {
    var table = SeriesTable<Int>(limit: 10, tracksChanges: true)
    for key in 0..<6 { _ = table.add(key, at: time(key), fold: 1) }
    _ = table.takeChanges()
    for key in [4, 1, 9] { table.remove(key) }
    #expect(table.count == 4 && !table.contains(4) && table[1] == nil)
    #expect(table[5]?.first == time(5))
    var changes = table.takeChanges()
    #expect(changes.map(\.place) == [1, 4])
    #expect(changes.allSatisfy { $0.entry == nil })
    for key in 20..<23 { _ = table.add(key, at: time(key), fold: 1) }
    changes = table.takeChanges()
    #expect(changes.map(\.place) == [1, 4, 6])
    #expect(changes.map { $0.entry?.key } == [20, 21, 22])
    #expect(table.takeChanges().isEmpty)
  }

  @Test func tracksOnlyIfAsked() {
    var table = SeriesTable<Int>(limit: 10)
    _ = table.add(1, at: time(0), fold: 1)
    #expect(table.takeChanges().isEmpty)
  }

  /// A channel that comes and goes a hundred thousand times leaves nothing behind.
  @Test func removalKeepsTheOrderAndTheMemory() {
    var table = SeriesTable<Int>(limit: 4)
    _ = table.add(-1, at: time(0), fold: 1)
    for round in 1...100_000 {
      _ = table.add(1, at: time(round), fold: 1)
      table.remove(1)
    }
    #expect(table.count == 1)
    #expect((table.shelves[0]?.newcomers.count ?? 0) < 200)
    for key in 2..<5 { _ = table.add(key, at: time(200_000 + key), fold: 1) }
    // Full: the oldest newcomer gives way, although much came and went since.
    _ = table.add(5, at: time(300_000), fold: 1)
    #expect(!table.contains(-1) && table.contains(2) && table.contains(5))
  }

  /// Random events and removals: a copy made of nothing but the changes is at all times the table.
  @Test func changesMakeACopy() throws {
    var generator = Generator(state: 31)
    var table = SeriesTable<Int>(limit: 40, share: 30, tracksChanges: true)
    var rows: [Int: Row] = [:]
    for step in 0..<4000 {
      let key = Int(generator.uniform() * 120)
      if generator.uniform() < 0.05 {
        table.remove(key)
      } else {
        _ = table.add(key, of: key % 3, at: time(step * 7), fold: 1)
      }
      guard step % 37 == 0 else { continue }
      let changes = table.takeChanges()
      #expect(changes.map(\.place) == changes.map(\.place).sorted())
      for change in changes { rows[change.place] = change.entry }
      #expect(rows.count == table.count)
      for row in rows.values {
        #expect(table[row.key]?.stored == row.series.stored)
        #expect(row.key % 3 == row.owner)
      }
    }
  }

  /// After a restart junk pushes out the same series, and new ones get the same places.
  @Test(arguments: 0..<5) func goesOnAsBefore(seed: Int) {
    var generator = Generator(state: UInt64(seed) + 3)
    var table = SeriesTable<Int>(limit: 50, share: 30, tracksChanges: true)
    var seconds = 0
    func key() -> Int { Int(generator.uniform() * 90) }
    for _ in 0..<600 {
      seconds += 5
      let key = key()
      if generator.uniform() < 0.03 { table.remove(key) }
      _ = table.add(key, of: key % 4, at: time(seconds), fold: 1)
    }
    var rows: [Int: Row] = [:]
    for change in table.takeChanges() { rows[change.place] = change.entry }
    var copy = restored(rows, limit: 50, share: 30)
    for owner in 0..<4 { copy.restoreJudged(table.judged(of: owner), of: owner) }
    #expect(copy.count == table.count && copy.takeChanges().isEmpty)
    // Junk, each once: only series on probation give way.
    for junk in 0..<8 {
      seconds += 5
      _ = table.add(1000 + junk, of: junk % 4, at: time(seconds), fold: 1)
      _ = copy.add(1000 + junk, of: junk % 4, at: time(seconds), fold: 1)
      let left = table.takeChanges().map { "\($0.place) \($0.entry?.key ?? -1)" }
      let right = copy.takeChanges().map { "\($0.place) \($0.entry?.key ?? -1)" }
      #expect(left == right)
    }
    for owner in 0..<4 { #expect(copy.judged(of: owner) == table.judged(of: owner)) }
  }

  /// A smaller table, a channel that comes twice, places out of order: counted and left out.
  @Test func whatDoesNotFitIsLeftOut() {
    var table = SeriesTable<Int>(limit: 4, tracksChanges: true)
    let series = BeatSeries(first: time(0))
    table.restore(place: 2, key: 1, owner: 0, series: series)
    table.restore(place: 3, key: 1, owner: 0, series: series)
    table.restore(place: 2, key: 2, owner: 0, series: series)
    table.restore(place: -1, key: 3, owner: 0, series: series)
    table.restore(place: 4_000_000_000, key: 4, owner: 0, series: series)
    #expect(table.count == 1 && table.evicted == 4)
    #expect(table.takeChanges().map(\.place) == [-1, 2, 3, 4_000_000_000])
    for key in 10..<13 { _ = table.add(key, at: time(9), fold: 1) }
    #expect(table.takeChanges().map(\.place) == [0, 1, 3])
    #expect(table.count == 4)
  }

  @Test func judgedSeriesCountWhenPutBack() {
    var series = BeatSeries(first: time(0))
    for beat in 1..<6 { _ = series.add(time(beat * 60), fold: 1) }
    var table = SeriesTable<Int>(limit: 4)
    table.restore(place: 0, key: 1, owner: 3, series: series)
    #expect(table.judged(of: 3) == 1)
    _ = table.add(1, of: 3, at: time(400), fold: 1)
    #expect(table.judged(of: 3) == 1)
    table.restoreJudged(5, of: 3)
    #expect(table.judged(of: 3) == 5)
  }
}
