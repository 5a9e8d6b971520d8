import Testing

@testable import Packets

@Suite struct WSDiscoveryTests {
  private static func envelope(_ header: String, _ body: String) -> [UInt8] {
    let text = """
      <?xml version="1.0" encoding="utf-8"?>
      <soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"
       xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing"
       xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery">
      <soap:Header>\(header)</soap:Header><soap:Body>\(body)</soap:Body></soap:Envelope>
      """
    return Array(text.utf8)
  }

  private static let matches = envelope(
    """
    <wsa:To>http://example.test/anonymous</wsa:To>
    <wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</wsa:Action>
    <wsa:MessageID>urn:uuid:2</wsa:MessageID><wsa:RelatesTo>urn:uuid:1</wsa:RelatesTo>
    <wsa:ReplyTo><wsa:Address>http://example.test/reply</wsa:Address></wsa:ReplyTo>
    """,
    """
    <wsd:ProbeMatches><wsd:ProbeMatch>
    <wsa:EndpointReference><wsa:Address>urn:uuid:7</wsa:Address></wsa:EndpointReference>
    <wsd:Types>dn:NetworkVideo  wsdp:Device</wsd:Types><wsd:Scopes/>
    <wsd:XAddrs>http://192.0.2.7/a http://192.0.2.7/b</wsd:XAddrs>
    <wsd:MetadataVersion>1</wsd:MetadataVersion></wsd:ProbeMatch><wsd:ProbeMatch>
    <wsa:EndpointReference>
    <wsa:Address>urn:uuid:8</wsa:Address></wsa:EndpointReference></wsd:ProbeMatch></wsd:ProbeMatches>
    """)

  @Test func matchesOfAProbe() {
    let reading = Reading(WSDiscovery.self, Self.matches)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    let fields = reading.fields
    #expect(fields["message"] == .text("ProbeMatches"))
    #expect(
      fields["action"] == .text("http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches"))
    #expect(fields["message_identifier"] == .text("urn:uuid:2"))
    #expect(fields["relates_to"] == .text("urn:uuid:1"))
    #expect(fields["endpoint_addresses"] == .list([.text("urn:uuid:7"), .text("urn:uuid:8")]))
    #expect(fields["types"] == .list([.text("dn:NetworkVideo"), .text("wsdp:Device")]))
    #expect(
      fields["transport_addresses"]
        == .list([.text("http://192.0.2.7/a"), .text("http://192.0.2.7/b")]))
    #expect(fields["scopes"] == nil)
  }

  @Test func helloOfTheStandardOf2009() {
    let text = """
      <s:Envelope xmlns:d="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01"><s:Body><d:Hello>
      <a:EndpointReference><a:Address>urn:uuid:9</a:Address></a:EndpointReference>
      <d:Scopes MatchBy="x">onvif://a</d:Scopes></d:Hello></s:Body></s:Envelope>
      """
    let reading = Reading(WSDiscovery.self, [0xef, 0xbb, 0xbf] + Array(text.utf8))
    #expect(reading.recognition == .certain)
    #expect(reading.fields["message"] == .text("Hello"))
    #expect(reading.fields["scopes"] == .list([.text("onvif://a")]))
  }

  @Test func otherXMLIsNot() {
    var other = Self.matches
    other[0] = 0x7b
    #expect(Reading(WSDiscovery.self, other).recognition == .notMine)
    let text = String(decoding: Self.matches, as: UTF8.self)
    let renamed = text.split(separator: "discovery").joined(separator: "recovery")
    #expect(Reading(WSDiscovery.self, Array(renamed.utf8)).recognition == .notMine)
    #expect(Reading(WSDiscovery.self, Array(Self.matches.dropLast())).fault == .truncated)
  }

  @Test func whateverTheOctets() {
    let short = """
      <e xmlns="http://schemas.xmlsoap.org/ws/2005/04/discovery"><Hello><Types>a b</Types><XAddrs/></e>
      """
    expectTotal(WSDiscovery.self, Array(short.utf8))
  }
}
