/// Many captures as one stream in the order of time, as a capture program leaves them when it begins a
/// new file every hour.
///
/// The captures are ordered by the time of their first packet, at equal times by the order of the
/// arguments; each is opened when the stream's time reaches it and closed at its end. Captures that
/// overlap are merged packet by packet without copying: a batch is a part of one capture's batch.
/// Inside one capture the order of its records is kept.
///
/// Memory: a block (`CaptureFile.defaultBlockByteCount`) for each capture open at the same time, of
/// which there may be 512.
public struct CaptureSeries: ~Copyable, FrameSource {
  private var waiting: [WaitingCapture] = []
  private var open: [OpenCapture] = []
  private var filter: FrameFilter? = nil
  private var interrupt: Int32? = nil
  private var peeked: [String: PeekedInput] = [:]
  private var isInterrupted = false
  /// Sums of the captures that were closed.
  private var closed = CaptureStatistics()
  private var frames: UInt64 = 0
  // The batch handed out shares these with the capture it is of, until the next read.
  private var block: [UInt8] = []
  private var records: [FrameRecord] = []

  /// Opens captures, looks when each begins, and leaves all but one of them closed.
  ///
  /// - Parameters:
  ///   - paths: Files, named pipes, folders (all captures in one, by name; not those in folders below),
  ///     or `-`. At least one. Of a pipe beside other captures the first packet is waited for.
  ///   - filter: A filter expression, as pcap-filter(7) describes it; refused frames are counted.
  ///   - interruptDescriptor: Once this can be read, the stream ends after what has arrived.
  /// - Throws: `CaptureError.unreadable` where one cannot be opened or is no capture, `.failed` where
  ///   one breaks before its first packet, `.invalid` where the filter does not compile.
  public init(
    paths: [String], filter: String? = nil, interruptDescriptor: Int32? = nil
  ) throws(CaptureError) {
    try self.init(
      InputSurvey(captures: paths), filter: filter, interruptDescriptor: interruptDescriptor)
  }

  /// Opens captures that were looked into.
  ///
  /// - Parameters:
  ///   - inputs: What was found.
  ///   - filter: As for paths.
  ///   - interruptDescriptor: As for paths.
  /// - Throws: As for paths.
  public init(
    _ inputs: InputSurvey, filter: String? = nil, interruptDescriptor: Int32? = nil
  ) throws(CaptureError) {
    // First of all: a wrong expression must not wait for a folder to be read.
    self.filter = try filter.map { expression throws(CaptureError) in
      try FrameFilter(expression)
    }
    interrupt = interruptDescriptor
    peeked = inputs.peeked
    var captures: [String] = []
    for path in inputs.paths {
      if path != "-", CaptureFolder.isFolder(path) {
        captures += try CaptureFolder.captures(in: path)
      } else {
        captures.append(path)
      }
    }
    guard !captures.isEmpty else { throw .invalid("no capture given") }
    if captures.count == 1 {
      // Alone it needs no place, and a pipe need not be waited for.
      open = [try Self.open(captures[0], order: 0, interrupt, peeked)]
      closed.inputSize = open[0].reader.statistics.inputSize
      return
    }
    try survey(captures)
  }

  /// Finds when each capture begins.
  private mutating func survey(_ captures: [String]) throws(CaptureError) {
    var sizes: UInt64? = 0
    for (order, path) in captures.enumerated() where !isInterrupted {
      let capture = try Self.open(path, order: order, interrupt, peeked)
      let isRegularFile = capture.reader.isRegularFile
      sizes = isRegularFile ? sizes.map { $0 &+ capture.reader.statistics.inputSize } : nil
      // A file is read again, and filtered then.
      var none: FrameFilter? = nil
      let hasFrames =
        isRegularFile ? try capture.advance(&none) : try capture.advance(&filter)
      isInterrupted = capture.reader.isInterrupted
      guard hasFrames else {
        close(capture)
        continue
      }
      waiting.append(
        WaitingCapture(
          path: path, place: capture.head, opened: isRegularFile ? nil : capture))
    }
    closed.inputSize = sizes ?? 0
    // The next one last.
    waiting.sort { $1.place < $0.place }
  }

  private static func open(
    _ path: String, order: Int, _ interrupt: Int32?, _ peeked: [String: PeekedInput]
  ) throws(CaptureError) -> OpenCapture {
    let reader = try CaptureReader(
      path: path, peeked: peeked[path], interrupt: interrupt,
      blockByteCount: CaptureFile.defaultBlockByteCount)
    return OpenCapture(reader, order: order)
  }

  /// The next frames, or `nil` at the end; an empty batch never comes from files.
  /// - Throws: `CaptureError.failed` at something broken, after the frames before it, and
  ///   `.invalid` where the filter means nothing for a link type that came.
  @_lifetime(&self)
  public mutating func nextBatch() throws(CaptureError) -> FrameBatch? {
    // Let go first: a capture writes to its buffers only while they are its own.
    block = []
    records = []
    guard let (capture, limit) = try earliest() else { return nil }
    let range = capture.take(before: limit)
    frames += UInt64(range.count)
    block = capture.reader.block
    records = capture.reader.records
    return FrameBatch(
      records: records.span.extracting(range), bytes: unsafe block.span.bytes)
  }

  /// The capture whose next frame is the next of the stream, and the place up to which it may go on.
  private mutating func earliest() throws(CaptureError) -> (OpenCapture, limit: StreamPlace?)? {
    try readDrained()
    while !isInterrupted {
      var first: Int?
      var second: StreamPlace?
      for index in open.indices {
        let head = open[index].head
        if let current = first, open[current].head < head {
          second = second.map { min($0, head) } ?? head
        } else {
          second = first.map { open[$0].head } ?? second
          first = index
        }
      }
      guard let next = waiting.last else {
        return first.map { (open[$0], second) }
      }
      if let first, open[first].head < next.place {
        return (open[first], second.map { min($0, next.place) } ?? next.place)
      }
      try openNext()
    }
    return nil
  }

  /// Reads on in every open capture of which all frames were handed out; closes those at their end.
  private mutating func readDrained() throws(CaptureError) {
    var index = 0
    while index < open.count, !isInterrupted {
      let capture = open[index]
      if capture.isDrained, !(try capture.advance(&filter)) {
        isInterrupted = capture.reader.isInterrupted
        close(capture)
        open.remove(at: index)
      } else {
        index += 1
      }
    }
  }

  private mutating func openNext() throws(CaptureError) {
    guard let next = waiting.popLast() else { return }
    guard open.count < CaptureLimits.openCaptures else {
      throw .failed(
        "\(next.path): overlaps in time with \(open.count) other captures, the most that are read at "
          + "the same time; merge some of them first, for example with mergecap")
    }
    if let capture = next.opened {
      open.append(capture)
      return
    }
    let capture = try Self.open(next.path, order: next.place.order, interrupt, peeked)
    open.append(capture)
    try readDrained()
  }

  private mutating func close(_ capture: OpenCapture) {
    let statistics = capture.reader.statistics
    closed.inputBytes += statistics.inputBytes
    closed.filtered += statistics.filtered
    closed.truncatedCaptures += statistics.truncatedCaptures
  }

  /// The sums over all captures so far; cheap enough to ask after every batch.
  public var statistics: CaptureStatistics {
    var sum = closed
    sum.frames = frames
    for capture in open {
      let statistics = capture.reader.statistics
      sum.inputBytes += statistics.inputBytes
      sum.filtered += statistics.filtered
      sum.truncatedCaptures += statistics.truncatedCaptures
    }
    return sum
  }
}
