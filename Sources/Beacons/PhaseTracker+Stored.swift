import Capture

extension PhaseTracker: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(period)
    writer.add(beat)
    writer.add(spread)
    writer.add(hitShare)
    for index in 0..<PhaseTracker.bettors { writer.add(capitals[index]) }
    writer.add(start)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    // Some thirty thousand years, more than times can span.
    let farthest = 1e12
    period = try reader.double(in: .leastNormalMagnitude...farthest)
    beat = try reader.double(in: -farthest...farthest)
    spread = try reader.double(in: 0...farthest)
    hitShare = try reader.double(in: 0...1)
    for index in 0..<PhaseTracker.bettors { capitals[index] = try reader.capital() }
    start = try reader.capital()
  }
}
