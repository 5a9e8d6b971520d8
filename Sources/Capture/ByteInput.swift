/// The bytes of a capture, decompressed where they have to be, from a file or a pipe.
///
/// Memory while decompressing: one input buffer, besides the decompressor's own.
struct ByteInput: ~Copyable {
  private enum Decoder {
    case none
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
  }

  private var descriptor: InputDescriptor
  private var decoder = Decoder.none
  private var compressed: [UInt8] = []
  private var waiting = 0..<0
  private var hasMoreOutput = false
  private var isAtEnd = false
  private var fault: String?
  /// Bytes read, and while decompressing also used, so far: as they lie on the disk.
  private(set) var bytesConsumed: UInt64 = 0

  /// The bytes of a descriptor as they are.
  init(_ descriptor: consuming InputDescriptor) { self.descriptor = descriptor }

  /// Whether this is a file on a disk.
  var isRegularFile: Bool { descriptor.isRegularFile }
  /// Bytes on the disk; 0 where unknown.
  var size: UInt64 { descriptor.size }
  /// Whether the bytes are decompressed on the way.
  var isCompressed: Bool {
    if case .none = decoder { false } else { true }
  }

  /// Decompresses from here on, beginning with the bytes that were read to find out.
  mutating func decompress(
    _ compression: CaptureSignature.Compression, startingWith first: ArraySlice<UInt8>
  ) throws(CaptureError) {
    switch compression {
    case .gzip: decoder = .gzip(try GzipDecoder())
    case .zstd: decoder = .zstd(try ZstdDecoder())
    }
    // 128 KiB is zstd's largest compressed block.
    let padding = max(0, 131_072 - first.count)
    compressed = Array(first) + [UInt8](repeating: 0, count: padding)
    waiting = 0..<first.count
    bytesConsumed -= UInt64(first.count)
  }

  /// Reads what there is, at most `output.count` bytes, waiting only where there is nothing.
  mutating func read(into output: UnsafeMutableRawBufferPointer) -> ReadOutcome {
    guard isCompressed else {
      let outcome = unsafe descriptor.read(into: output)
      if case .bytes(let count) = outcome { bytesConsumed += UInt64(count) }
      return outcome
    }
    while true {
      if let fault { return .failed(fault) }
      if waiting.isEmpty, !hasMoreOutput {
        if isAtEnd { return isComplete ? .end : .cutShort }
        switch refill() {
        case .bytes(let count): waiting = 0..<count
        case .end: isAtEnd = true
        case let outcome: return outcome
        }
        continue
      }
      let step = unsafe decode(into: output)
      waiting = (waiting.lowerBound + step.consumed)..<waiting.upperBound
      bytesConsumed += UInt64(step.consumed)
      hasMoreOutput = step.produced == output.count
      // What came out before the fault is handed over first.
      fault = step.fault
      if step.produced > 0 { return .bytes(step.produced) }
      if step.consumed == 0, fault == nil, !waiting.isEmpty {
        fault = "the decompressor makes no progress"
      }
    }
  }

  private var isComplete: Bool {
    switch decoder {
    case .none: true
    case .gzip(let decoder): decoder.isComplete
    case .zstd(let decoder): decoder.isComplete
    }
  }

  private mutating func refill() -> ReadOutcome {
    Self.fill(&compressed, from: &descriptor)
  }

  private static func fill(
    _ bytes: inout [UInt8], from descriptor: inout InputDescriptor
  ) -> ReadOutcome {
    unsafe bytes.withUnsafeMutableBytes { unsafe descriptor.read(into: $0) }
  }

  private func decode(into output: UnsafeMutableRawBufferPointer) -> DecodeStep {
    unsafe compressed.withUnsafeBytes { bytes in
      let input = unsafe UnsafeRawBufferPointer(rebasing: bytes[waiting])
      return switch decoder {
      case .none: DecodeStep(consumed: 0, produced: 0)
      case .gzip(let decoder): unsafe decoder.decode(input, into: output)
      case .zstd(let decoder): unsafe decoder.decode(input, into: output)
      }
    }
  }
}
