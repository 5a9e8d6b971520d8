import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Sensor

/// Who is on the captures of this repository, against the inventories that were written beside them.
@Suite struct RosterCollectorTests {
  private static func devices(_ name: String, batch: Int = 256) throws -> [ObservedDevice] {
    var generator = FixedGenerator(state: UInt64(batch))
    var limits = FlowLimits()
    limits.flows = 65_536
    var collector = RosterCollector(limits: limits, seed: FlowSeed(using: &generator))
    var source = try CaptureSeries(paths: [Folder.captures.path + "/\(name)/capture.pcap"])
    while let frames = try source.nextBatch() {
      var start = 0
      while start < frames.count {
        let end = min(start + batch, frames.count)
        collector.read(
          FrameBatch(records: frames.records.extracting(start..<end), bytes: frames.bytes))
        start = end
      }
    }
    // Without the registries of this machine, so that the answer is the same everywhere.
    return collector.roster.devices(makers: OUITable(path: "/nonexistent", for: []))
  }

  @Test func controllerOfTheLaboratory() throws {
    let devices = try RosterCollectorTests.devices("lab-ipmi")
    let controllers = devices.filter { $0.inference.role == .bmc }
    #expect(controllers.count == 1)
    let controller = try #require(controllers.first)
    #expect(controller.inference.confidence > 0.99)
    #expect(Set(controller.evidence.map(\.kind)).isSuperset(of: [.rmcp, .ipmi]))
  }

  /// Controller and card have no addresses of their own on their sideband.
  @Test func sidebandOfTheLaboratory() throws {
    let devices = try RosterCollectorTests.devices("lab-ncsi")
    #expect(devices.map(\.inference.role) == [.bmc])
    #expect(devices[0].key.mac == .broadcast)
    #expect(Set(devices[0].evidence.map(\.role)) == [.bmc, .nic])
  }

  /// Captures in which machines are something else than the inventory says, which is what they are about.
  private static let mistaken = [
    "identity.role-mismatch-fires", "identity.lldp-fires", "ethernet.ncsi-fires",
    "ipmi.rogue-responder-fires",
  ]

  /// Nobody is taken for what the inventory contradicts, in any other capture.
  @Test(arguments: GoldenTests.cases.filter { !mistaken.contains($0) })
  func nobodyIsMistaken(_ name: String) throws {
    let inventory = try Folder.inventory(of: Folder.captures.path + "/" + name)
    for device in try RosterCollectorTests.devices(name) {
      let verdict = InventoryVerdict(device, in: inventory)
      #expect(verdict.word != "contradicts", "\(device.key): \(device.evidence.prefix(3))")
    }
  }

  /// A function of the frames, not of how they come.
  @Test func batchesDoNotMatter() throws {
    for name in ["demo", "lab-ipmi", "beacon-channels"] {
      let whole = try RosterCollectorTests.devices(name)
      let pieces = try RosterCollectorTests.devices(name, batch: 7)
      #expect(!whole.isEmpty)
      #expect(whole.map(\.key) == pieces.map(\.key))
      #expect(whole.map(\.evidence) == pieces.map(\.evidence))
      #expect(whole.map(\.inference) == pieces.map(\.inference))
      #expect(whole.map(\.addresses) == pieces.map(\.addresses))
    }
  }
}
