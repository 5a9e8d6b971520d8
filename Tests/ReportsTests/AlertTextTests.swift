import Devices
import Packets
import Reports
import Rules
import Testing

@Suite struct AlertTextTests {
  private func plain(_ finding: Finding) -> String {
    writtenText { AlertText(isColored: false).write(finding, to: &$0) }
  }

  @Test func plainLine() {
    #expect(
      plain(Sample.beacon())
        == "2026-11-21T08:15:30Z HIGH     beacon.periodic bmc-7 (192.0.2.17) -> 203.0.113.77:443: "
        + "period 300.02 s, 41 of 42 beats seen (update 2)\n")
    #expect(
      plain(Sample.frames())
        == "1969-12-31T23:59:59Z LOW      policy.ether-type 00:1b:54:3a:33:9b <- "
        + "probe (02:00:00:00:00:01): 4 frames\n")
  }

  @Test(arguments: [
    (Severity.low, "\u{1b}[36mLOW\u{1b}[0m      "), (.medium, "\u{1b}[33mMEDIUM\u{1b}[0m   "),
    (.high, "\u{1b}[31mHIGH\u{1b}[0m     "), (.critical, "\u{1b}[1;37;41mCRITICAL\u{1b}[0m "),
  ])
  func colors(_ severity: Severity, _ word: String) {
    var finding = Sample.beacon()
    finding.severity = severity
    let line = writtenText { AlertText(isColored: true).write(finding, to: &$0) }
    #expect(line.hasPrefix("2026-11-21T08:15:30Z " + word + "beacon.periodic"))
  }

  /// No scalar of the whole of Unicode gets a control or a reordering to the terminal.
  @Test func nothingActsOnTheTerminal() {
    var finding = Sample.beacon()
    for first in stride(from: UInt32(0), to: 0x11_0000, by: 64) {
      let scalars = (first..<(first + 64)).compactMap { Unicode.Scalar($0) }
      finding.reason = String(String.UnicodeScalarView(scalars))
      finding.device.name = String(finding.reason.unicodeScalars.first ?? "x")
      for scalar in plain(finding).dropLast().unicodeScalars {
        let category = scalar.properties.generalCategory
        if [.control, .lineSeparator, .paragraphSeparator].contains(category)
          || scalar.properties.isBidiControl
        {
          Issue.record("\(String(scalar.value, radix: 16)) came through")
        }
      }
    }
  }

  @Test func escapes() {
    var finding = Sample.beacon()
    finding.update = 0
    finding.reason = "a\u{1b}[2J\n\u{9b}1m\u{202e}b\u{7f}é漢\u{200b}"
    #expect(
      plain(finding).hasSuffix(
        #": a\u{1b}[2J\u{a}\u{9b}1m\u{202e}b\u{7f}é漢\u{200b}"# + "\n"))
  }

  @Test func longTextsAreCut() {
    var finding = Sample.beacon()
    finding.update = 0
    finding.reason = String(repeating: "r", count: 801)
    #expect(plain(finding).hasSuffix(String(repeating: "r", count: 797) + "…\n"))
    let flood = Sample.flood(String(repeating: "\u{1b}", count: 5000), evidence: 3)
    #expect(plain(flood).utf8.count < 1500)
  }

  @Test func versionSixInBrackets() {
    var finding = Sample.beacon()
    finding.peerEnd.address = IPAddress(high: 0x2001_0db8 << 32, low: 1)
    #expect(plain(finding).contains(" -> [2001:db8::1]:443: "))
    finding.peerEnd.address = nil
    #expect(plain(finding).contains(" -> 00:1b:54:3a:33:9b: "))
    finding.peerEnd.mac = nil
    #expect(plain(finding).contains(" bmc-7 (192.0.2.17): "))
  }
}
