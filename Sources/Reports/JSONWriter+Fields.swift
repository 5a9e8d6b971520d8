public import Capture
public import Packets

/// A key and its value in one call.
extension JSONWriter {
  /// Writes a text under a key, cut as `text(_:limit:)` says.
  public mutating func field(_ key: String, _ value: String, limit: Int = .max) {
    self.key(key)
    text(value, limit: limit)
  }

  /// Writes a whole number under a key.
  public mutating func field(_ key: String, _ value: Int) {
    self.key(key)
    integer(value)
  }

  /// Writes a whole number under a key.
  public mutating func field(_ key: String, _ value: UInt64) {
    self.key(key)
    integer(value)
  }

  /// Writes `true` or `false` under a key.
  public mutating func field(_ key: String, _ value: Bool) {
    self.key(key)
    flag(value)
  }

  /// Writes a number with a fixed count of decimals under a key, as `decimal(_:places:)` does.
  public mutating func field(_ key: String, _ value: Double, places: Int) {
    self.key(key)
    decimal(value, places: places)
  }

  /// Writes a moment under a key.
  public mutating func field(_ key: String, _ value: Timestamp) {
    self.key(key)
    moment(value)
  }

  /// Writes an IP address under a key.
  public mutating func field(_ key: String, _ value: IPAddress) {
    self.key(key)
    address(value)
  }

  /// Writes a hardware address under a key.
  public mutating func field(_ key: String, _ value: MACAddress) {
    self.key(key)
    address(value)
  }
}
