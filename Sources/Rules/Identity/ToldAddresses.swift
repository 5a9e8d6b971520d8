import Devices

/// How often each address was told, so that what goes on is told at growing distances.
///
/// Bounded: past the limit further addresses are not told.
struct ToldAddresses: Sendable {
  private let limit: Int
  private var told: [StackKey: (update: Int, next: Int)] = [:]

  /// Nothing told yet.
  init(limit: Int) { self.limit = limit }

  /// The number of the line that is due about an address, 0 for the first; `nil` where none is.
  ///
  /// Lines are due at the first time and whenever the count has become four times as large.
  mutating func line(_ key: StackKey, count: Int) -> Int? {
    guard let former = told[key] else {
      guard told.count < limit else { return nil }
      told[key] = (0, count * 4)
      return 0
    }
    guard count >= former.next else { return nil }
    told[key] = (former.update + 1, count * 4)
    return former.update + 1
  }
}
