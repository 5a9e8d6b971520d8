/// How often each fault was seen: one counter a layer and kind, a number fixed when built.
///
/// A packet keeps only its first fault; here every fault counts.
public struct FaultCounters: Sendable {
  /// Kinds of one layer lie next to each other.
  private var counts: [UInt64]
  private static let kinds = DecodeFault.Kind.allCases.count

  /// Nothing seen yet.
  public init() {
    counts = Array(repeating: 0, count: DecodeFault.Layer.allCases.count * FaultCounters.kinds)
  }

  /// One more of `fault`; stays at the largest number instead of starting again.
  public mutating func count(_ fault: DecodeFault) {
    let index = FaultCounters.index(of: fault)
    let (sum, overflow) = counts[index].addingReportingOverflow(1)
    counts[index] = overflow ? .max : sum
  }

  /// How often `fault` was seen.
  public subscript(fault: DecodeFault) -> UInt64 { counts[FaultCounters.index(of: fault)] }

  /// The counters that are not zero, by layer and then kind, in the order these are declared.
  public var entries: [Entry] {
    DecodeFault.Layer.allCases.flatMap { layer in
      DecodeFault.Kind.allCases.compactMap { kind in
        let fault = DecodeFault(layer, kind)
        return self[fault] == 0 ? nil : Entry(fault: fault, count: self[fault])
      }
    }
  }

  private static func index(of fault: DecodeFault) -> Int {
    Int(fault.layer.rawValue) * kinds + Int(fault.kind.rawValue)
  }

  /// One counter.
  public struct Entry: Hashable, Sendable {
    /// What was seen.
    public let fault: DecodeFault
    /// How often.
    public let count: UInt64
  }
}
