import Packets
import Testing

@testable import Devices

/// What contradicts an inventory, and what does not.
@Suite struct InventoryVerdictTests {
  private func device(_ texts: [(RoleEvidenceKind, String)]) throws -> ObservedDevice {
    var roster = Roster()
    let packet = RoleSample.packet()
    let sender = roster.note(packet, claims: false)
    for (kind, text) in texts {
      roster.add(RoleStatement(kind, text), of: packet, sender: sender, in: "test")
    }
    return try #require(
      roster.devices(makers: OUITable(path: "/nonexistent", for: [])).first)
  }

  private func inventory(_ role: DeviceRole) throws -> Inventory {
    try Inventory(csv: "mac,role,name\n\(RoleSample.server),\(role.rawValue),x\n", file: "x.csv")
  }

  @Test func controllerThatIsAHost() throws {
    let shown = try device([(.vendorClass, "MSFT 5.0")])
    let verdict = InventoryVerdict(shown, in: try inventory(.bmc))
    #expect(verdict.word == "contradicts")
    #expect(verdict.shown == .host)
    #expect(verdict.declared?.name == "x")
  }

  /// Both at once are told too: that is what an implant, or a machine that shares its port, looks like.
  @Test func controllerThatIsAHostToo() throws {
    let shown = try device([(.ipmi, "get_device_id"), (.userAgent, "Debian APT-HTTP/1.3")])
    #expect(InventoryVerdict(shown, in: try inventory(.bmc)).shown == .host)
  }

  @Test func groupsAreTheOperatorsWord() throws {
    let host = try device([(.vendorClass, "MSFT 5.0")])
    for role in [DeviceRole.host, .server, .nic] {
      #expect(InventoryVerdict(host, in: try inventory(role)).word == "as_declared")
    }
    let routing = try device([(.bridging, "stp"), (.routing, "ospf")])
    for role in [DeviceRole.router, .switch] {
      #expect(InventoryVerdict(routing, in: try inventory(role)).word == "as_declared")
    }
    #expect(InventoryVerdict(routing, in: try inventory(.nic)).shown == .switch)
  }

  @Test func othersAreNotDeclared() throws {
    let empty = Inventory.empty
    #expect(InventoryVerdict(try device([(.ipmi, "x")]), in: empty).shown == .bmc)
    #expect(InventoryVerdict(try device([(.ipmi, "x")]), in: empty).word == "undeclared")
    #expect(InventoryVerdict(try device([]), in: empty).word == "unknown")
    #expect(InventoryVerdict(try device([]), in: try inventory(.bmc)).word == "as_declared")
  }
}
