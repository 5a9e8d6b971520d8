import Capture

/// A field that should be empty, or never change, of one device: how often it was not so, and with what.
///
/// Null model: a sender fills it by accident in at most every 16th packet. A window begins with the first
/// packet in which it is filled and takes 64 packets; what always holds one or two contents is a habit.
struct EmptyField: Sendable, Storable {
  /// The share of packets in which it is filled, at most.
  static let rate = 1.0 / 16
  /// Packets with something in the field, before anything is said.
  static let fewest: UInt16 = 8
  private static let window: UInt16 = 64
  private static let kept = 8

  /// Packets in the window.
  private(set) var packets: UInt16 = 0
  /// Those in which the field was filled.
  private(set) var filled: UInt16 = 0
  /// Octets that were in it, and those of them that are printable.
  private(set) var octets: UInt32 = 0
  private(set) var printable: UInt32 = 0
  /// Hashes of the latest different contents.
  private var contents: [UInt32] = []
  /// Windows so far.
  private var windows: UInt32 = 1

  init() {}

  /// Different contents, 8 at most.
  var kinds: Int { contents.count }

  /// Notes what a packet had in the field.
  /// - Returns: The chance, where it was filled, and often: for all looks at this window, and those before.
  mutating func note(_ content: [UInt8]) -> Double? {
    if packets >= EmptyField.window {
      let former = windows
      self = EmptyField()
      windows = former &+ 1
    }
    let isFilled = content.contains { $0 != 0 }
    guard isFilled || packets > 0 else { return nil }
    packets += 1
    guard isFilled else { return nil }
    filled += 1
    octets += UInt32(content.count)
    printable += UInt32(content.count { 0x20...0x7e ~= $0 })
    var hash = FowlerNollVo()
    for octet in content { hash.add(octet) }
    let digest = UInt32(truncatingIfNeeded: hash.value)
    if !contents.contains(digest), contents.count < EmptyField.kept { contents.append(digest) }
    guard filled >= EmptyField.fewest, contents.count >= 3 else { return nil }
    // The first one began the window.
    let chance = BinomialTail.chance(
      of: Int(filled) - 1, in: Int(packets) - 1, rate: EmptyField.rate)
    return min(1, 64 * Double(windows) * chance)
  }

  /// Whether what was in it reads as text: so many printable octets come among so many even ones with a chance
  /// below 1 in a million.
  var isText: Bool {
    octets >= 16
      && BinomialTail.chance(
        of: Int(min(printable, 512)), in: Int(min(octets, 512)), rate: 95.0 / 256) < 1e-6
      && printable * 10 >= octets * 9
  }

  /// Begins anew, when it was told.
  mutating func begin() {
    let former = windows
    self = EmptyField()
    windows = former &+ 1
  }

  func store(to writer: inout StoredWriter) {
    writer.add(packets)
    writer.add(filled)
    for number in [octets, printable, windows, UInt32(contents.count)] + contents {
      writer.add(number)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    packets = try reader.number()
    filled = try reader.number()
    octets = try reader.number()
    printable = try reader.number()
    windows = try reader.number()
    for _ in 0..<(try reader.count(ofAtLeast: 4)) { contents.append(try reader.number()) }
    guard packets <= EmptyField.window, filled <= packets, contents.count <= EmptyField.kept,
      printable <= octets, octets <= 1 << 20
    else { throw reader.fault("an empty field") }
  }
}
