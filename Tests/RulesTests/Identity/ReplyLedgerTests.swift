import Capture
import Packets
import Testing

@testable import Rules

@Suite struct ReplyLedgerTests {
  private func answer(_ identification: UInt16, ttl: UInt8 = 64) -> ReplyLedger.Answer {
    var marks = StackMarks()
    marks.identification = identification
    marks.timeToLive = ttl
    return ReplyLedger.Answer(marks: marks, length: 56)
  }

  private func time(_ milliseconds: Int64) -> Timestamp {
    Timestamp(rawValue: milliseconds * 1_000_000)
  }

  private let window: Int64 = 1_000_000_000

  @Test func twoAnswers() {
    var ledger = ReplyLedger()
    ledger.noteRequest(1, at: time(0), within: window)
    #expect(ledger.noteAnswer(answer(1), to: 1, at: time(1), within: window) == nil)
    // The same packet, captured twice.
    #expect(ledger.noteAnswer(answer(1), to: 1, at: time(2), within: window) == nil)
    let earlier = ledger.noteAnswer(answer(1, ttl: 255), to: 1, at: time(3), within: window)
    #expect(earlier?.answer == answer(1) && earlier?.time == time(1))
    // Told once a request.
    #expect(ledger.noteAnswer(answer(2), to: 1, at: time(4), within: window) == nil)
  }

  @Test func silence() {
    var ledger = ReplyLedger()
    #expect(ledger.noteAnswer(answer(1), to: 9, at: time(0), within: window) == nil)
    ledger.noteRequest(1, at: time(0), within: window)
    ledger.noteRequest(1, at: time(1), within: window)
    #expect(ledger.noteAnswer(answer(1), to: 1, at: time(2), within: window) == nil)
    #expect(ledger.noteAnswer(answer(2), to: 1, at: time(3), within: window) == nil)
    ledger.noteRequest(2, at: time(10), within: window)
    #expect(ledger.noteAnswer(answer(1), to: 2, at: time(11), within: window) == nil)
    #expect(ledger.noteAnswer(answer(2), to: 2, at: time(1011), within: window) == nil)
  }

  /// A number that is used again is a new request.
  @Test func again() {
    var ledger = ReplyLedger()
    for second in 0..<3 {
      let start = Int64(second) * 60_000
      ledger.noteRequest(7, at: time(start), within: window)
      #expect(ledger.noteAnswer(answer(1), to: 7, at: time(start + 1), within: window) == nil)
      #expect(ledger.noteAnswer(answer(2), to: 7, at: time(start + 2), within: window) != nil)
    }
  }

  /// Only the latest requests are kept.
  @Test func bounded() {
    var ledger = ReplyLedger()
    for number in 0..<9 { ledger.noteRequest(UInt32(number), at: time(0), within: window) }
    for (number, isKept) in [(0, false), (1, true), (8, true)] {
      #expect(ledger.noteAnswer(answer(1), to: UInt32(number), at: time(1), within: window) == nil)
      let second = ledger.noteAnswer(answer(2), to: UInt32(number), at: time(1), within: window)
      #expect((second != nil) == isKept)
    }
  }

  /// Of answers to what was not seen the first one stands for the request.
  @Test func unasked() {
    var ledger = ReplyLedger()
    #expect(ledger.noteUnasked(answer(1), to: 5, at: time(0), within: window) == nil)
    #expect(ledger.noteUnasked(answer(1), to: 5, at: time(1), within: window) == nil)
    #expect(ledger.noteUnasked(answer(2), to: 6, at: time(2), within: window) == nil)
    let earlier = ledger.noteUnasked(answer(2), to: 5, at: time(3), within: window)
    #expect(earlier?.answer == answer(1))
    // A later one begins anew.
    #expect(ledger.noteUnasked(answer(3), to: 6, at: time(2000), within: window) == nil)
    #expect(ledger.noteUnasked(answer(4), to: 6, at: time(2001), within: window) != nil)
  }
}
