/// How to listen on an interface.
public struct LiveOptions: Hashable, Sendable {
  /// The interface's name, as `NetworkInterface.all()` gives it.
  public var interface: String
  /// The most bytes kept of a frame, 64 to 262,144 (libpcap's MAXIMUM_SNAPLEN).
  public var snapshotLength: Int = 262_144
  /// Whether frames for other machines are taken too.
  public var isPromiscuous: Bool = true
  /// Bytes that the kernel holds until they are read, 1 MiB to 2 GiB less one. At 300,000 packets a
  /// second 64 MiB last for a second in which nothing is read (measured).
  public var bufferBytes: Int = 64 << 20
  /// How long the kernel collects frames before it hands them over, 1 to 10,000.
  public var bufferTimeoutMilliseconds: Int = 100
  /// Only frames that match, in the words of pcap-filter(7); the kernel applies it.
  public var filter: String?

  /// Everything on `interface`.
  public init(interface: String) { self.interface = interface }

  /// Says what is out of range, before any of it reaches libpcap.
  func check() throws(CaptureError) {
    func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(CaptureError) {
      guard range.contains(value) else {
        throw .invalid(
          "\(name) is \(value), but may be \(range.lowerBound) to \(range.upperBound)")
      }
    }
    try check("the snapshot length", snapshotLength, 64...Int(CaptureLimits.capturedLength))
    try check("the capture buffer in bytes", bufferBytes, (1 << 20)...Int(Int32.max))
    try check("the buffer timeout in milliseconds", bufferTimeoutMilliseconds, 1...10_000)
  }
}
