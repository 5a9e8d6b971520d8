import Packets
import Testing

@Suite struct MACAddressTests {
  @Test(arguments: [
    "00:1b:54:3a:33:9b", "00-1B-54-3A-33-9B", "001b.543a.339b", "001b543a339b", "001B543a339B",
  ])
  func reads(text: String) {
    let address = MACAddress(text)
    #expect(address?.rawValue == 0x001b_543a_339b)
    #expect(address?.description == "00:1b:54:3a:33:9b")
    #expect(address?.hyphenated == "00-1B-54-3A-33-9B")
  }

  @Test(arguments: [
    "", "00", "00:1b:54:3a:33", "00:1b:54:3a:33:9", "00:1b:54:3a:33:9b:", "00:1b:54:3a:33:9b:00",
    "00:1b-54:3a:33:9b", "001b:543a:339b", "00.1b.54.3a.33.9b", "0:01b:54:3a:33:9b",
    ":001b543a339b",
    "00:1b:54:3a:33:9g", "001b543a339", "001b543a339b0", "00::1b:54:3a:33", " 00:1b:54:3a:33:9b",
  ])
  func refuses(text: String) { #expect(MACAddress(text) == nil) }

  @Test func bits() {
    #expect(MACAddress.broadcast.isGroup)
    #expect(MACAddress("01:80:c2:00:00:0e")?.isGroup == true)
    #expect(MACAddress("02:00:00:00:00:01")?.isGroup == false)
    #expect(MACAddress("02:00:00:00:00:01")?.isLocallyAdministered == true)
    #expect(MACAddress("00:1b:54:3a:33:9b")?.isLocallyAdministered == false)
    #expect(MACAddress("00:1b:54:3a:33:9b")?.organization == 0x1b54)
    #expect(MACAddress(rawValue: .max) == .broadcast)
    #expect(MACAddress.zero < MACAddress.broadcast)
  }
}
