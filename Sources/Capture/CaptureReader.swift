/// Reads one capture, block by block, into a batch that it holds.
///
/// The block buffer and the batch are plain arrays: whoever borrows them keeps them where they are,
/// and the reader writes to them again only when nobody does.
struct CaptureReader: ~Copyable {
  /// What errors call the input.
  let name: String
  /// Holds the frames that `records` points into.
  private(set) var block: [UInt8]
  /// The batch; the first `count` entries.
  private(set) var records: [FrameRecord]
  /// Frames of the batch.
  private(set) var count = 0
  /// Frames that the filter refused, and captures that were cut short.
  private(set) var statistics = CaptureStatistics()
  /// Whether the interrupt ended the capture.
  private(set) var isInterrupted = false

  private var input: ByteInput
  private var pcap: PcapRecords?
  private var pcapng = PcapngBlocks()
  private var position: Int
  private var filled: Int
  /// Offset of the block's first byte in the capture.
  private var blockOffset: UInt64 = 0
  private var isAtEnd = false
  private var failure: CaptureError?

  /// Reads the header of a capture.
  /// - Throws: `CaptureError.unreadable` where the input is no capture.
  init(
    _ descriptor: consuming InputDescriptor, name: String, blockByteCount: Int
  ) throws(CaptureError) {
    var input = ByteInput(descriptor)
    var block = [UInt8](repeating: 0, count: max(blockByteCount, PcapRecords.fileHeaderLength))
    let header = try CaptureHeader(&input, &block, name: name)
    self.name = name
    self.input = input
    self.block = block
    records = Array(
      repeating: FrameRecord(
        timestamp: Timestamp(rawValue: 0), offset: 0, capturedLength: 0, wireLength: 0,
        linkType: .null),
      count: FrameBatch.capacity)
    pcap = header.pcap
    position = header.length
    filled = header.filled
    isInterrupted = header.isInterrupted
    isAtEnd = header.isInterrupted
    statistics.inputSize = self.input.size
    countInput()
  }

  /// Whether the input is a file on a disk, which can be opened again.
  var isRegularFile: Bool { input.isRegularFile }

  /// Reads the next batch; `false` at the end of the capture.
  ///
  /// Records that came before something broken make a batch of their own before the error.
  mutating func advance(_ filter: inout FrameFilter?) throws(CaptureError) -> Bool {
    count = 0
    if let failure { throw failure }
    while !isAtEnd {
      let walk = Self.walk(pcap, &pcapng, block, position..<filled, into: &records)
      position = walk.position
      count = walk.count
      if count > 0 {
        if filter != nil { apply(&filter) }
        if count > 0 { break }
      } else if case .broken(let fault) = walk.stop {
        let text = "\(name): at byte \(place): \(fault.text)"
        // At its very start it is no capture that broke, but none that can be read.
        failure = blockOffset == 0 && position == 0 ? .unreadable(text) : .failed(text)
      } else {
        refill()
      }
      if let failure {
        countInput()
        throw failure
      }
    }
    statistics.frames += UInt64(count)
    countInput()
    return count > 0
  }

  // The spans live in static functions: inside a method they would borrow the whole value.

  private static func walk(
    _ pcap: PcapRecords?, _ pcapng: inout PcapngBlocks, _ block: [UInt8], _ range: Range<Int>,
    into records: inout [FrameRecord]
  ) -> RecordWalk {
    let bytes = unsafe block.span.bytes.extracting(first: range.upperBound)
    var output = records.mutableSpan
    return if let pcap {
      pcap.walk(bytes, from: range.lowerBound, into: &output)
    } else {
      pcapng.walk(bytes, from: range.lowerBound, into: &output)
    }
  }

  private static func filter(
    _ records: inout [FrameRecord], _ count: inout Int, of block: [UInt8],
    _ filter: inout FrameFilter?
  ) throws(CaptureError) -> Int {
    var output = records.mutableSpan
    return try filter?.keep(&output, &count, of: unsafe block.span.bytes) ?? 0
  }

  private mutating func apply(_ filter: inout FrameFilter?) {
    do throws(CaptureError) {
      statistics.filtered += UInt64(try Self.filter(&records, &count, of: block, &filter))
    } catch {
      // The frames that passed before make the last batch.
      failure = error
    }
  }

  /// Moves the record that is cut off to the front and reads on behind it.
  private mutating func refill() {
    if position > 0 {
      unsafe block.withUnsafeMutableBytes { bytes in
        unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[position..<filled]))
      }
      blockOffset += UInt64(position)
      filled -= position
      position = 0
    }
    // Twice as large only once it is full: a record that claims to be long costs what has arrived.
    if filled == block.count {
      block.append(contentsOf: [UInt8](repeating: 0, count: block.count))
    }
    switch Self.read(&input, into: &block, at: filled) {
    case .bytes(let count): filled += count
    case .end:
      isAtEnd = true
      if filled > 0 || pcapng.isInsideBlock { statistics.truncatedCaptures += 1 }
    case .cutShort:
      isAtEnd = true
      statistics.truncatedCaptures += 1
    case .interrupted:
      isAtEnd = true
      isInterrupted = true
    case .failed(let reason):
      failure = .failed("\(name): after byte \(place): \(reason)")
    }
  }

  /// One read behind the first `filled` bytes of `block`.
  static func read(
    _ input: inout ByteInput, into block: inout [UInt8], at filled: Int
  ) -> ReadOutcome {
    unsafe block.withUnsafeMutableBytes { bytes in
      unsafe input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
    }
  }

  /// The position for people.
  private var place: String {
    let offset = blockOffset + UInt64(position)
    return input.isCompressed ? "\(offset) of the decompressed data" : "\(offset)"
  }

  private mutating func countInput() {
    statistics.inputBytes =
      input.isCompressed ? input.bytesConsumed : blockOffset + UInt64(position)
  }
}
