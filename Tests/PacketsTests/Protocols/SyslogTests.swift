import Testing

@testable import Packets

@Suite struct SyslogTests {
  /// The first example of RFC 5424 section 6.5.
  private static let modern =
    "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{feff}'su root' failed"
  /// The third example there, with structured data, and an escaped bracket in it.
  private static let structured =
    #"<165>1 2003-10-11T22:14:15.003Z host evntslog 99 ID47 [a@32473 iut="3" x="\"]"][b@32473] An"#
  /// The example of RFC 3164 section 5.4.
  private static let traditional = "<34>Oct 11 22:14:15 mymachine su: 'su root' failed\n"
  /// As busybox logs on its own host, with a process id and without the host.
  private static let local = "<13>Jan  2 03:04:05 dropbear[123]: Child connection"
  /// As Cisco's switches do it.
  private static let numbered = "<187>45: *Mar  1 18:46:11: %LINK-3-UPDOWN: Interface up"

  private static func read(
    _ text: String, in carrier: Carrier = .udp, cut: Int? = nil
  ) -> Reading {
    Reading(Syslog.self, Array(text.utf8.prefix(cut ?? text.utf8.count)), in: carrier)
  }

  @Test func modernForm() {
    let reading = Self.read(Self.modern)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["facility"] == .number(4))
    #expect(reading.fields["severity"] == .number(2))
    #expect(reading.fields["version"] == .number(1))
    #expect(reading.fields["timestamp"] == .text("2003-10-11T22:14:15.003Z"))
    #expect(reading.fields["hostname"] == .text("mymachine.example.com"))
    #expect(reading.fields["app_name"] == .text("su"))
    #expect(reading.fields["procid"] == nil)
    #expect(reading.fields["msgid"] == .text("ID47"))
    #expect(reading.fields["structured_data_ids"] == nil)
    #expect(reading.fields["message"] == .text("'su root' failed"))
  }

  @Test func structuredData() {
    let reading = Self.read(Self.structured)
    #expect(reading.fault == .none)
    #expect(reading.fields["procid"] == .text("99"))
    #expect(
      reading.fields["structured_data_ids"] == .list([.text("a@32473"), .text("b@32473")]))
    #expect(reading.fields["message"] == .text("An"))
    let broken = Self.read("<165>1 2003-10-11T22:14:15Z h a - - [open x=\"1\"")
    #expect(broken.fault == .option)
  }

  @Test func traditionalForm() {
    let reading = Self.read(Self.traditional)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["timestamp"] == .text("Oct 11 22:14:15"))
    #expect(reading.fields["hostname"] == .text("mymachine"))
    #expect(reading.fields["app_name"] == .text("su"))
    #expect(reading.fields["message"] == .text("'su root' failed"))
  }

  @Test func tagWithoutHost() {
    let reading = Self.read(Self.local)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["hostname"] == nil)
    #expect(reading.fields["app_name"] == .text("dropbear"))
    #expect(reading.fields["procid"] == .text("123"))
    #expect(reading.fields["message"] == .text("Child connection"))
  }

  @Test func formOfNeither() {
    let reading = Self.read(Self.numbered)
    #expect(reading.recognition == .unsure)
    #expect(reading.fields["facility"] == .number(23))
    #expect(
      reading.fields["message"] == .text("45: *Mar  1 18:46:11: %LINK-3-UPDOWN: Interface up"))
  }

  @Test func linesOfAStream() {
    let two = Self.read(Self.traditional + Self.local, in: .tcp)
    #expect(two.recognition == .certain)
    #expect(two.fault == .none)
    #expect(two.fields["message"] == .text("'su root' failed"))
    let some = Self.read(Self.traditional, in: .tcp, cut: 28)
    #expect(some.fault == .truncated)
    #expect(some.fields["hostname"] == .text("mymachin"))
    #expect(Self.read(Self.traditional, in: .tcp, cut: 3).recognition == .unsure)
  }

  @Test func countedOctetsOfAStream() {
    let counted = "\(Self.modern.utf8.count) \(Self.modern)"
    let reading = Self.read(counted + "9 <13>x", in: .tcp)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["message"] == .text("'su root' failed"))
    #expect(Self.read(counted, in: .tcp, cut: 40).fault == .truncated)
    #expect(Self.read(counted, in: .tcp, cut: 2).recognition == .unsure)
  }

  @Test func nearMisses() {
    #expect(Self.read("<192>Oct 11 22:14:15 host a: b").recognition == .notMine)
    #expect(Self.read("<html>").recognition == .notMine)
    #expect(Self.read("<34>Oct 41 22:14:15 host a: b").recognition == .unsure)
    #expect(Self.read("220 mail", in: .tcp).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    for text in [Self.modern, Self.structured, Self.traditional, Self.local, Self.numbered] {
      expectTotal(Syslog.self, Array(text.utf8), in: .udp)
      expectTotal(Syslog.self, Array("\(text.utf8.count) \(text)".utf8), in: .tcp)
    }
  }
}
