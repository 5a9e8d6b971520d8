/// The kinds of the options of a TCP header in the order in which they stand there, padding included.
///
/// Holds the first 24, which is more than any real system sends; what comes behind them is left out.
public struct TCPOptionOrder: Hashable, Sendable {
  /// Kinds that are kept.
  public static let capacity = 24
  /// How many are kept.
  public private(set) var count = 0
  private var first: UInt64 = 0
  private var second: UInt64 = 0
  private var third: UInt64 = 0

  /// No option.
  public init() {}

  /// These kinds.
  public init(_ kinds: [UInt8]) {
    for kind in kinds { append(kind) }
  }

  /// A kind by its place, 0 to `count` - 1.
  public subscript(index: Int) -> UInt8 {
    precondition(index >= 0 && index < count, "no option \(index) among \(count)")
    let word = index < 8 ? first : index < 16 ? second : third
    return UInt8(truncatingIfNeeded: word >> UInt64(index % 8 * 8))
  }

  /// Whether no more kinds are kept.
  var isFull: Bool { count == TCPOptionOrder.capacity }

  /// Adds a kind; nothing where there is no room.
  mutating func append(_ kind: UInt8) {
    guard !isFull else { return }
    let octet = UInt64(kind) << UInt64(count % 8 * 8)
    if count < 8 { first |= octet } else if count < 16 { second |= octet } else { third |= octet }
    count += 1
  }

  /// Whether a kind is among them.
  public func contains(_ kind: UInt8) -> Bool {
    for index in 0..<count where self[index] == kind { return true }
    return false
  }

  /// The options that say something: without padding, and each once.
  public var meaningful: TCPOptionOrder {
    var order = TCPOptionOrder()
    for index in 0..<count
    where self[index] > TCPOptionKind.noOperation && !order.contains(self[index]) {
      order.append(self[index])
    }
    return order
  }

  /// Whether what both orders hold stands in the same order in both.
  ///
  /// Settings add or leave out options; no setting changes the order in which a system writes them.
  public func agrees(with other: TCPOptionOrder) -> Bool {
    let own = meaningful
    let others = other.meaningful
    var next = 0
    for index in 0..<own.count where others.contains(own[index]) {
      while next < others.count, !(own.contains(others[next])) { next += 1 }
      guard next < others.count, others[next] == own[index] else { return false }
      next += 1
    }
    return true
  }
}
