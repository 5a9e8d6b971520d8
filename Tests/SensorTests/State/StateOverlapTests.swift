import Capture
import Testing

@testable import Sensor

@Suite struct StateOverlapTests {
  /// Frames at times in seconds, no two alike.
  private func frames(_ times: [Double]) -> HandMadeFrames {
    var frames = HandMadeFrames()
    for (number, time) in times.enumerated() {
      var bytes = HandMadeFrames.sample
      bytes[50] = UInt8(number)
      frames.append(at: time, bytes)
    }
    return frames
  }

  /// Which of the frames are let through, by number.
  private func run(
    _ frames: HandMadeFrames, _ overlap: inout StateOverlap, batch: Int = 2
  ) -> [Int] {
    var passed: [Int] = []
    var start = 0
    frames.forEachBatch(of: 0..<frames.records.count, size: batch) { batch in
      passed += (start + overlap.skip(batch)..<start + batch.count)
      start += batch.count
    }
    return passed
  }

  private func mark(_ overlap: StateOverlap, time: Double) -> StateMark {
    StateMark(
      version: "", time: Timestamp(rawValue: Int64(time * 1e9)), packets: 0, run: overlap.run,
      frames: overlap.frames)
  }

  @Test(arguments: [1, 2, 3, 256]) func theSameRun(batch: Int) {
    var first = StateOverlap(earlier: nil, filter: "")
    #expect(run(frames([1, 2, 3]), &first, batch: batch) == [0, 1, 2])
    var again = StateOverlap(earlier: mark(first, time: 3), filter: "")
    #expect(run(frames([1, 2, 3, 4, 5]), &again, batch: batch) == [3, 4])
    #expect(again.repeated == 3 && again.older == 0 && again.frames == 5)
    // A shorter one takes nothing away.
    var short = StateOverlap(earlier: mark(again, time: 5), filter: "")
    #expect(run(frames([1, 2]), &short, batch: batch) == [])
    #expect(short.frames == 5)
    #expect(short.takeNote() == nil && short.takeNote(isOver: true) != nil)
  }

  /// Counted, not timed: the clock may have been set back in it.
  @Test func backwardsClock() {
    var first = StateOverlap(earlier: nil, filter: "")
    _ = run(frames([1000, 10]), &first)
    var again = StateOverlap(earlier: mark(first, time: 10), filter: "")
    #expect(run(frames([1000, 10, 5, 11]), &again) == [2, 3])
  }

  @Test(arguments: [1, 2, 256]) func anotherRun(batch: Int) {
    let earlier = StateMark(
      version: "", time: Timestamp(rawValue: 100_000_000_000), packets: 5, run: "other", frames: 5)
    var before = StateOverlap(earlier: earlier, filter: "")
    #expect(run(frames([98, 99, 100, 100.5, 99.9, 101]), &before, batch: batch) == [3, 4, 5])
    #expect(before.older == 3 && before.repeated == 0 && before.frames == 6)
    #expect(before.takeNote() == "state: 3 packets are older than the state and were left out")
    #expect(before.takeNote(isOver: true) == nil)
    // Frames out of order at the place where a capture was cut are no overlap.
    var near = StateOverlap(earlier: earlier, filter: "")
    #expect(run(frames([99.5, 99.6, 101]), &near, batch: batch) == [0, 1, 2])
    var behind = StateOverlap(earlier: earlier, filter: "")
    #expect(run(frames([200]), &behind, batch: batch) == [0])
    #expect(behind.takeNote(isOver: true) == nil)
  }

  /// Frames are counted behind the filter, so another filter makes another run.
  @Test func filters() {
    var first = StateOverlap(earlier: nil, filter: "udp")
    _ = run(frames([1, 2, 3]), &first)
    var again = StateOverlap(earlier: mark(first, time: 3), filter: "tcp")
    #expect(run(frames([1, 2, 3, 4]), &again) == [3])
    #expect(again.older == 3 && again.run != first.run)
  }

  @Test func identity() {
    var overlap = StateOverlap(earlier: nil, filter: "")
    var names = Set<String>()
    var short = HandMadeFrames()
    short.append(at: 1, [])
    for frames in [frames([1]), frames([1.000000001]), short] {
      overlap = StateOverlap(earlier: nil, filter: "")
      _ = run(frames, &overlap)
      names.insert(overlap.run)
    }
    #expect(names.count == 3)
    #expect(short.records[0].capturedLength == 0)
  }

  /// Values from the authors' own list.
  @Test func hash() {
    func value(_ text: String) -> UInt64 {
      var hash = FowlerNollVo()
      for octet in text.utf8 { hash.add(octet) }
      return hash.value
    }
    #expect(value("") == 0xcbf2_9ce4_8422_2325)
    #expect(value("a") == 0xaf63_dc4c_8601_ec8c)
    #expect(value("foobar") == 0x8594_4171_f739_67e8)
  }
}
