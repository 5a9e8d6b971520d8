import Packets
import Testing

@Suite struct MPLSLabelTests {
  /// Label 100, traffic class 5, bottom, 64 hops.
  private let entry = bytes("00 06 4b 40 ff")

  @Test func fields() throws {
    let label = try MPLSLabel(unsafe entry.span.bytes)
    #expect(label.label == 100)
    #expect(label.trafficClass == 5)
    #expect(label.isBottom == true)
    #expect(label.timeToLive == 64)
  }

  @Test(arguments: 0..<4) func truncated(count: Int) {
    let cut = Array(entry.prefix(count))
    #expect(throws: DecodeFault(.mpls, .truncated)) {
      _ = try MPLSLabel(unsafe cut.span.bytes).label
    }
  }
}
