import Testing

@testable import Packets

@Suite struct HTTPTests {
  private func read(_ text: String) -> Reading { Reading(HTTP.self, Array(text.utf8)) }

  private static let request = """
    POST /redfish/v1/SessionService/Sessions?x=1 HTTP/1.1\r
    Host: bmc-7.example\r
    User-Agent: python-redfish/3.2\r
    Authorization: Basic YWRtaW46c2VjcmV0\r
    X-Auth-Token: 0123456789\r
    Content-Type: application/json\r
    content-length:  42 \r
    Upgrade: h2c\r
    \r
    {"UserName": "admin"}
    """

  private static let response = """
    HTTP/1.1 401 Not Authorized\r
    Server: lighttpd/1.4.69\r
    WWW-Authenticate: Digest algorithm=MD5, Realm="iDRAC of rack 7", nonce="abc"\r
    Location: https://bmc-7.example/login\r
    \r

    """

  @Test func requestIsRead() {
    let reading = read(Self.request)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["method"] == .text("POST"))
    #expect(fields["target"] == .text("/redfish/v1/SessionService/Sessions?x=1"))
    #expect(fields["version"] == .text("1.1"))
    #expect(fields["host"] == .text("bmc-7.example"))
    #expect(fields["user_agent"] == .text("python-redfish/3.2"))
    #expect(fields["content_type"] == .text("application/json"))
    #expect(fields["content_length"] == .number(42))
    #expect(fields["upgrade"] == .text("h2c"))
    #expect(
      fields["header_names"]?.values?.compactMap(\.text) == [
        "Host", "User-Agent", "Authorization", "X-Auth-Token", "Content-Type", "content-length",
        "Upgrade",
      ])
  }

  @Test func secretsAreNotTold() {
    let fields = read(Self.request).fields
    #expect(fields["authorization_scheme"] == .text("Basic"))
    #expect(!"\(fields)".contains("YWRtaW46"))
    #expect(!"\(fields)".contains("0123456789"))
    // A token without a scheme before it.
    let bare = read("GET / HTTP/1.1\r\nAuthorization: dG9rZW46c2VjcmV0MDEy\r\n\r\n").fields
    #expect(!"\(bare)".contains("dG9rZW46"))
  }

  @Test func responseIsRead() {
    let reading = read(Self.response)
    let fields = reading.fields
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(fields["status_code"] == .number(401))
    #expect(fields["reason_phrase"] == .text("Not Authorized"))
    #expect(fields["server"] == .text("lighttpd/1.4.69"))
    #expect(fields["authenticate_scheme"] == .text("Digest"))
    #expect(fields["realm"] == .text("iDRAC of rack 7"))
    #expect(fields["location"] == .text("https://bmc-7.example/login"))
    #expect(fields["method"] == nil)
  }

  @Test func aGrowingStreamAsksForMore() {
    let head = Self.response
    for length in 1..<head.utf8.count {
      let reading = Reading(HTTP.self, Array(head.utf8.prefix(length)))
      #expect(reading.fault == .truncated, "\(length) octets")
      #expect(reading.recognition == (length < 8 ? .unsure : .certain))
    }
  }

  @Test func noReasonAndBareLineFeeds() {
    let reading = read("HTTP/1.0 204\nServer: GoAhead-Webs\n\n")
    #expect(reading.fault == .none)
    #expect(reading.fields["status_code"] == .number(204))
    #expect(reading.fields["reason_phrase"] == nil)
    #expect(reading.fields["server"] == .text("GoAhead-Webs"))
  }

  @Test func faults() {
    #expect(read("HTTP/1.1 2x0 OK\r\n\r\n").fault == .field)
    #expect(read("GET / HTTP/1.1\r\nno colon\r\n\r\n").fault == .option)
    #expect(read("GET / HTTP/1.1\r\nContent-Length : 4\r\n\r\n").fault == .option)
    #expect(read("GET / HTTP/1.1\r\nContent-Length: -4\r\n\r\n").fault == .field)
    #expect(read("GET / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n").fault == .field)
    // A folded line belongs to the one before.
    let folded = read("GET / HTTP/1.1\r\nX-A: 1\r\n and more\r\nHost: a\r\n\r\n")
    #expect(folded.fault == .none)
    #expect(folded.fields["host"] == .text("a"))
  }

  @Test(arguments: [
    "OPTIONS sip:bmc@example.com SIP/2.0\r\n", "OPTIONS * RTSP/1.0\r\n", "EHLO example.com\r\n",
    "get / HTTP/1.1\r\n", "GET /\r\n", "GET  HTTP/1.1\r\n", "HTTP/2.0 200 OK\r\n",
    "HTTP/1.x 200 OK",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "ABCDEFGHIJKLMNOPQRSTUVWXYZ / HTTP/1.1\r\n",
  ]) func whatIsNotHTTP(text: String) { #expect(read(text).recognition == .notMine) }

  @Test(arguments: [request, response])
  func whateverTheOctets(sample: String) { expectTotal(HTTP.self, Array(sample.utf8)) }
}
