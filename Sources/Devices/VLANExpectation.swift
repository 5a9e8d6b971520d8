public import Packets

/// Where devices belong: the VLANs in which they may be seen.
public struct VLANExpectation: Hashable, Sendable {
  /// The devices that it is about.
  public var subject = DeviceSelection()
  /// VLAN identifiers, 1 to 4094.
  public var identifiers: [ClosedRange<UInt16>] = []
  /// Whether frames without a tag are right, too.
  public var isUntaggedExpected = false
  /// Why, in the operator's words; empty where not given.
  public var reason = ""
  /// The line of the policy file where it begins, counted from 1.
  public var line = 0

  /// How the policy writes frames without a tag.
  static let untaggedWord = "untagged"

  /// Nothing said yet.
  init() {}

  /// Whether frames with these tags are in a VLAN of it.
  ///
  /// The innermost tag is the device's own: what a provider, or a switch that mirrors, puts around it is
  /// theirs (IEEE 802.1Q section 9.6). Identifier 0 is a priority without a VLAN, which is as no tag.
  /// A stack deeper than `VLANStack.kept` is not judged.
  public func allows(_ stack: VLANStack) -> Bool {
    guard stack.depth <= VLANStack.kept else { return true }
    guard let own = stack.identifiers.last, own != 0 else { return isUntaggedExpected }
    return identifiers.contains { $0.contains(own) }
  }

  /// Two that hold for one device: what either allows. Reason and line stay those of the first.
  func adding(_ other: VLANExpectation) -> VLANExpectation {
    var both = self
    both.identifiers += other.identifiers.filter { !identifiers.contains($0) }
    both.isUntaggedExpected = isUntaggedExpected || other.isUntaggedExpected
    if both.reason.isEmpty { both.reason = other.reason }
    return both
  }
}

extension VLANExpectation: CustomStringConvertible {
  /// `100, 200-210 or untagged`.
  public var description: String {
    let numbers = identifiers.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }
    let words = numbers + (isUntaggedExpected ? [VLANExpectation.untaggedWord] : [])
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
  }
}
