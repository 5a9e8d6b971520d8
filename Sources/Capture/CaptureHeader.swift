/// The start of a capture: what it is, found by its first bytes, through compression where there is some.
struct CaptureHeader {
  /// The header's facts, where the capture is a classic one; it is pcapng otherwise.
  private(set) var pcap: PcapRecords?
  /// Bytes at the start of the block that the header takes.
  private(set) var length = 0
  /// Bytes in the block.
  private(set) var filled = 0
  /// Whether the interrupt came first.
  private(set) var isInterrupted = false

  /// Reads until it is known what the input is; `block` then holds the start of the capture.
  /// - Throws: `CaptureError.unreadable` where it is no capture.
  init(_ input: inout ByteInput, _ block: inout [UInt8], name: String) throws(CaptureError) {
    switch try identify(&input, &block, name: name) {
    case .pcapng: break
    case .pcap:
      try fill(&input, &block, upTo: PcapRecords.fileHeaderLength, name: name)
      if isInterrupted { return }
      guard filled >= PcapRecords.fileHeaderLength else {
        throw .unreadable(
          "\(name): is a pcap file that ends inside its header, after \(filled) of "
            + "\(PcapRecords.fileHeaderLength) bytes")
      }
      pcap = try PcapRecords(header: unsafe block.span.bytes, name: name)
      length = PcapRecords.fileHeaderLength
    case .compressed, .unknown:
      if isInterrupted { return }
      let inside = input.isCompressed ? " once decompressed" : ""
      let found = CaptureSignature.describe(unsafe block.span.bytes.extracting(first: filled))
      throw .unreadable(
        "\(name): is not a capture\(inside): \(found); give pcap or pcapng, plain or compressed by "
          + "gzip or zstd")
    }
  }

  /// Whether the input starts as a capture does.
  static func isCapture(_ input: inout ByteInput, _ block: inout [UInt8]) -> Bool {
    var header = CaptureHeader()
    do throws(CaptureError) {
      switch try header.identify(&input, &block, name: "") {
      case .pcap, .pcapng: return true
      case .compressed, .unknown: return false
      }
    } catch {
      // Broken compression: there is nothing to say that a capture was in it.
      return false
    }
  }

  /// What an input is by its first bytes.
  static func kind(of input: inout ByteInput) throws(CaptureError) -> InputKind {
    var header = CaptureHeader()
    var block = [UInt8](repeating: 0, count: 4096)
    switch try header.identify(&input, &block, name: "") {
    case .pcap, .pcapng: return .capture
    case .compressed: return .unknown
    case .unknown:
      try header.fill(&input, &block, upTo: LogSignature.byteCount, name: "")
      return LogSignature.isLog(block[..<header.filled]) ? .log : .unknown
    }
  }

  private init() {}

  /// The signature of what is inside all wrappers.
  private mutating func identify(
    _ input: inout ByteInput, _ block: inout [UInt8], name: String
  ) throws(CaptureError) -> CaptureSignature {
    try fill(&input, &block, upTo: CaptureSignature.byteCount, name: name)
    let signature = signature(block)
    guard case .compressed(let compression) = signature else { return signature }
    try input.decompress(compression, startingWith: block[..<filled])
    filled = 0
    try fill(&input, &block, upTo: CaptureSignature.byteCount, name: name)
    return self.signature(block)
  }

  private func signature(_ block: [UInt8]) -> CaptureSignature {
    CaptureSignature(unsafe block.span.bytes.extracting(first: filled))
  }

  /// Reads until there are `count` bytes or no more come.
  private mutating func fill(
    _ input: inout ByteInput, _ block: inout [UInt8], upTo count: Int, name: String
  ) throws(CaptureError) {
    while filled < count, !isInterrupted {
      switch CaptureReader.read(&input, into: &block, at: filled) {
      case .bytes(let read): filled += read
      case .end, .cutShort: return
      case .interrupted: isInterrupted = true
      case .failed(let reason): throw .unreadable("\(name): \(reason)")
      }
    }
  }
}
