import Testing

@testable import Rules

@Suite struct VendorNameTests {
  @Test(
    arguments: [
      ("HPE", "Hewlett Packard Enterprise", true), ("Dell", "Dell Inc.", true),
      ("Supermicro", "Super Micro Computer, Inc.", true), ("Cisco", "CISCO SYSTEMS, INC.", true),
      ("Arista", "Cisco", false), ("Lenovo", "Dell", false), ("Mellanox", "NVIDIA", true),
      ("Hangzhou H3C Technologies Co., Limited", "New H3C Technologies Co., Ltd", true),
      ("Hangzhou H3C Technologies", "Hangzhou Hikvision", false), ("HPN Supply Chain", "HPE", true),
      ("American Megatrends, Inc.", "AMERICAN POWER CONVERSION CORP", false),
      ("Tyan", "MiTAC", true),
      ("American Megatrends", "AMI", true), ("International Business Machines", "IBM Corp", true),
    ] as [(String, String, Bool)])
  func companies(one: String, other: String, isSame: Bool) {
    #expect((VendorName.key(one) == VendorName.key(other)) == isSame)
  }

  @Test func noName() { #expect(VendorName.key(" - ").isEmpty) }
}
