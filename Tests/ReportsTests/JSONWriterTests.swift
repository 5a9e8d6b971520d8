import Reports
import Testing

@Suite struct JSONWriterTests {
  @Test func nestsAndSeparates() {
    let line = writtenText { line in
      line.beginObject()
      line.field("a", 1)
      line.beginObject("b")
      line.endObject()
      line.beginArray("c")
      line.beginArray()
      line.endArray()
      line.beginObject()
      line.field("d", true)
      line.field("e", false)
      line.endObject()
      line.null()
      line.integer(2)
      line.endArray()
      line.field("f", "g")
      line.endObject()
      line.endLine()
    }
    #expect(line == #"{"a":1,"b":{},"c":[[],{"d":true,"e":false},null,2],"f":"g"}"# + "\n")
  }

  @Test(arguments: [
    Int.min, -1_000_000_007, -10, -1, 0, 1, 9, 10, 99, 100, 1_234_567_890, .max,
  ])
  func integers(_ value: Int) {
    #expect(writtenText { $0.integer(value) } == String(value))
  }

  @Test(arguments: [UInt64(0), 1, 10, 1 << 63, .max - 1, .max])
  func unsignedIntegers(_ value: UInt64) {
    #expect(writtenText { $0.integer(value) } == String(value))
  }

  /// The second line knows nothing of the first, whatever that left open.
  @Test func startsAfresh() {
    var writer = JSONWriter(capacity: 4)
    writer.beginObject()
    writer.field("a", 1)
    writer.endLine()
    #expect(writer.byteCount == 7)
    writer.reset()
    #expect(writer.byteCount == 0)
    writer.integer(5)
    #expect(writer.bytes.count == 1)
  }

  @Test func keysAreEscaped() {
    let line = writtenText { line in
      line.beginObject()
      line.field("a\"\u{1}", "")
      line.endObject()
    }
    #expect(line == #"{"a\"\u0001":""}"#)
  }
}
