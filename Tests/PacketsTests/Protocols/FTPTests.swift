import Testing

@testable import Packets

@Suite struct FTPTests {
  private static let banner = Array("220-ProFTPD Server ready.\r\n220 go on\r\n".utf8)
  private static let security = Array("AUTH TLS\r\n".utf8)
  private static let user = Array("USER anonymous\r\n".utf8)

  @Test func bannerIsRead() {
    let reading = Reading(FTP.self, Self.banner)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["reply_code"] == .number(220))
    #expect(reading.fields["text"] == .text("ProFTPD Server ready."))
  }

  @Test func commands() {
    #expect(Reading(FTP.self, Self.security).recognition == .certain)
    let user = Reading(FTP.self, Self.user)
    // POP has the same command.
    #expect(user.recognition == .unsure)
    #expect(user.fields["command"] == .text("USER"))
    #expect(user.fields["argument"] == .text("anonymous"))
  }

  @Test func passwordIsNotKept() {
    let reading = Reading(FTP.self, Array("pass secret\r\n".utf8))
    #expect(reading.fields["command"] == .text("pass"))
    #expect(reading.fields["argument"] == nil)
  }

  @Test func nearMisses() {
    let mail = Array("220 ftp.example.com ESMTP\r\n".utf8)
    #expect(Reading(FTP.self, mail).recognition == .unsure)
    #expect(Reading(FTP.self, Array("220 ready\r\n".utf8)).recognition == .unsure)
    #expect(Reading(FTP.self, Array("GET / HTTP/1.1\r\n".utf8)).recognition == .notMine)
    #expect(Reading(FTP.self, Array("AUTH LOGIN\r\n".utf8)).recognition == .unsure)
    #expect(Reading(FTP.self, Array("US".utf8)).recognition == .unsure)
  }

  @Test func whateverTheOctets() {
    for sample in [Self.banner, Self.security, Self.user] { expectTotal(FTP.self, sample) }
  }
}
