import Testing

@testable import Devices

@Suite struct SourceTextTests {
  @Test func placesCountScalars() throws {
    let text = try SourceText(Array("aé\n\u{1f4a1}b\r\nc".utf8), file: "f")
    #expect(text.place(of: 0) == (1, 1))
    #expect(text.place(of: 3) == (1, 3))
    #expect(text.place(of: 8) == (2, 2))
    #expect(text.place(of: 11) == (3, 1))
    #expect(text.place(of: 999) == (3, 2))
    #expect(text.place(of: -1) == (1, 1))
  }

  @Test func byteOrderMarkIsDropped() throws {
    #expect(try SourceText([0xef, 0xbb, 0xbf, 0x61], file: "f").bytes == [0x61])
  }

  @Test(
    arguments: [
      ([0x61, 0x0a, 0x62, 0xff], "f:2:2: this is not UTF-8 text; save the file as UTF-8"),
      // UTF-16 with a byte order mark.
      ([0xff, 0xfe, 0x61, 0x00], "f:1:1: this is not UTF-8 text; save the file as UTF-8"),
      ([0x61, 0x00], "f:1:2: there is a control character (0) here; remove it"),
      ([0x0a, 0x7f], "f:2:1: there is a control character (127) here; remove it"),
    ] as [([UInt8], String)])
  func unreadable(bytes: [UInt8], message: String) {
    #expect(fault { () throws(ConfigurationError) in try SourceText(bytes, file: "f") } == message)
  }
}
