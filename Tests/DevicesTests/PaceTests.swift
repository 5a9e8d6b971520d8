import Testing

@testable import Devices

@Suite struct PaceTests {
  @Test(
    arguments: [
      ("12/1h", 12, 3600, "12/1h"), ("1/s", 1, 1, "1/1s"), ("100/30m", 100, 1800, "100/30m"),
      ("4/1d", 4, 86_400, "4/1d"), ("5/90m", 5, 5400, "5/90m"), ("5/60m", 5, 3600, "5/1h"),
      ("1000000/366d", 1_000_000, 31_622_400, "1000000/366d"), ("7/48h", 7, 172_800, "7/2d"),
    ])
  func right(text: String, count: Int, seconds: Int, written: String) throws {
    let pace = try #require(Pace(text))
    #expect(pace.count == count && pace.seconds == seconds)
    #expect(pace.nanoseconds == Int64(seconds) * 1_000_000_000)
    #expect(pace.description == written)
    #expect(Pace(written) == pace)
  }

  @Test(arguments: [
    "", "/", "12", "12/", "/1h", "0/1h", "12/0h", "-1/1h", "+1/1h", "01/1h", "1/01h", "12/1",
    "12/1w",
    "12/1H", "12/h1", "1/1h/1h", "1.5/1h", "1000001/1h", "1/367d", "1/99999999999999999999h",
    " 1/1h",
    "1/ 1h",
  ])
  func wrong(text: String) { #expect(Pace(text) == nil) }
}
