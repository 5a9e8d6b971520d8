import CZlib

/// Decompresses gzip data of any number of members, RFC 1952.
///
/// Memory: zlib's own, about 40 KiB. Zero bytes after a member are padding, as gzip(1) takes them.
@safe final class GzipDecoder {
  // On the heap for itself: zlib checks that its stream has not moved.
  private let stream: UnsafeMutablePointer<z_stream>
  private var isInsideMember = true

  /// Nothing decompressed yet.
  init() throws(CaptureError) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for the gzip wrapper alone.
    let result = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard result == Z_OK else {
      unsafe stream.deallocate()
      throw .failed("zlib cannot be started (\(result))")
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Whether the data may end here.
  var isComplete: Bool { !isInsideMember }

  /// Decompresses from `input` into `output` until one of them is used up or a member ends.
  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> DecodeStep {
    if !isInsideMember {
      guard let next = unsafe input.first else { return DecodeStep(consumed: 0, produced: 0) }
      switch next {
      case 0:
        let padding = unsafe input.firstIndex { $0 != 0 } ?? input.count
        return DecodeStep(consumed: padding, produced: 0)
      case 0x1f:
        unsafe inflateReset(stream)
        isInsideMember = true
      default:
        return DecodeStep(
          consumed: 0, produced: 0, fault: "bytes that are not gzip follow the gzip data")
      }
    }
    let available = min(input.count, Int(UInt32.max))
    let room = min(output.count, Int(UInt32.max))
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = UInt32(available)
    unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(room)
    let result = unsafe inflate(stream, Z_NO_FLUSH)
    var step = unsafe DecodeStep(
      consumed: available - Int(stream.pointee.avail_in),
      produced: room - Int(stream.pointee.avail_out))
    switch result {
    case Z_STREAM_END: isInsideMember = false
    case Z_OK, Z_BUF_ERROR: break
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      step.fault = "broken gzip data: \(words ?? "error \(result)")"
    }
    return step
  }
}
