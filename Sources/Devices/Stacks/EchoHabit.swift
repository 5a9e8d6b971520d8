public import Capture
public import Packets

/// How a system answers echo requests (RFC 792).
///
/// Fixed memory: 64 bytes.
public struct EchoHabit: Sendable {
  /// Times to live and fragmentation of the answers.
  public private(set) var hops = HopHabit()
  /// Answers with the identification and Don't Fragment of the request, which stacks do that turn the
  /// request's own buffer round.
  public private(set) var copies: UInt32 = 0
  /// Answers with an identification or Don't Fragment of their own.
  public private(set) var own: UInt32 = 0
  private var request: StackMarks?

  /// Nothing seen yet.
  public init() {}

  /// A request came.
  public mutating func noteRequest(_ marks: StackMarks) { request = marks }

  /// The system answered.
  public mutating func noteAnswer(_ marks: StackMarks) {
    hops.note(marks)
    guard let request, let asked = request.identification, let answered = marks.identification
    else { return }
    // Where both are zero nobody can say whose zero it is.
    guard asked != 0 || answered != 0 else { return }
    if asked == answered, request.dontFragment == marks.dontFragment {
      copies &+= 1
    } else {
      own &+= 1
    }
    self.request = nil
  }
}

/// A habit as it is kept over a restart.
extension EchoHabit: Storable {
  /// Writes the habit.
  public func store(to writer: inout StoredWriter) {
    writer.add(hops)
    writer.add(copies)
    writer.add(own)
    writer.add(request)
  }

  /// Reads a habit back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    hops = try reader.value()
    copies = try reader.number()
    own = try reader.number()
    request = try reader.optional()
  }
}
