import CPcap

/// Where the frames of one dispatch are copied to.
///
/// The kernel takes its buffer back inside the dispatch that showed it, so that frames have to be
/// copied. The memory is reserved for a full batch of the longest frames and used as far as they need.
@safe final class LiveArena {
  private let base: UnsafeMutableRawPointer
  private let byteCount: Int
  private let snapshotLength: Int
  private let linkType: LinkType
  private let nanosecondsPerFraction: Int64
  private let records: UnsafeMutablePointer<FrameRecord>
  /// Bytes of the batch.
  private(set) var used = 0
  /// Frames of the batch.
  private(set) var count = 0

  /// Room for a batch of frames of at most `snapshotLength` bytes.
  init(snapshotLength: Int, linkType: LinkType, nanosecondsPerFraction: Int64) {
    byteCount = snapshotLength * FrameBatch.capacity
    self.snapshotLength = snapshotLength
    self.linkType = linkType
    self.nanosecondsPerFraction = nanosecondsPerFraction
    unsafe base = .allocate(byteCount: byteCount, alignment: 64)
    unsafe records = .allocate(capacity: FrameBatch.capacity)
  }

  deinit {
    unsafe base.deallocate()
    unsafe records.deallocate()
  }

  /// Begins a new batch.
  func removeAll() {
    used = 0
    count = 0
  }

  /// Copies a frame. There is room: a dispatch is asked for no more than a batch, a frame is cut at
  /// the snapshot length.
  func append(_ header: UnsafePointer<pcap_pkthdr>, _ bytes: UnsafePointer<UInt8>) {
    guard count < FrameBatch.capacity else { return }
    let captured = unsafe min(Int(header.pointee.caplen), snapshotLength)
    unsafe (base + used).copyMemory(from: bytes, byteCount: captured)
    let time = unsafe header.pointee.ts
    let fraction = Int64(time.tv_usec) &* nanosecondsPerFraction
    let record = unsafe FrameRecord(
      timestamp: Timestamp(seconds: Int64(time.tv_sec), nanoseconds: fraction), offset: used,
      capturedLength: UInt32(captured), wireLength: max(header.pointee.len, UInt32(captured)),
      linkType: linkType)
    unsafe (records + count).initialize(to: record)
    used += captured
    count += 1
  }

  /// The frames, until the next batch begins.
  @_lifetime(borrow self)
  func batch() -> FrameBatch {
    let records = unsafe Span(_unsafeStart: records, count: count)
    let bytes = unsafe RawSpan(_unsafeStart: base, byteCount: used)
    let batch = FrameBatch(records: records, bytes: bytes)
    return unsafe _overrideLifetime(batch, borrowing: self)
  }
}
