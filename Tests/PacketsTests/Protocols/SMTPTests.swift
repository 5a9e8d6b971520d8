import Testing

@testable import Packets

@Suite struct SMTPTests {
  private static let banner = Array("220 mail.example.com ESMTP Postfix\r\n".utf8)
  private static let greeting = Array("EHLO bmc7.example.com\r\nMAIL FROM:<bmc7>\r\n".utf8)

  @Test func bannerIsRead() {
    let reading = Reading(SMTP.self, Self.banner)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["reply_code"] == .number(220))
    #expect(reading.fields["text"] == .text("mail.example.com ESMTP Postfix"))
  }

  @Test func firstCommandIsRead() {
    let reading = Reading(SMTP.self, Self.greeting)
    #expect(reading.recognition == .certain)
    #expect(reading.fields["command"] == .text("EHLO"))
    #expect(reading.fields["argument"] == .text("bmc7.example.com"))
  }

  @Test func moreMustCome() {
    #expect(Reading(SMTP.self, Array(Self.greeting.prefix(2))).recognition == .unsure)
    let some = Reading(SMTP.self, Array(Self.banner.prefix(12)))
    #expect(some.recognition == .unsure)
    #expect(some.fault == .truncated)
    #expect(some.fields["text"] == .text("mail.exa"))
  }

  @Test func nearMisses() {
    #expect(Reading(SMTP.self, Array("220 ready\r\n".utf8)).recognition == .unsure)
    #expect(Reading(SMTP.self, Array("200 news.example.com\r\n".utf8)).recognition == .notMine)
    #expect(Reading(SMTP.self, Array("EHLOX a\r\n".utf8)).recognition == .notMine)
    #expect(Reading(SMTP.self, Array("220 a\u{1}ESMTP\r\n".utf8)).recognition == .notMine)
    #expect(Reading(SMTP.self, Array("220x ESMTP\r\n".utf8)).recognition == .notMine)
  }

  @Test func whateverTheOctets() {
    expectTotal(SMTP.self, Self.banner)
    expectTotal(SMTP.self, Self.greeting)
  }
}
