import Capture
import Devices
import Packets
import Reports
import Testing

/// Observed machines as an inventory, a table and JSON.
@Suite struct DeviceSheetTests {
  private static func packet(_ mac: UInt64, _ ip: UInt32, timeToLive: UInt8 = 64) -> Packet {
    var packet = Packet()
    packet.timestamp = Timestamp(seconds: 1_700_000_000, nanoseconds: 0)
    packet.sourceMAC = MACAddress(rawValue: mac)
    packet.destinationMAC = MACAddress(rawValue: 0x0000_5e00_53ff)
    packet.network = .ipv4
    packet.linkProtocol = LinkProtocol(.ipv4)
    packet.source = IPAddress(v4: ip)
    packet.destination = IPAddress(v4: 0xc000_02fe)
    packet.transport = .udp
    packet.timeToLive = timeToLive
    packet.traits = [.hasMAC, .hasPorts]
    return packet
  }

  /// Machines with the texts that make trouble in a file.
  private static func devices() -> [ObservedDevice] {
    var roster = Roster()
    let texts: [(UInt64, UInt32, RoleEvidenceKind, String, String)] = [
      (0x0000_5e00_5301, 0xc000_0201, .ipmi, "get_device_id", "bmc, \"one\""),
      (0x0000_5e00_5302, 0xc000_0202, .bridging, "stp", "#switch"),
      // The same name twice, and an address of two machines.
      (0x0000_5e00_5303, 0xc000_0203, .vendorClass, "MSFT 5.0", "twin"),
      (0x0000_5e00_5304, 0xc000_0204, .vendorClass, "MSFT 5.0", "twin"),
      (0x0000_5e00_5305, 0xc000_0204, .routing, "ospf", "  \u{7f}router "),
      (0x0000_5e00_5306, 0xc000_0206, .webServer, "nginx", "nobody"),
    ]
    for (mac, ip, kind, text, name) in texts {
      for vlan in [UInt16(1), 2] {
        var packet = packet(mac, ip)
        packet.vlans = VLANStack.none.adding(vlan)
        let sender = roster.note(packet, claims: false)
        roster.add(RoleStatement(kind, text), of: packet, sender: sender, in: "x")
        roster.add(
          RoleStatement(.hostName, name, isName: true), of: packet, sender: sender, in: "lldp")
      }
    }
    // One behind a router.
    let passed = packet(0x0000_5e00_5305, 0x0a00_0009, timeToLive: 62)
    let sender = roster.note(passed, claims: false)
    roster.add(RoleStatement(.secureShell, "mpSSH_0.2"), of: passed, sender: sender, in: "ssh")
    return roster.devices(makers: OUITable(path: "/nonexistent", for: []))
  }

  /// What is written is read back: the same machines, roles and names.
  @Test func inventoryReadsTheSheet() throws {
    let devices = DeviceSheetTests.devices()
    #expect(devices.count == 14)
    let sheet = DeviceSheet(devices).text
    let inventory = try Inventory(csv: sheet, file: "sheet.csv")
    #expect(inventory.devices.map(\.role) == [.bmc, .switch, .host, .host, .router, .bmc])
    #expect(
      inventory.devices.map(\.name) == ["bmc, \"one\"", "#switch", "twin", "", "router", ""])
    #expect(inventory.devices.map { $0.macs.count } == [1, 1, 1, 1, 1, 0])
    #expect(
      inventory.devices.map { $0.addresses.map(\.description) } == [
        ["192.0.2.1"], ["192.0.2.2"], ["192.0.2.3"], ["192.0.2.4"], [], ["10.0.0.9"],
      ])
    #expect(inventory.devices[0].tags == ["observed", "confidence-95"])
    // Whose role nobody knows stands there to be completed.
    #expect(sheet.split(separator: "\n").filter { $0.hasPrefix("# ") }.count == 1)
    #expect(sheet.contains("# 00:00:5e:00:53:06,192.0.2.6,,nobody,,observed\n"))
    // With the role filled in, the row is one of the inventory.
    let completed = sheet.split(separator: "\n").map { line in
      line.hasPrefix("# ") ? "00:00:5e:00:53:06,192.0.2.6,host,nobody,,observed" : String(line)
    }.joined(separator: "\n")
    #expect(try Inventory(csv: completed, file: "sheet.csv").devices.count == 7)
  }

  @Test func nobodyIsAnEmptyInventory() throws {
    #expect(try Inventory(csv: DeviceSheet([]).text, file: "sheet.csv").isEmpty)
  }

  @Test func linesAreJSON() throws {
    let devices = DeviceSheetTests.devices()
    let inventory = try Inventory(csv: "mac,role\n00:00:5e:00:53:01,host\n", file: "x.csv")
    for device in devices {
      var writer = JSONWriter()
      DeviceLine().write(device, verdict: InventoryVerdict(device, in: inventory), to: &writer)
      let value = try JSONValue(Array(writer.text.utf8))
      #expect(value["role"] == .text(device.inference.role.rawValue))
      guard case .array(let evidence) = value["evidence"] else {
        Issue.record("no evidence")
        continue
      }
      #expect(evidence.count == device.evidence.count)
    }
    var writer = JSONWriter()
    DeviceLine().write(
      devices[0], verdict: InventoryVerdict(devices[0], in: inventory), to: &writer)
    let first = try JSONValue(Array(writer.text.utf8))
    #expect(first["inventory.verdict"] == .text("contradicts"))
    #expect(first["inventory.shows"] == .text("bmc"))
    #expect(first["name"] == .text("bmc, \"one\""))
    #expect(first["confidence"] == .number("0.953"))
  }

  @Test func tableHasOneLineEach() throws {
    let devices = DeviceSheetTests.devices()
    let plain = DeviceTable(devices, verdicts: []).lines
    #expect(plain.count == devices.count + 1)
    #expect(plain[0].hasPrefix("ROLE"))
    let column = try #require(plain[0].firstRange(of: "MAC")?.lowerBound)
    let offset = plain[0].distance(from: plain[0].startIndex, to: column)
    for (line, device) in zip(plain.dropFirst(), devices) {
      let cell = line.dropFirst(offset)
      #expect(cell.hasPrefix(device.key.mac?.description ?? "behind a router"))
    }
    let inventory = try Inventory(csv: "mac,role\n00:00:5e:00:53:01,host\n", file: "x.csv")
    let marked = DeviceTable(devices, verdicts: devices.map { InventoryVerdict($0, in: inventory) })
    #expect(marked.lines[1].hasPrefix("!"))
    #expect(marked.lines[3].hasPrefix("+"))
  }
}
