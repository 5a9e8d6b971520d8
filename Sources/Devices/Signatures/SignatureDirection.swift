/// Which way a packet with a signature goes.
public enum SignatureDirection: String, CaseIterable, Sendable {
  /// Somebody sends it to the device.
  case toDevice = "to-device"
  /// The device sends it.
  case fromDevice = "from-device"
  /// One or the other.
  case either
}
