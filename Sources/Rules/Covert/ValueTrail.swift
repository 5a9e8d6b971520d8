import Capture

/// A field that a system does not change inside a conversation, and how often it has come back to a value that it
/// had left.
///
/// Null model: a system changes it for a reason (another route, another phase), and goes back at most at every 16th
/// packet. Windows of 64 packets, looked at with each return. Where both values come equally often all along the way,
/// never five apart, they may be two copies of the same packets, one behind a router: that is not told.
struct ValueTrail: Sendable, Storable {
  /// The share of packets that go back, at most.
  static let rate = 1.0 / 16
  private static let window: UInt16 = 64

  /// The first two values, and the latest.
  private var values: (UInt8, UInt8, UInt8)
  /// How many different ones there were; 3 for more.
  private(set) var kinds: UInt8 = 1
  private(set) var packets: UInt16 = 1
  private(set) var returns: UInt16 = 0
  /// How often the first value has come more often than others: now, at least and at most.
  private var lead: (now: Int8, least: Int8, most: Int8) = (1, 0, 1)
  /// How far the lead of two copies goes.
  private static let mostLead: Int8 = 4

  init(_ value: UInt8) { values = (value, value, value) }

  /// The two values, the larger one first.
  var both: (UInt8, UInt8) { (max(values.0, values.1), min(values.0, values.1)) }

  /// Notes the value of a packet.
  /// - Returns: The chance, where it went back: for all looks at this window.
  mutating func note(_ value: UInt8) -> Double? {
    if packets >= ValueTrail.window { self = ValueTrail(values.2) }
    packets += 1
    lead.now += value == values.0 ? 1 : -1
    lead.least = min(lead.least, lead.now)
    lead.most = max(lead.most, lead.now)
    guard value != values.2 else { return nil }
    values.2 = value
    if value != values.0, value != values.1 || kinds == 1 {
      if kinds == 1 { values.1 = value }
      kinds = min(3, kinds + 1)
      return nil
    }
    returns += 1
    guard lead.most - lead.least > ValueTrail.mostLead else { return nil }
    return min(
      1,
      64 * BinomialTail.chance(of: Int(returns), in: Int(packets) - 1, rate: ValueTrail.rate))
  }

  /// Begins anew, when it was told.
  mutating func begin() { self = ValueTrail(values.2) }

  func store(to writer: inout StoredWriter) {
    for value in [values.0, values.1, values.2, kinds] { writer.add(value) }
    writer.add(packets)
    writer.add(returns)
    for number in [lead.now, lead.least, lead.most] { writer.add(number) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    values = (try reader.number(), try reader.number(), try reader.number())
    kinds = try reader.number()
    packets = try reader.number()
    returns = try reader.number()
    lead = (try reader.number(), try reader.number(), try reader.number())
    let range = -64...64 as ClosedRange<Int8>
    guard packets <= ValueTrail.window, returns < max(1, packets), range ~= lead.now,
      range ~= lead.least, range ~= lead.most, lead.least <= lead.most
    else {
      throw reader.fault("a trail of values")
    }
  }
}
