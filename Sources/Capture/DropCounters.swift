/// Makes 64-bit sums of libpcap's 32-bit counters, which start again at 0 after 4,294,967,295.
struct DropCounters: Hashable, Sendable {
  /// Frames that the kernel dropped.
  private(set) var kernel: UInt64 = 0
  /// Frames that the interface dropped.
  private(set) var interface: UInt64 = 0
  private var latestKernel: UInt32 = 0
  private var latestInterface: UInt32 = 0

  /// Takes the counters as they stand; often enough that none passes its whole range in between.
  mutating func update(kernel: UInt32, interface: UInt32) {
    self.kernel += UInt64(kernel &- latestKernel)
    self.interface += UInt64(interface &- latestInterface)
    latestKernel = kernel
    latestInterface = interface
  }
}
