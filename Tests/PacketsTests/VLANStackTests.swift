import Packets
import Testing

@Suite struct VLANStackTests {
  @Test(arguments: 0...20) func depth(tags: Int) {
    let stack = (0..<tags).reduce(VLANStack.none) { $0.adding(UInt16($1 + 4000)) }
    #expect(stack.depth == min(tags, 15))
    #expect(stack.identifiers == (0..<min(tags, 5)).map { UInt16($0 + 4000) })
  }

  /// Only twelve bits are the identifier; 0 is a tag too.
  @Test func identifiers() {
    #expect(VLANStack.none.adding(0xf123).identifiers == [0x123])
    #expect(VLANStack.none.adding(0).identifiers == [0])
    #expect(VLANStack.none.adding(0) != VLANStack.none)
    #expect(VLANStack.none.adding(1).adding(2) != VLANStack.none.adding(2).adding(1))
  }
}
