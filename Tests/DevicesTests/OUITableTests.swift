import Devices
import Packets
import Testing

@Suite struct OUITableTests {
  private let path = packageDirectory + "/Tests/Fixtures/ieee-data"

  /// Blocks as the IEEE registries of 2022 have them.
  @Test(
    arguments: [
      ("00:25:90:12:34:56", "Super Micro Computer, Inc."),
      ("a0:47:d7:00:00:00", "Best IT World (India) Pvt Ltd"),
      // Sold in parts: 28 and 36 bits, and parts without a known owner.
      ("20:85:93:b0:00:01", "IOG Products LLC"), ("20:85:93:c0:00:01", nil),
      ("70:b3:d5:21:5f:ff", "Dataspeed Inc"), ("70:b3:d5:21:6f:ff", nil),
      ("74:1a:e0:90:00:01", nil),
      // Not sold, made up locally, a group, none.
      ("00:00:5e:00:53:01", nil), ("02:25:90:12:34:56", nil), ("01:25:90:12:34:56", nil),
      ("00:00:00:00:00:00", nil),
    ] as [(String, String?)])
  func vendor(text: String, expected: String?) throws {
    let mac = try #require(MACAddress(text))
    #expect(OUITable(path: path, for: [mac]).vendor(of: mac) == expected)
  }

  @Test func keepsWhatIsAskedFor() throws {
    let dell = try #require(MACAddress("d0:94:66:00:00:01"))
    let cisco = try #require(MACAddress("00:1b:54:00:00:01"))
    let table = OUITable(path: path, for: [dell, dell])
    #expect(table.count == 1)
    #expect(table.vendor(of: dell) == "Dell Inc.")
    #expect(table.vendor(of: cisco) == nil)
    #expect(OUITable(path: path, for: []).count == 0)
  }

  @Test func absentRegistries() throws {
    let dell = try #require(MACAddress("d0:94:66:00:00:01"))
    #expect(OUITable(path: path + "/none", for: [dell]).count == 0)
  }
}
