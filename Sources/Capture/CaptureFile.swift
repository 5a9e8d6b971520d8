/// One capture file, or one capture that comes through a pipe: pcap or pcapng in every variant, plain
/// or compressed by gzip or zstd, told by content.
///
/// Frames are not copied: a batch points into the block that was read, and borrows this value, so that
/// keeping it across the next read does not compile:
///
///     let batch = try file.nextBatch()
///     _ = try file.nextBatch()  // error: overlapping accesses to 'file'
///     print(batch?.count ?? 0)
///
/// A capture that ends inside a record, as a killed writer leaves it, ends there and is counted in
/// `truncatedCaptures`. Memory: a block of `defaultBlockByteCount`, which grows up to 32 MiB for a
/// record that large, and the decompressor's (gzip 40 KiB, zstd at most 128 MiB).
public struct CaptureFile: ~Copyable, FrameSource {
  /// Bytes asked for in one read: 256 KiB, which stays in a core's second cache (measured: neither
  /// 64 KiB nor 1 MiB takes less a packet).
  public static var defaultBlockByteCount: Int { 262_144 }

  private var reader: CaptureReader
  private var filter: FrameFilter?
  private var isPeeked = false

  /// Opens the capture at `path`; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: A file, a named pipe, or `-`.
  ///   - filter: A filter expression, as pcap-filter(7) describes it; refused frames are counted.
  ///   - interruptDescriptor: Once this can be read, the capture ends after what has arrived.
  ///   - blockByteCount: Bytes asked for in one read.
  /// - Throws: `CaptureError.unreadable` where it cannot be opened or is no capture, `.invalid` where
  ///   the filter does not compile.
  public init(
    path: String, filter: String? = nil, interruptDescriptor: Int32? = nil,
    blockByteCount: Int = CaptureFile.defaultBlockByteCount
  ) throws(CaptureError) {
    // First of all: a wrong expression must not wait for a pipe.
    self.filter = try filter.map { expression throws(CaptureError) in
      try FrameFilter(expression)
    }
    reader = try CaptureReader(
      path: path, interrupt: interruptDescriptor, blockByteCount: blockByteCount)
  }

  /// Reads a capture from a descriptor, which stays open.
  ///
  /// - Parameters:
  ///   - descriptor: An open file or pipe.
  ///   - name: What errors call it.
  ///   - filter: A filter expression, as pcap-filter(7) describes it; refused frames are counted.
  ///   - interruptDescriptor: Once this can be read, the capture ends after what has arrived.
  ///   - blockByteCount: Bytes asked for in one read.
  /// - Throws: As for a path.
  public init(
    descriptor: Int32, name: String, filter: String? = nil, interruptDescriptor: Int32? = nil,
    blockByteCount: Int = CaptureFile.defaultBlockByteCount
  ) throws(CaptureError) {
    self.filter = try filter.map { expression throws(CaptureError) in
      try FrameFilter(expression)
    }
    let input = try InputDescriptor(
      borrowing: descriptor, name: name, interrupt: interruptDescriptor)
    reader = try CaptureReader(input, name: name, blockByteCount: blockByteCount)
  }

  /// When the next frame was captured, which stays to be read; `nil` at the end.
  public mutating func peekFirstTimestamp() throws(CaptureError) -> Timestamp? {
    if !isPeeked {
      guard try reader.advance(&filter) else { return nil }
      isPeeked = true
    }
    return reader.records[0].timestamp
  }

  /// The next frames, or `nil` at the end; an empty batch never comes from files.
  /// - Throws: `CaptureError.failed` at something broken, after the frames before it, and
  ///   `.invalid` where the filter means nothing for a link type that came.
  @_lifetime(&self)
  public mutating func nextBatch() throws(CaptureError) -> FrameBatch? {
    if isPeeked {
      isPeeked = false
    } else {
      guard try reader.advance(&filter) else { return nil }
    }
    return FrameBatch(
      records: reader.records.span.extracting(first: reader.count),
      bytes: unsafe reader.block.span.bytes)
  }

  /// What was read so far; cheap enough to ask after every batch.
  public var statistics: CaptureStatistics { reader.statistics }
}
