public import Capture

extension ClockTest: Storable {
  /// Writes capitals and guessed clocks; about 550 octets.
  public func store(to writer: inout StoredWriter) {
    writer.add(gapBets)
    for index in 0..<ClockTest.mostTrackers { writer.add(trackers[index]) }
    writer.add(guesses)
    writer.add(settled)
    writer.add(nextGuess)
    writer.add(evidence)
  }

  /// Reads a test back, which goes on bit for bit as the one that was stored.
  /// - Throws: `StoredFault` where a number is not finite, or more capital is there than there ever was.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    gapBets = try reader.value()
    for index in 0..<ClockTest.mostTrackers { trackers[index] = try reader.optional() }
    guesses = try reader.number()
    settled = try reader.number()
    let next = reader.fault("the next search, within \(ClockTest.longestPause) gaps")
    nextGuess = try reader.number()
    guard (1...ClockTest.longestPause).contains(nextGuess &- settled) else { throw next }
    let most = reader.fault("no less evidence than the capitals have")
    evidence = try reader.double(in: 0...1e12)
    // A guess brings a new share in after evidence was taken, of less than the whole start.
    guard capital <= evidence + ClockTest.mostBroughtIn else { throw most }
  }
}
