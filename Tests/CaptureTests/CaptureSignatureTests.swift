import Capture
import Glibc
import Testing

/// Inputs that are no capture: one line that says what they are and what to do.
@Suite struct CaptureSignatureTests {
  private func message(_ bytes: [UInt8]) -> String? {
    do throws(CaptureError) {
      _ = try drain(bytes)
      return nil
    } catch {
      guard case .unreadable(let text) = error else { return "not unreadable" }
      return text
    }
  }

  private let advice = "; give pcap or pcapng, plain or compressed by gzip or zstd"

  @Test func empty() {
    #expect(message([]) == "test: is not a capture: it is empty" + advice)
  }

  @Test(arguments: 1..<4) func short(count: Int) {
    #expect(
      message([UInt8](repeating: 0xa1, count: count))
        == "test: is not a capture: it has only \(count) bytes" + advice)
  }

  @Test func text() {
    #expect(
      message(Array("hello, world\n".utf8))
        == "test: is not a capture: it starts with the text \"hello, world\"" + advice)
  }

  @Test func bytes() {
    #expect(
      message([0, 1, 2, 0xff, 4, 5, 6, 7, 8, 9])
        == "test: is not a capture: it starts with the bytes 00 01 02 ff 04 05 06 07" + advice)
  }

  @Test func snoop() {
    #expect(
      message(Array("snoop".utf8) + [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4])
        == "test: is not a capture: it is a snoop capture (RFC 1761); convert it with editcap"
        + advice)
  }

  /// A pcapng block type without the magic that must follow.
  @Test func notPcapng() {
    #expect(message([0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 1, 2, 3, 4])?.contains("0a 0d") == true)
  }

  @Test func headerCut() {
    #expect(
      message(Array(PcapBytes().header.prefix(20)))
        == "test: is a pcap file that ends inside its header, after 20 of 24 bytes")
  }

  @Test func missing() {
    #expect(throws: CaptureError.unreadable("/nonexistent/x.pcap: No such file or directory")) {
      _ = try CaptureFile(path: "/nonexistent/x.pcap").statistics
    }
  }

  @Test func folder() {
    #expect(throws: CaptureError.unreadable("/: is a directory; give the captures in it")) {
      _ = try CaptureFile(path: "/").statistics
    }
  }
}
