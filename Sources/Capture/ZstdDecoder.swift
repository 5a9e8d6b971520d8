import CZstd

/// Decompresses Zstandard data of any number of frames, skippable ones among them, RFC 8878.
///
/// Memory: the frame's window, at most 128 MiB (2^27), which is also what the zstd program allows.
@safe final class ZstdDecoder {
  private let context: OpaquePointer
  private var isInsideFrame = true

  /// Nothing decompressed yet.
  init() throws(CaptureError) {
    guard let context = unsafe ZSTD_createDCtx() else {
      throw .failed("zstd cannot be started: out of memory")
    }
    unsafe self.context = unsafe context
    unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  /// Whether the data may end here.
  var isComplete: Bool { !isInsideFrame }

  /// Decompresses from `input` into `output` until one of them is used up or a frame ends.
  func decode(
    _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
  ) -> DecodeStep {
    var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
    // Asked without input between two frames it would want a header that need not come.
    if unsafe source.size == 0, !isInsideFrame { return DecodeStep(consumed: 0, produced: 0) }
    let result = unsafe ZSTD_decompressStream(context, &target, &source)
    var step = unsafe DecodeStep(consumed: source.pos, produced: target.pos)
    if ZSTD_isError(result) != 0 {
      let words = unsafe String(cString: ZSTD_getErrorName(result))
      step.fault = "broken zstd data: \(words)"
    } else {
      isInsideFrame = result != 0
    }
    return step
  }
}
