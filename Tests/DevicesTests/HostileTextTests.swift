import Packets
import Testing

@testable import Devices

/// Files that nobody wrote on purpose: each is read or refused, and none stops the program.
@Suite struct HostileTextTests {
  private let csv = #"""
    mac,ip,role,name,vendor,tags
    # a comment
    00:00:5e:00:53:01,192.0.2.1 2001:db8::1,router,gw,"Example, ""Inc""",a;b
    00:00:5e:00:53:22,192.0.2.66,host,srv,,\#r
    00:00:5e:00:53:22,192.0.2.34,bmc,bmc-01,,
    """#

  private let yaml = """
    version: 1
    internal: [10.0.0.0/8, "fc00::/7"] # own
    expected:
      - {role: bmc, peer: 203.0.113.0/24, port: [443, 5000-5100]}
      - device: 'srv'
        transport: tcp
        reason: |
          why
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
    let original = Array(csv.utf8)
    for _ in 0..<20_000 {
      let text = mutated(original, &generator)
      do throws(ConfigurationError) {
        let inventory = try Inventory(csv: text, file: "f")
        for device in inventory.devices {
          for mac in device.macs { _ = inventory.device(mac: mac, ip: .zero) }
          for address in device.addresses {
            #expect(inventory.device(mac: .zero, ip: address) == device.index)
          }
        }
        accepted += 1
      } catch {
        #expect(error.file == "f" && !error.reason.isEmpty && error.line > 0)
      }
    }
    // Both ways out are taken, or the test would prove nothing.
    #expect((100..<19_900).contains(accepted))
  }

  @Test func mutatedPolicies() throws {
    let inventory = try Inventory(csv: csv, file: "f")
    var generator = Generator(state: 2)
    var accepted = 0
    let original = Array(yaml.utf8)
    for _ in 0..<20_000 {
      let text = mutated(original, &generator)
      do throws(ConfigurationError) {
        let policy = try Policy(yaml: text, file: "f", inventory: inventory)
        _ = policy.expectation(
          device: inventory.devices[0], peer: .zero, peerDevice: nil, transport: .tcp, port: 443)
        accepted += 1
      } catch {
        #expect(error.file == "f" && !error.reason.isEmpty)
      }
    }
    #expect((100..<19_900).contains(accepted))
  }

  /// Every shorter file, and every value of every byte.
  @Test func everyByte() throws {
    let inventory = try Inventory(csv: csv, file: "f")
    for original in [Array(csv.utf8), Array(yaml.utf8)] {
      for count in 0..<original.count {
        let text = Array(original.prefix(count))
        _ = try? Inventory(csv: text, file: "f")
        _ = try? Policy(yaml: text, file: "f", inventory: inventory)
      }
      let isInventory = original == Array(csv.utf8)
      for place in original.indices {
        var text = original
        for value in UInt8.min...UInt8.max {
          text[place] = value
          if isInventory {
            _ = try? Inventory(csv: text, file: "f")
          } else {
            _ = try? Policy(yaml: text, file: "f", inventory: inventory)
          }
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
      } == "f:1:1: 'k0' is not known here; known here: version, internal, expected")
  }
}
