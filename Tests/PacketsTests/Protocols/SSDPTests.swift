import Testing

@testable import Packets

@Suite struct SSDPTests {
  private static func message(_ lines: [String], end: String = "\r\n") -> [UInt8] {
    Array((lines + ["", ""]).joined(separator: end).utf8)
  }

  private static let notify = message([
    "NOTIFY * HTTP/1.1", "Host: 239.255.255.250:1900", "CACHE-CONTROL: max-age=1800",
    "LOCATION: http://192.0.2.5:49152/desc.xml", "NT: upnp:rootdevice", "NTS: ssdp:alive",
    "SERVER: Linux/4.9 UPnP/1.0 BMC/2.1", "USN: uuid:1::upnp:rootdevice",
  ])

  private static let search = message([
    "M-SEARCH * HTTP/1.1", "HOST:239.255.255.250:1900", "MAN:\"ssdp:discover\"", "MX:3",
    "ST:ssdp:all",
  ])

  private static let response = message([
    "HTTP/1.1 200 OK", "EXT:", "St: upnp:rootdevice", "USN: uuid:1::upnp:rootdevice",
  ])

  @Test func announcement() {
    let reading = Reading(SSDP.self, Self.notify)
    #expect(reading.recognition == .certain)
    #expect(reading.fault == .none)
    #expect(reading.fields["method"] == .text("NOTIFY"))
    #expect(reading.fields["notification_type"] == .text("upnp:rootdevice"))
    #expect(reading.fields["notification_sub_type"] == .text("ssdp:alive"))
    #expect(reading.fields["unique_service_name"] == .text("uuid:1::upnp:rootdevice"))
    #expect(reading.fields["location"] == .text("http://192.0.2.5:49152/desc.xml"))
    #expect(reading.fields["server"] == .text("Linux/4.9 UPnP/1.0 BMC/2.1"))
    #expect(
      reading.fields["headers"]?.values?.map(\.text)
        == ["Host", "CACHE-CONTROL", "LOCATION", "NT", "NTS", "SERVER", "USN"])
  }

  @Test func searchAndResponse() {
    let search = Reading(SSDP.self, Self.search)
    #expect(search.recognition == .certain)
    #expect(search.fields["method"] == .text("M-SEARCH"))
    #expect(search.fields["search_target"] == .text("ssdp:all"))
    #expect(search.fields["mx_seconds"] == .text("3"))
    let response = Reading(SSDP.self, Self.response)
    #expect(response.recognition == .certain)
    #expect(response.fault == .none)
    #expect(response.fields["status_code"] == .number(200))
    #expect(response.fields["search_target"] == .text("upnp:rootdevice"))
  }

  @Test func linesMayEndWithoutCarriageReturn() {
    let reading = Reading(
      SSDP.self, Self.message(["M-SEARCH * HTTP/1.1", "ST: ssdp:all"], end: "\n"))
    #expect(reading.fault == .none)
    #expect(reading.fields["search_target"] == .text("ssdp:all"))
  }

  @Test func whatIsNotSSDP() {
    for text in ["NOTIFY sip:a@b SIP/2.0\r\n\r\n", "M-SEARCH", "GET / HTTP/1.1\r\n\r\n"] {
      #expect(Reading(SSDP.self, Array(text.utf8)).recognition == .notMine)
    }
    // An answer in HTTP that names no service.
    let other = Self.message(["HTTP/1.1 200 OK", "Content-Length: 0"])
    #expect(Reading(SSDP.self, other).recognition == .unsure)
  }

  @Test func whatIsBroken() {
    #expect(Reading(SSDP.self, Array(Self.search.dropLast(2))).fault == .truncated)
    let reading = Reading(SSDP.self, Self.message(["M-SEARCH * HTTP/1.1", "MX:1", "no header"]))
    #expect(reading.fault == .option)
    #expect(reading.fields["mx_seconds"] == .text("1"))
  }

  @Test func whateverTheOctets() {
    expectTotal(SSDP.self, Self.notify)
    expectTotal(SSDP.self, Self.response)
  }
}
