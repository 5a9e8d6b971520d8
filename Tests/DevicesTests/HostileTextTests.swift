import Packets
import Testing

@testable import Devices

/// Files that nobody wrote on purpose: each is read or refused, and none stops the program.
@Suite struct HostileTextTests {
  private let csv = #"""
    ip,mac,role,name
    # a
    192.0.2.1 ::2:1,00005e005301,bmc,"a ""b"""\#r
    192.0.2.2,00005e005301,nic,c
    """#

  private let yaml = """
    internal: [10.0.0.0/8] # own
    groups: {a: [b, 10.1.1.1], b: c.example}
    expected:
      - {role: bmc, port: [4, 5-9], peer: a, pace: 3/1h, until: 2027-03-31}
      - device: 'c'
        protocol: tls
        direction: out
        reason: |
          why
    vlans: [{role: bmc, vlan: [1, untagged]}]
    """

  /// Bytes that mean something in either form, and some that mean nothing.
  private let bytes: [UInt8] =
    Array("\n\r\t ,;\"'#:-[]{}?&*!|>%@`\\/.0179afz~<=\0".utf8) + [0x7f, 0xc3, 0xff]

  /// Knuth's MMIX constants: the same files in each run.
  private struct Generator {
    var state: UInt64
    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(limit))
    }
  }

  private func mutated(_ original: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var text = original
    for _ in 0...generator.next(below: 3) where !text.isEmpty {
      let place = generator.next(below: text.count)
      switch generator.next(below: 5) {
      case 0: text[place] = bytes[generator.next(below: bytes.count)]
      case 1: text.insert(bytes[generator.next(below: bytes.count)], at: place)
      case 2: text.remove(at: place)
      case 3: text.removeSubrange(place..<min(text.count, place + 20))
      default: text.insert(contentsOf: text[place..<min(text.count, place + 20)], at: place)
      }
    }
    return text
  }

  @Test func mutatedInventories() {
    var generator = Generator(state: 1)
    var accepted = 0
    var faults = 0
    let original = Array(csv.utf8)
    for _ in 0..<25_000 {
      let text = mutated(original, &generator)
      do throws(ConfigurationError) {
        let inventory = try Inventory(csv: text, file: "f")
        for device in inventory.devices {
          for mac in device.macs { _ = inventory.device(mac: mac, ip: .zero) }
          for address in device.addresses {
            if inventory.device(mac: .zero, ip: address) != device.index { faults += 1 }
          }
        }
        accepted += 1
      } catch {
        if error.file != "f" || error.reason.isEmpty || error.line < 1 { faults += 1 }
      }
    }
    // Both ways out are taken, or the test would prove nothing.
    #expect(faults == 0)
    #expect((500..<24_500).contains(accepted))
  }

  @Test func mutatedPolicies() throws {
    let inventory = try Inventory(csv: csv, file: "f")
    var generator = Generator(state: 2)
    var accepted = 0
    var faults = 0
    let original = Array(yaml.utf8)
    for _ in 0..<25_000 {
      let text = mutated(original, &generator)
      do throws(ConfigurationError) {
        let policy = try Policy(yaml: text, file: "f", inventory: inventory)
        _ = policy.expectation(
          PolicyQuestion(
            device: inventory.devices[0], deviceStarted: true, peer: .zero, transport: .tcp,
            port: 443))
        accepted += 1
      } catch {
        if error.file != "f" || error.reason.isEmpty || error.line < 1 { faults += 1 }
      }
    }
    #expect(faults == 0)
    #expect((500..<24_500).contains(accepted))
  }

  /// Every shorter file, and every value of every byte.
  @Test func everyByte() throws {
    let inventory = try Inventory(csv: csv, file: "f")
    for (original, isInventory) in [(Array(csv.utf8), true), (Array(yaml.utf8), false)] {
      func read(_ text: [UInt8]) {
        if isInventory {
          _ = try? Inventory(csv: text, file: "f")
        } else {
          _ = try? Policy(yaml: text, file: "f", inventory: inventory)
        }
      }
      for place in original.indices {
        read(Array(original.prefix(place)))
        var text = original
        for value in UInt8.min...UInt8.max {
          text[place] = value
          read(text)
        }
      }
    }
  }

  /// Shapes that cost quadratic time where a reader compares everything with everything.
  @Test func largeFiles() throws {
    var rows = "mac,ip,role,name\n"
    for index in 0..<3000 {
      rows += "00:00:5e:00:53:01,10.0.\(index / 250).\(index % 250),bmc,one\n"
    }
    #expect(try Inventory(csv: rows, file: "f").devices.count == 1)
    let cell = (0..<3000).map { "10.0.\($0 / 250).\($0 % 250)" }.joined(separator: " ")
    #expect(
      try Inventory(csv: "ip,role\n\(cell),bmc", file: "f").devices[0].addresses.count == 3000)
    let keys = (0..<3000).map { "k\($0): 1\n" }.joined()
    #expect(
      fault { () throws(ConfigurationError) in
        try Policy(yaml: keys, file: "f", inventory: .empty)
      }
        == "f:1:1: 'k0' is not known here; known here: version, internal, groups, defaults, expected, vlans"
    )
  }
}
