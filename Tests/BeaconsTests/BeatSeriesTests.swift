import Capture
import Testing

@testable import Beacons

@Suite struct BeatSeriesTests {
  private func series(_ seconds: [Double]) -> BeatSeries {
    var series = BeatSeries(first: Timestamp(rawValue: Int64(seconds[0] * 1e9)))
    for second in seconds.dropFirst() {
      _ = series.add(Timestamp(rawValue: Int64(second * 1e9)), fold: 1_000_000_000)
    }
    return series
  }

  @Test func gapsAreExact() {
    let series = series([10, 70, 130.5, 190.25])
    #expect(series.gaps == [60, 60.5, 59.75])
    #expect(series.beats == 4 && series.count == 3)
    #expect(series.first == Timestamp(seconds: 10, nanoseconds: 0))
  }

  /// Retries and junk within a second of a beat belong to it and do not move it.
  @Test func foldsWithoutMovingTheBeat() {
    let series = series([0, 0.4, 0.9, 60, 60.3, 60.6, 60.9, 120])
    #expect(series.gaps == [60, 60])
    #expect(series.folded == 5)
  }

  @Test func keepsTheLatestGaps() {
    let early = (0..<100).map { Double($0) * 10 }
    let late = (100...200).map { Double($0) * 11 - 100 }
    let series = series(early + late)
    #expect(series.beats == 201)
    #expect(series.gaps == Array(repeating: 11, count: 64))
  }

  /// A clock that was set back by an hour gives no gap; the rhythm goes on from there.
  @Test func clockSetBack() {
    let series = series([10_000, 10_060, 6460, 6520, 6580])
    #expect(series.gaps == [60, 60, 60])
  }

  @Test func longGapsSaturate() {
    var series = BeatSeries(first: Timestamp(rawValue: .min))
    let isBeat = series.add(Timestamp(rawValue: .max), fold: 1)
    #expect(isBeat)
    #expect(series.gaps == [4_294_967.295])
  }

  @Test func isAsSmallAsItSays() { #expect(MemoryLayout<BeatSeries>.size <= 728) }
}
