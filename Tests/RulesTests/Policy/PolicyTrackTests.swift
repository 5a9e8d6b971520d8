import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

@Suite struct PolicyTrackTests {
  private func event(_ kind: FlowEvent.Kind, _ seconds: Double) -> FlowEvent {
    let end = Flow.End(address: .zero, port: 1)
    let time = Timestamp(rawValue: Int64(seconds * 1e9))
    return FlowEvent(
      kind, at: time,
      of: Flow(initiator: end, responder: end, transport: .tcp, first: time, last: time), place: 0)
  }

  /// Against a bucket of fractions that is refilled by hand.
  @Test(arguments: ["12/1h", "1/1s", "3/1s", "450/1h", "1000000/1s", "7/1d"])
  func bucket(text: String) throws {
    let pace = try #require(Pace(text))
    var generator = FixedGenerator(state: 7)
    let gap = Double(pace.seconds) / Double(pace.count)
    var track = PolicyTrack(at: Timestamp(rawValue: 0))
    var tokens = Double(pace.count)
    var last = 0.0
    var time = 0.0
    var isOver = 0
    for step in 0..<20_000 {
      // Bursts, then traffic around the pace.
      time += gap * generator.uniform() * (step % 1000 < 500 ? 0.3 : 2.2)
      let nanoseconds = Int64((time * 1e9).rounded())
      tokens = min(Double(pace.count), tokens + (time - last) / gap)
      last = time
      let isWithin = track.take(pace, at: Timestamp(rawValue: nanoseconds))
      // Near a whole token the two may round apart.
      if abs(tokens - 1) > 1e-4 { #expect(isWithin == (tokens >= 1), "step \(step)") }
      if isWithin { tokens -= 1 } else { isOver += 1 }
      #expect(track.isOver == !isWithin)
    }
    #expect(pace.count > 10_000 || isOver > 0)
  }

  /// So many at once, and the next one when its share of the time has passed.
  @Test func capacity() throws {
    let pace = try #require(Pace("3/1m"))
    var track = PolicyTrack(at: Timestamp(rawValue: 0))
    let times = [0, 0, 0, 0, 19.9, 20, 20, 40, 59, 60, 1000, 1000, 1000, 1000]
    let answers = times.map {
      track.take(pace, at: Timestamp(rawValue: Int64($0 * 1e9)))
    }
    #expect(
      answers == [
        true, true, true, false, false, true, false, true, false, true, true, true, true, false,
      ])
  }

  /// A clock that is set back by a year begins with a full bucket.
  @Test func clockSetBack() throws {
    let pace = try #require(Pace("2/1m"))
    var track = PolicyTrack(at: Timestamp(rawValue: 0))
    let answers = [40_000_000, 1000, 1030].map {
      track.take(pace, at: Timestamp(seconds: $0, nanoseconds: 0))
    }
    #expect(answers == [true, true, true])
  }

  @Test func whatCounts() throws {
    let pace = try #require(Pace("9/1s"))
    var track = PolicyTrack(at: Timestamp(rawValue: 0))
    #expect(track.counts(event(.resumed, 5)))
    _ = track.take(pace, at: Timestamp(seconds: 5, nanoseconds: 0))
    #expect(track.counts(event(.opened, 5)))
    #expect(!track.counts(event(.resumed, 5)) && !track.counts(event(.resumed, 6)))
    #expect(track.counts(event(.resumed, 6.001)) && track.counts(event(.resumed, 4)))
    #expect(!track.counts(event(.packet, 9)) && !track.counts(event(.ended, 9)))
  }

  @Test func kept() throws {
    let pace = try #require(Pace("1/1h"))
    var track = PolicyTrack(at: Timestamp(rawValue: 3))
    track.isContradicted = true
    _ = track.take(pace, at: Timestamp(rawValue: 5))
    #expect(try PolicyTrack(stored: track.stored) == track)
    #expect(throws: StoredFault.self) { try PolicyTrack(stored: Array(track.stored.dropLast())) }
  }
}
