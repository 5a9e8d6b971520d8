import Devices
import Testing

/// Every way in which an inventory can be wrong, and what the operator is told.
@Suite struct InventoryErrorTests {
  private static let columns = "the columns are mac, ip, role, name, vendor, tags"
  private static let roles = "the roles are bmc, switch, nic, router, server, host"

  @Test(arguments: [
    Refusal(
      "",
      "f:1: the inventory is empty: its first line must name the columns, which are mac, ip, role, ",
      "name, vendor, tags"
    ),
    Refusal(
      "mac,rol", "f:1:5: 'rol' is not a column of an inventory (did you mean 'role'?); ", columns
    ),
    Refusal("mac,owner", "f:1:5: 'owner' is not a column of an inventory; ", columns),
    Refusal("mac,", "f:1:5: '' is not a column of an inventory; ", columns),
    Refusal("# x\nmac,role,MAC", "f:2:10: the column 'mac' is named twice"),
    Refusal("mac,ip", "f:1:1: the column 'role' is missing"),
    Refusal("role,name", "f:1:1: a column 'mac' or 'ip' is needed"),
  ])
  func header(refusal: Refusal) {
    #expect(
      fault { () throws(ConfigurationError) in try Inventory(csv: refusal.text, file: "f") }
        == refusal.message)
  }

  @Test(arguments: [
    Refusal(",192.0.2.1,host", "2:1: this row has 3 fields where the first line names 4 columns"),
    Refusal(
      ",192.0.2.1,host,a,", "2:1: this row has 5 fields where the first line names 4 columns"),
    Refusal(",,host,a", "2:1: this row has neither a hardware nor an IP address"),
    Refusal(
      "00:00:5e:00:53,,host,a",
      "2:1: '00:00:5e:00:53' is not a hardware address: twelve hexadecimal digits, as in ",
      "00:1b:54:3a:33:9b"
    ),
    Refusal(
      "00:00:00:00:00:00,,host,a",
      "2:1: 00:00:00:00:00:00 is the zero address, which cannot be the address of one device"
    ),
    Refusal(
      "FF-FF-FF-FF-FF-FF,,host,a",
      "2:1: ff:ff:ff:ff:ff:ff is the broadcast address, which cannot be the address of one device"
    ),
    Refusal(
      "01:80:c2:00:00:0e,,host,a",
      "2:1: 01:80:c2:00:00:0e is a multicast address, which cannot be the address of one device"
    ),
    Refusal(
      "00:00:5e:00:53:01;00005e005301,,host,a", "2:1: 00:00:5e:00:53:01 stands twice in this row"
    ),
    Refusal(
      ",192.0.2.256,host,a",
      "2:2: '192.0.2.256' is not an IP address: 192.0.2.7 and 2001:db8::7 are"
    ),
    Refusal(
      ",192.0.2.0/24,host,a",
      "2:2: '192.0.2.0/24' is not an IP address: 192.0.2.7 and 2001:db8::7 are"
    ),
    Refusal(
      ",0.0.0.0,host,a",
      "2:2: 0.0.0.0 is an unspecified address, which cannot be the address of one device"
    ),
    Refusal(
      ",127.0.0.1,host,a",
      "2:2: 127.0.0.1 is a loopback address, which cannot be the address of one device"
    ),
    Refusal(
      ",224.0.0.5,host,a",
      "2:2: 224.0.0.5 is a multicast address, which cannot be the address of one device"
    ),
    Refusal(
      ",240.0.0.1,host,a",
      "2:2: 240.0.0.1 is a reserved address, which cannot be the address of one device"
    ),
    Refusal(
      ",255.255.255.255,host,a",
      "2:2: 255.255.255.255 is the broadcast address, which cannot be the address of one device"
    ),
    Refusal(
      ",::,host,a", "2:2: :: is the unspecified address, which cannot be the address of one device"),
    Refusal(
      ",::1,host,a", "2:2: ::1 is the loopback address, which cannot be the address of one device"),
    Refusal(
      ",ff02::1,host,a",
      "2:2: ff02::1 is a multicast address, which cannot be the address of one device"
    ),
    Refusal(",192.0.2.1 192.0.2.1,host,a", "2:2: 192.0.2.1 stands twice in this row"),
    Refusal(",192.0.2.1,,a", "2:12: the role is missing; ", roles),
    Refusal(",192.0.2.1,swich,a", "2:12: 'swich' is not a role (did you mean 'switch'?); ", roles),
    Refusal(",192.0.2.1,toaster,a", "2:12: 'toaster' is not a role; ", roles),
    Refusal(",192.0.2.1,host,\"a\nb\"", "2:18: there is a line break in this text; remove it"),
    Refusal(
      ",192.0.2.1,host," + String(repeating: "a", count: 256),
      "2:17: this text is longer than 255 bytes"
    ),
    Refusal(",192.0.2.1,host,\"a", "2:17: this quote is never closed"),
  ])
  func row(refusal: Refusal) {
    let csv = "mac,ip,role,name\n" + refusal.text
    #expect(
      fault { () throws(ConfigurationError) in try Inventory(csv: csv, file: "f") }
        == "f:" + refusal.message)
  }

  private static let oneDevice =
    ": an IP address belongs to one device, and rows of one device need the same role and name"
  private static let toldApart =
    ": devices that share a hardware address are told apart by IP address, so each of their rows "
    + "needs one; rows of one device need the same role and name"
  private static let oneNamed =
    ", and only one of the two rows has a name: give both the same name if they are one device, else "
    + "each its own"

  @Test(arguments: [
    // The same IP address.
    Refusal(
      ",192.0.2.1,host,a\n,192.0.2.1,bmc,a",
      "3:1: 192.0.2.1 is also the host 'a' of line 2", oneDevice
    ),
    Refusal(
      ",192.0.2.1,host,a\n\n,192.0.2.1,host,b",
      "4:1: 192.0.2.1 is also the host 'a' of line 2", oneDevice
    ),
    Refusal(
      ",192.0.2.1,host,\n,192.0.2.1,host,b",
      "3:1: 192.0.2.1 is also the host of line 2", oneDevice
    ),
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,host,a\n00:00:5e:00:53:01,192.0.2.1,bmc,b",
      "3:1: 192.0.2.1 is also the host 'a' of line 2", oneDevice
    ),
    // The same hardware address, and an IP address is missing.
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,host,a\n00:00:5e:00:53:01,,bmc,b",
      "3:1: 00:00:5e:00:53:01 is also the host 'a' of line 2", toldApart
    ),
    Refusal(
      "00:00:5e:00:53:01,,host,a\n00:00:5e:00:53:01,192.0.2.1,bmc,b",
      "3:1: 00:00:5e:00:53:01 is also the host 'a' of line 2", toldApart
    ),
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,host,a\n00:00:5e:00:53:01,192.0.2.2,bmc,b\n00:00:5e:00:53:01,,host,a",
      "4:1: 00:00:5e:00:53:01 is also the bmc 'b' of line 3", toldApart
    ),
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,host,a\n00:00:5e:00:53:01,192.0.2.2,host,",
      "3:1: 00:00:5e:00:53:01 is also the host 'a' of line 2", oneNamed
    ),
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,bmc,b\n00:00:5e:00:53:01,192.0.2.2,host,\n00:00:5e:00:53:01,192.0.2.3,host,a",
      "4:1: 00:00:5e:00:53:01 is also the host of line 3", oneNamed
    ),
    // Said twice.
    Refusal(
      "00:00:5e:00:53:01,192.0.2.1,host,a\n00:00:5e:00:53:01,192.0.2.1,host,a",
      "3:1: this row repeats the host 'a' of line 2"
    ),
    Refusal(
      ",192.0.2.1,host,a\n,192.0.2.2,host,a",
      "3:1: 'a' is also the host 'a' of line 2, which shares no address with this row: give each ",
      "device its own name, or put all addresses of one device in one row"
    ),
    Refusal(
      ",192.0.2.1,host,a\n,192.0.2.2,bmc,a",
      "3:1: 'a' is also the host 'a' of line 2, which shares no address with this row: give each ",
      "device its own name, or put all addresses of one device in one row"
    ),
  ])
  func conflict(refusal: Refusal) {
    let csv = "mac,ip,role,name\n" + refusal.text
    #expect(
      fault { () throws(ConfigurationError) in try Inventory(csv: csv, file: "f") }
        == "f:" + refusal.message)
  }

  @Test func vendorConflict() {
    let csv = "ip,mac,role,vendor\n192.0.2.1,,bmc,A\n192.0.2.1,00:00:5e:00:53:01,bmc,B"
    #expect(
      fault { () throws(ConfigurationError) in try Inventory(csv: csv, file: "f") }
        == "f:3:1: the vendor differs from that of the bmc of line 2, the same device")
  }
}
