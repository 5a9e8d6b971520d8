import Packets
import Testing

@testable import Devices

@Suite struct InventoryTests {
  private func mac(_ text: String) throws -> MACAddress { try #require(MACAddress(text)) }
  private func ip(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

  /// A router, a controller, a host and its controller on one hardware address, a device behind the
  /// router, and one known by hardware address alone.
  private let site = """
    role,IP,MAC,Name,tags,vendor
    router,192.0.2.1,00:00:5e:00:53:01,gw,core;edge,
    bmc,192.0.2.33,00-00-5E-00-53-21,bmc-01,,"Example, Inc."
    host,192.0.2.66,0000.5e00.5322,srv-02,,
    bmc,192.0.2.34,00005e005322,bmc-02,,
    bmc,198.51.100.33,,bmc-03,,
    switch,,00:00:5e:00:53:41,sw-01,,
    """

  @Test func fields() throws {
    let inventory = try Inventory(csv: site, file: "f")
    #expect(inventory.devices.count == 6)
    #expect(!inventory.isEmpty)
    let gateway = inventory.devices[0]
    #expect(gateway.index == 0)
    #expect(gateway.role == .router)
    #expect(gateway.name == "gw")
    #expect(gateway.tags == ["core", "edge"])
    #expect(gateway.macs == [try mac("00:00:5e:00:53:01")])
    #expect(gateway.addresses == [try ip("192.0.2.1")])
    #expect(inventory.devices[1].vendor == "Example, Inc.")
    #expect(inventory.devices[4].macs.isEmpty)
    #expect(inventory.devices[5].addresses.isEmpty)
    #expect(inventory.index(forName: "sw-01") == 5)
    #expect(inventory.index(forName: "SW-01") == nil)
    #expect(inventory.index(forName: "") == nil)
    #expect(inventory.index(forAddress: try ip("198.51.100.33")) == 4)
    #expect(inventory.index(forAddress: .zero) == nil)
    #expect(inventory.indices(forMAC: try mac("00:00:5e:00:53:22")) == [2, 3])
    #expect(inventory.indices(forMAC: try mac("00:00:5e:00:53:01")) == [0])
    #expect(inventory.indices(forMAC: .zero) == [])
  }

  @Test(
    arguments: [
      // One device on the hardware address: the IP address does not matter, even another device's.
      ("00:00:5e:00:53:21", "192.0.2.33", 1), ("00:00:5e:00:53:21", "203.0.113.9", 1),
      ("00:00:5e:00:53:21", "192.0.2.66", 1), ("00:00:5e:00:53:21", "::", 1),
      ("00:00:5e:00:53:41", "192.0.2.77", 5),
      // Two devices on it: by IP address, else the first in the file.
      ("00:00:5e:00:53:22", "192.0.2.66", 2), ("00:00:5e:00:53:22", "192.0.2.34", 3),
      ("00:00:5e:00:53:22", "::", 2), ("00:00:5e:00:53:22", "192.0.2.33", 2),
      // The router's: whatever it forwards is by IP address, and its own is its own.
      ("00:00:5e:00:53:01", "198.51.100.33", 4), ("00:00:5e:00:53:01", "192.0.2.33", 1),
      ("00:00:5e:00:53:01", "192.0.2.1", 0), ("00:00:5e:00:53:01", "::", 0),
      ("00:00:5e:00:53:01", "fe80::1", 0), ("00:00:5e:00:53:01", "224.0.0.18", 0),
      ("00:00:5e:00:53:01", "203.0.113.9", nil),
      // Of no device, or none: by IP address.
      ("00:00:5e:00:53:99", "198.51.100.33", 4), ("00:00:5e:00:53:99", "192.0.2.33", 1),
      ("00:00:00:00:00:00", "192.0.2.34", 3), ("00:00:5e:00:53:99", "203.0.113.9", nil),
      ("00:00:00:00:00:00", "::", nil), ("ff:ff:ff:ff:ff:ff", "255.255.255.255", nil),
    ] as [(String, String, Int?)])
  func lookUp(hardware: String, address: String, expected: Int?) throws {
    let inventory = try Inventory(csv: site, file: "f")
    #expect(inventory.device(mac: try mac(hardware), ip: try ip(address)) == expected)
    #expect(Inventory.empty.device(mac: try mac(hardware), ip: try ip(address)) == nil)
  }

  @Test func emptyInventory() throws {
    #expect(Inventory.empty.isEmpty)
    #expect(Inventory.empty.devices.isEmpty)
    #expect(Inventory.empty.indices(forMAC: .broadcast) == [])
    #expect(Inventory.empty.index(forAddress: try ip("192.0.2.1")) == nil)
    let inventory = try Inventory(csv: "mac,role\n# nobody\n", file: "f")
    #expect(inventory.isEmpty)
    #expect(inventory.device(mac: .zero, ip: .zero) == nil)
  }

  /// A router that shares its hardware address with a host that is listed first.
  @Test func routerAmongSeveral() throws {
    let inventory = try Inventory(
      csv: """
        mac,ip,role
        00:00:5e:00:53:01,192.0.2.9,host
        00:00:5e:00:53:01,192.0.2.1,router
        """, file: "f")
    let shared = try mac("00:00:5e:00:53:01")
    #expect(inventory.device(mac: shared, ip: try ip("192.0.2.9")) == 0)
    #expect(inventory.device(mac: shared, ip: .zero) == 1)
    #expect(inventory.device(mac: shared, ip: try ip("203.0.113.1")) == nil)
  }

  /// Rows that share an address, and agree, are one device, in any order of the rows.
  @Test(arguments: [
    [0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1], [0, 2, 3, 1], [3, 1, 0, 2],
  ])
  func rowsOfOneDevice(order: [Int]) throws {
    let rows = [
      "00:00:5e:00:53:61,192.0.2.70,server,backup,,a b",
      "00:00:5e:00:53:62,2001:db8::70,server,backup,Example,b;c",
      "00:00:5e:00:53:61 00:00:5e:00:53:62,192.0.2.71;192.0.2.70,server,backup,Example,",
      ",192.0.2.71 192.0.2.72,server,backup,,",
    ]
    let inventory = try Inventory(
      csv: (["mac,ip,role,name,vendor,tags"] + order.map { rows[$0] }).joined(separator: "\n"),
      file: "f")
    let device = try #require(inventory.devices.first)
    #expect(inventory.devices.count == 1)
    #expect(device.macs.sorted() == [try mac("00:00:5e:00:53:61"), try mac("00:00:5e:00:53:62")])
    #expect(
      device.addresses.sorted() == [
        try ip("192.0.2.70"), try ip("192.0.2.71"), try ip("192.0.2.72"), try ip("2001:db8::70"),
      ])
    #expect(device.vendor == "Example")
    #expect(Set(device.tags) == ["a", "b", "c"])
    #expect(device.tags.count == 3)
    for address in device.addresses {
      #expect(inventory.device(mac: .zero, ip: address) == 0)
    }
  }

  /// Every address of many devices is found, and no other.
  @Test func manyDevices() throws {
    var csv = "mac,ip,role,name\n"
    for index in 0..<5000 {
      let mac = MACAddress(rawValue: 0x0000_5e00_0000 + UInt64(index) * 256)
      let ip = IPAddress(v4: 0x0a00_0000 + UInt32(index) * 256)
      csv += "\(mac),\(ip) 2001:db8:\(String(index, radix: 16))::1,host,h\(index)\n"
    }
    let inventory = try Inventory(csv: csv, file: "f")
    #expect(inventory.devices.count == 5000)
    for index in 0..<5000 {
      let mac = MACAddress(rawValue: 0x0000_5e00_0000 + UInt64(index) * 256)
      let ip = IPAddress(v4: 0x0a00_0000 + UInt32(index) * 256)
      let ip6 = IPAddress(high: 0x2001_0db8_0000_0000 + UInt64(index) << 16, low: 1)
      let isFound =
        inventory.device(mac: mac, ip: .zero) == index
        && inventory.device(mac: .zero, ip: ip) == index
        && inventory.device(mac: .zero, ip: ip6) == index
        && inventory.index(forName: "h\(index)") == index
        && inventory.device(mac: MACAddress(rawValue: mac.rawValue + 1), ip: .zero) == nil
        && inventory.device(mac: .zero, ip: IPAddress(v4: ip.v4 + 1)) == nil
      #expect(isFound, "device \(index)")
    }
  }

  /// Many devices behind one hardware address, as with virtual machines on one port.
  @Test func manyDevicesOnOneAddress() throws {
    var csv = "mac,ip,role,name\n"
    for index in 0..<500 {
      csv += "00:00:5e:00:53:01,10.0.\(index / 250).\(index % 250),host,h\(index)\n"
    }
    csv += ",192.0.2.1,host,else\n"
    let inventory = try Inventory(csv: csv, file: "f")
    let shared = try mac("00:00:5e:00:53:01")
    #expect(inventory.indices(forMAC: shared) == Array(0..<500))
    for index in [0, 1, 249, 250, 498, 499] {
      let ip = try ip("10.0.\(index / 250).\(index % 250)")
      #expect(inventory.device(mac: shared, ip: ip) == index)
    }
    #expect(inventory.device(mac: shared, ip: try ip("192.0.2.1")) == 0)
  }

  @Test func vendorsAreFilled() throws {
    var inventory = try Inventory(
      csv: """
        mac,ip,role,vendor
        00:25:90:00:00:01,,bmc,
        00:25:90:00:00:02,,bmc,Mine
        02:25:90:00:00:03 d0:94:66:00:00:04,,bmc,
        ,192.0.2.1,bmc,
        """, file: "f")
    #expect(
      inventory.macsWithoutVendor == [
        try mac("00:25:90:00:00:01"), try mac("02:25:90:00:00:03"), try mac("d0:94:66:00:00:04"),
      ])
    inventory.fillVendors(
      from: OUITable(
        path: packageDirectory + "/Tests/Fixtures/ieee-data", for: inventory.macsWithoutVendor))
    #expect(
      inventory.devices.map(\.vendor) == ["Super Micro Computer, Inc.", "Mine", "Dell Inc.", ""])
  }

  @Test func shippedExample() throws {
    let path = packageDirectory + "/Config/devices.csv"
    let inventory = try Inventory(csv: ConfigurationFile.read(path), file: path)
    #expect(inventory.devices.count == 10)
    let backup = try #require(inventory.index(forName: "backup-1"))
    #expect(inventory.devices[backup].addresses.count == 3)
    #expect(Set(inventory.devices.map(\.role)) == Set(DeviceRole.declarable))
  }
}
