public import Capture

/// How a system chooses a number anew for each packet or connection, judged by the steps it takes.
///
/// Only steps within ten seconds count: a counter that others use as well goes far in a longer time, so
/// that whoever is seen seldom would look as if he chose at random. Fixed memory: 32 bytes.
public struct NumberHabit: Sendable {
  /// Nanoseconds between two values that are compared.
  private static let longestPause: Int64 = 10_000_000_000

  /// The largest step up that a counter takes between two values that are seen.
  private let longestStep: UInt32
  private let mask: UInt32
  private var last: UInt32 = 0
  private var time: Timestamp?
  private var zeros: UInt16 = 0
  private var repeats: UInt16 = 0
  private var near: UInt16 = 0
  private var far: UInt16 = 0

  /// Nothing seen yet.
  /// - Parameters:
  ///   - bits: How many bits the number has, 1 to 32.
  ///   - longestStep: The largest step up that a counter takes between two values that are seen.
  public init(bits: Int, longestStep: UInt32) {
    mask = UInt32.max >> UInt32(32 - bits)
    self.longestStep = longestStep
  }

  /// Counts a value.
  public mutating func note(_ value: UInt32, at time: Timestamp) {
    defer {
      last = value
      self.time = time
    }
    guard let former = self.time,
      time.nanoseconds(since: former).magnitude <= NumberHabit.longestPause.magnitude
    else { return }
    // Half of what was seen goes on counting where there is no more room.
    if max(zeros, repeats, near, far) == .max {
      zeros /= 2
      repeats /= 2
      near /= 2
      far /= 2
    }
    let step = (value &- last) & mask
    switch step {
    case 0 where value == 0: zeros += 1
    case 0: repeats += 1
    case 1...longestStep: near += 1
    default: far += 1
    }
  }

  /// Steps seen so far; halved where they were very many.
  public var steps: Int { Int(zeros) + Int(repeats) + Int(near) + Int(far) }

  /// What the steps say.
  public var kind: Kind {
    guard steps >= NumberHabit.fewestSteps else { return .unknown }
    // One step in eight may be what another connection, a wrap or a restart has made of it.
    let most = steps - steps / 8
    if Int(zeros) >= most { return .zero }
    if Int(repeats) >= most { return .constant }
    if Int(near) >= most { return .counter }
    return Int(far) >= most ? .scattered : .mixed
  }

  /// Steps below this say nothing: two random values lie near each other by chance.
  public static let fewestSteps = 2

  /// How a number is chosen.
  public enum Kind: String, Sendable {
    /// Too few were seen.
    case unknown
    /// Always zero.
    case zero
    /// Always the same.
    case constant
    /// Counted up.
    case counter
    /// At random, or by a hash.
    case scattered
    /// No habit.
    case mixed

    /// Whether this and another are known, and no one system has both.
    public func contradicts(_ other: Kind) -> Bool {
      switch (self, other) {
      case (.counter, .scattered), (.scattered, .counter): true
      default: false
      }
    }
  }
}

/// A habit as it is kept over a restart.
extension NumberHabit: Storable {
  /// Writes the habit.
  public func store(to writer: inout StoredWriter) {
    writer.add(longestStep)
    writer.add(mask)
    writer.add(last)
    writer.add(time != nil)
    writer.add(time ?? Timestamp(rawValue: 0))
    for count in [zeros, repeats, near, far] { writer.add(count) }
  }

  /// Reads a habit back.
  /// - Throws: `StoredFault` where the octets are none.
  public init(from reader: inout StoredReader) throws(StoredFault) {
    longestStep = try reader.number()
    guard longestStep > 0 else { throw reader.fault("the longest step of a counter") }
    mask = try reader.number()
    last = try reader.number()
    let isSeen = try reader.flag()
    let latest = try reader.time()
    time = isSeen ? latest : nil
    zeros = try reader.number()
    repeats = try reader.number()
    near = try reader.number()
    far = try reader.number()
  }
}
