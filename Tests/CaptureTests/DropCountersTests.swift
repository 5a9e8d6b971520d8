import Testing

@testable import Capture

@Suite struct DropCountersTests {
  /// A 32-bit counter that runs over twice.
  @Test func runsOver() {
    var counters = DropCounters()
    for kernel in [10, 4_000_000_000, 5, 4_294_967_295, 0] as [UInt32] {
      counters.update(kernel: kernel, interface: 3)
    }
    #expect(counters.kernel == 2 * 4_294_967_296)
    #expect(counters.interface == 3)
  }
}
