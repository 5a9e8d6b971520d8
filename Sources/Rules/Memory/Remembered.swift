public import Capture

/// One thing that a rule remembers, as the rule itself gives it and takes it back.
public struct Remembered: Sendable {
  /// What it is.
  public var kind: StoredEntry.Kind
  /// Names it among what the rule remembers of this kind and device.
  public var key: [UInt8]
  /// The device, by its index; `nil` where it is about no single device.
  public var device: Int?
  /// What it is, for people.
  public var label: String
  /// The first event behind it.
  public var first = Timestamp(rawValue: 0)
  /// The latest event behind it.
  public var last = Timestamp(rawValue: 0)
  /// Events behind it.
  public var count = 0
  /// All of it; `nil` where it is forgotten.
  public var body: [UInt8]?

  /// Something remembered, or with a `nil` body something forgotten.
  public init(
    _ kind: StoredEntry.Kind, key: [UInt8], device: Int?, label: String = "", body: [UInt8]?
  ) {
    self.kind = kind
    self.key = key
    self.device = device
    self.label = label
    self.body = body
  }
}
