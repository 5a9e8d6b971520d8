import Packets
import Testing

@Suite struct TCPOptionOrderTests {
  @Test func holds() {
    let kinds = (0..<24).map { UInt8($0 * 7) }
    let order = TCPOptionOrder(kinds + [200])
    #expect(order.count == 24)
    #expect((0..<24).map { order[$0] } == kinds)
    #expect(order.contains(161) && !order.contains(200))
  }

  @Test func equality() {
    #expect(TCPOptionOrder([2, 1, 3]) == TCPOptionOrder([2, 1, 3]))
    #expect(TCPOptionOrder([2, 1, 3]) != TCPOptionOrder([2, 3, 1]))
    #expect(TCPOptionOrder([0]) != TCPOptionOrder())
  }

  /// Settings add and leave out; only another order disagrees.
  @Test(arguments: [
    ([2, 4, 8, 1, 3], [2, 1, 3], true),  // Linux, and lwIP, which has fewer
    ([2, 4, 8, 1, 3], [2, 1, 1, 4, 1, 3], true),  // Linux with and without timestamps
    ([2, 4, 8, 1, 3], [2, 4, 8, 1, 3, 34], true),  // with Fast Open
    ([2, 4, 8, 1, 3], [1, 1, 19, 2, 4, 8, 1, 3], true),  // with a signature
    ([2, 4, 8, 1, 3], [2, 1, 3, 1, 1, 8, 4, 0], false),  // Linux and macOS
    ([2, 1, 3, 1, 1, 4], [2, 4, 8, 1, 3], false),  // Windows and Linux
    ([2, 1, 3, 4, 8], [2, 1, 3, 1, 1, 8, 4, 0], false),  // FreeBSD and macOS
    ([], [2], true), ([], [], true), ([8], [2], true),
  ]) func agreement(one: [UInt8], other: [UInt8], agrees: Bool) {
    #expect(TCPOptionOrder(one).agrees(with: TCPOptionOrder(other)) == agrees)
    #expect(TCPOptionOrder(other).agrees(with: TCPOptionOrder(one)) == agrees)
  }
}
