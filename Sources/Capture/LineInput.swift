/// The lines of an input, decompressed where they have to be.
///
/// Memory: two lines of `LogLimits.lineLength`, besides the decompressor's.
struct LineInput: ~Copyable {
  /// What comes next.
  enum Outcome {
    /// A line, without what ends it; where in `block`.
    case line(Range<Int>)
    /// A line that is longer than what is read.
    case tooLong
    /// No more lines.
    case end
  }

  /// What errors call the input.
  let name: String
  /// Holds the line that came last.
  private(set) var block: [UInt8]
  /// The number of the line that came last, from 1.
  private(set) var number = 0
  /// Whether the line that came last has no end.
  private(set) var isUnfinished = false
  /// Whether compressed data ended too early.
  private(set) var isCutShort = false
  /// Whether the interrupt ended the input.
  private(set) var isInterrupted = false
  private var input: ByteInput
  private var position = 0
  private var scanned = 0
  private var filled = 0
  private var isSkipping = false
  private var isAtEnd = false

  /// Opens an input, `-` being standard input, and finds out whether it is compressed. Of a pipe that was
  /// peeked at, what was read of it comes again.
  static func open(
    _ path: String, peeked: PeekedInput?, interrupt: Int32?
  ) throws(CaptureError) -> LineInput {
    let name = path == "-" ? "standard input" : path
    var lines: LineInput
    if let peeked {
      lines = LineInput(
        try InputDescriptor(peeked, isPeeking: false, name: name, interrupt: interrupt), name: name)
    } else if path == "-" {
      lines = LineInput(
        try InputDescriptor(borrowing: 0, name: name, interrupt: interrupt), name: name)
    } else {
      lines = LineInput(try InputDescriptor(path: path, interrupt: interrupt), name: name)
    }
    try lines.start()
    return lines
  }

  private init(_ descriptor: consuming InputDescriptor, name: String) {
    self.name = name
    input = ByteInput(descriptor)
    block = [UInt8](repeating: 0, count: 2 * LogLimits.lineLength)
  }

  private mutating func start() throws(CaptureError) {
    try fill(upTo: CaptureSignature.byteCount)
    let signature = CaptureSignature(unsafe block.span.bytes.extracting(first: filled))
    if case .compressed(let compression) = signature {
      try input.decompress(compression, startingWith: block[..<filled])
      filled = 0
    }
    try fill(upTo: LogSignature.byteCount)
    if block[..<filled].starts(with: LogSignature.byteOrderMark) {
      position = LogSignature.byteOrderMark.count
      scanned = position
    }
  }

  /// Bytes on the disk; 0 where unknown.
  var size: UInt64 { input.size }
  /// Bytes read so far, as they lie on the disk.
  var bytesConsumed: UInt64 { input.bytesConsumed }
  /// The first bytes, before a line was read.
  var firstBytes: ArraySlice<UInt8> { block[position..<filled] }

  private mutating func fill(upTo count: Int) throws(CaptureError) {
    while filled < count, !isAtEnd { try refill() }
  }

  private mutating func refill() throws(CaptureError) {
    if position > 0 {
      block.replaceSubrange(0..<(filled - position), with: Array(block[position..<filled]))
      filled -= position
      scanned -= position
      position = 0
    }
    switch CaptureReader.read(&input, into: &block, at: filled) {
    case .bytes(let count): filled += count
    case .end: isAtEnd = true
    case .cutShort:
      isAtEnd = true
      isCutShort = true
    case .interrupted:
      isAtEnd = true
      isInterrupted = true
    case .failed(let reason): throw .failed("\(name): after line \(number): \(reason)")
    }
  }

  /// The next line.
  /// - Throws: `CaptureError.failed` where the input is broken, after the lines before.
  mutating func next() throws(CaptureError) -> Outcome {
    while true {
      while scanned < filled, block[scanned] != 0x0a { scanned += 1 }
      if scanned < filled {
        let line = position..<scanned
        scanned += 1
        position = scanned
        return finish(line)
      }
      if filled - position > LogLimits.lineLength {
        isSkipping = true
        position = filled
      }
      if isAtEnd {
        guard position < filled || isSkipping else { return .end }
        isUnfinished = true
        let line = position..<filled
        position = filled
        return finish(line)
      }
      try refill()
    }
  }

  private mutating func finish(_ line: Range<Int>) -> Outcome {
    number += 1
    let isTooLong = isSkipping || line.count > LogLimits.lineLength
    isSkipping = false
    if isTooLong { return .tooLong }
    let hasReturn = line.upperBound > line.lowerBound && block[line.upperBound - 1] == 0x0d
    return .line(line.lowerBound..<(hasReturn ? line.upperBound - 1 : line.upperBound))
  }
}
