public import Capture
public import Packets

/// With which times to live a system sends packets of one kind.
///
/// Fixed memory: 16 bytes.
public struct HopHabit: Sendable {
  private var classes: UInt8 = 0
  /// Packets that nobody has forwarded.
  public private(set) var exact: UInt32 = 0
  /// Packets that somebody has forwarded, or that were sent with a number of their own.
  public private(set) var other: UInt32 = 0
  /// Packets with Don't Fragment.
  public private(set) var whole: UInt32 = 0

  /// Nothing seen yet.
  public init() {}

  /// Counts a packet.
  public mutating func note(_ marks: StackMarks) {
    if marks.dontFragment { whole &+= 1 }
    guard marks.initialTimeToLive.isExact else {
      other &+= 1
      return
    }
    exact &+= 1
    switch marks.timeToLive {
    case 32: classes |= 1
    case 64: classes |= 2
    case 128: classes |= 4
    default: classes |= 8
    }
  }

  /// The initial times to live of the packets that nobody has forwarded, ascending.
  public var values: [UInt8] {
    let all: [UInt8] = [32, 64, 128, 255]
    return all.indices.filter { classes & 1 << UInt8($0) != 0 }.map { all[$0] }
  }
}

/// A habit as it is kept over a restart.
extension HopHabit: Storable {
  /// Writes the habit.
  public func store(to writer: inout StoredWriter) {
    writer.add(classes)
    for count in [exact, other, whole] { writer.add(count) }
  }

  /// Reads a habit back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    classes = try reader.number()
    exact = try reader.number()
    other = try reader.number()
    whole = try reader.number()
  }
}
