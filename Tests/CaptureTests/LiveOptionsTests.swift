import Capture
import Testing

@Suite struct LiveOptionsTests {
  /// Refused before libpcap is asked, whatever the interface is.
  @Test(arguments: [
    (0, 1 << 20, 100), (262_145, 1 << 20, 100), (-1, 1 << 20, 100), (100, 0, 100),
    (100, Int.max, 100), (100, 1 << 20, 0), (100, 1 << 20, Int.max),
  ])
  func outOfRange(snapshotLength: Int, bufferBytes: Int, timeout: Int) {
    var options = LiveOptions(interface: "undertick-none")
    options.snapshotLength = snapshotLength
    options.bufferBytes = bufferBytes
    options.bufferTimeoutMilliseconds = timeout
    do throws(CaptureError) {
      _ = try LiveCapture(options).statistics
      Issue.record("opened")
    } catch {
      guard case .invalid(let text) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(text.contains("may be"))
    }
  }

  /// Whoever runs the test: there is no such interface, or no permission to look.
  @Test func noSuchInterface() {
    do throws(CaptureError) {
      _ = try LiveCapture(LiveOptions(interface: "undertick-none")).statistics
      Issue.record("opened")
    } catch {
      guard case .unreadable(let text) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(text.hasPrefix("undertick-none: no "))
    }
  }
}
