public import Capture

/// Names a conversation as Zeek does: `C` and 17 digits of base 62 (0-9, A-Z, a-z).
///
/// Not drawn by chance but worked out: SHA-1 over the flow's key, the moment of its first packet and
/// what tells flows apart that began at the same moment, so that the same capture gives the same names.
public enum ConnectionUID {
  /// The name of a flow that began at `start`; `sequel` is that of its `Connection`.
  public static func text(_ key: FlowKey, start: Timestamp, sequel: UInt32) -> String {
    var message: [UInt8] = []
    message.reserveCapacity(60)
    for word in [
      key.high0, key.low0, key.high1, key.low1, key.ends, key.vlans,
      UInt64(bitPattern: start.rawValue),
    ] {
      for shift in stride(from: UInt64(56), through: 0, by: -8) {
        message.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    for shift in stride(from: UInt32(24), through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: sequel >> shift))
    }
    let digest = SHA1.digest(of: message.span)
    var rest = (0..<4).reduce(UInt128(0)) { $0 << 32 | UInt128(digest[$1]) }
    var text: [UInt8] = [0x43]
    text.reserveCapacity(18)
    for _ in 0..<17 {
      let digit = UInt8(truncatingIfNeeded: rest % 62)
      rest /= 62
      text.append(digit < 10 ? 0x30 + digit : digit < 36 ? 0x37 + digit : 0x3d + digit)
    }
    return String(decoding: text, as: UTF8.self)
  }
}
