import Devices
import Packets
import Testing

@testable import Rules

@Suite struct DeviceTunnelTests {
  private func lines(_ scene: ContentScene, policy: String = "") throws -> [String] {
    try scene.findings("protocol.tunnel", policy: policy).map {
      "\($0.severity.rawValue) \($0.value("protocol.topic") ?? .text("?"))"
    }
  }

  @Test(
    arguments: [
      (Machine.bmc, Machine.stranger, 47, "73 text(\"GRE\")"),
      (.bmc, .outside(), 4, "73 text(\"IPv4 in IP\")"),
      (.switch, .stranger, 41, "47 text(\"IPv6 in IP\")"),
      (.switch, .outside(), 50, "73 text(\"ESP\")"),
      (.switch, .bmc, 47, "47 text(\"GRE\")"), (.card, .stranger, 47, nil),
      (.bmc, .stranger, 89, nil),
      (.switch, Machine(0x0200_0000_0001, 0x0a00_0001), 47, nil),
    ] as [(Machine, Machine, UInt8, String?)])
  func tunnelsInIP(device: Machine, peer: Machine, number: UInt8, line: String?) throws {
    var scene = ContentScene()
    for time in [100.0, 100.1, 103] {
      scene.add(device.sends(IPProtocol(rawValue: number), to: peer, at: time))
    }
    #expect(try lines(scene) == (line.map { [$0] } ?? []))
  }

  @Test func policy() throws {
    var scene = ContentScene()
    scene.add(Machine.switch.sends(.gre, to: .stranger, at: 100))
    let expected = "expected:\n  - {device: sw-1, peer: 10.0.9.9, transport: 47, reason: mirror}\n"
    #expect(try lines(scene, policy: expected).isEmpty)
    scene.add(Machine.switch.sends(.gre, to: .host, at: 101))
    #expect(try lines(scene, policy: expected).count == 1)
  }

  /// What somebody sends is nothing of the device's until it answers.
  @Test func unanswered() throws {
    var scene = ContentScene()
    scene.add(Machine.outside().sends(.gre, to: .bmc, at: 100))
    #expect(try lines(scene).isEmpty)
    scene.add(Machine.bmc.sends(.gre, to: .outside(), at: 103))
    #expect(try lines(scene) == ["73 text(\"GRE\")"])
  }

  @Test(
    arguments: [
      ([1, 0, 0, 0], 148, 51_820, "WireGuard"), ([2, 0, 0, 0], 92, 443, "WireGuard"),
      ([1, 0, 0, 0], 147, 51_820, nil), ([1, 0, 0, 1], 148, 51_820, nil),
      ([4, 0, 0, 0], 148, 51_820, nil),
      ([9, 9, 9, 9], 96, 4500, "ESP in UDP"), ([0, 0, 0, 9], 96, 4500, nil),
      ([9, 9, 9, 9], 96, 4501, nil),
      ([255], 1, 4500, nil),
    ] as [([UInt8], Int, UInt16, String?)])
  func tunnelsInUDP(front: [UInt8], length: Int, port: UInt16, kind: String?) throws {
    let data = front + [UInt8](repeating: 0x5a, count: max(0, length - front.count))
    #expect(TunnelKind.of(data, length: length, ports: [40_000, port]) == kind)
    var scene = ContentScene()
    scene.datagram(.bmc, .outside(), port, from: 40_000, data, at: 100)
    #expect(try lines(scene) == (kind.map { ["73 text(\"\($0)\")"] } ?? []))
    // Somebody else's handshake says nothing about the device.
    scene = ContentScene()
    scene.datagram(.stranger, .bmc, port, from: 40_000, data, at: 100)
    #expect(try lines(scene).isEmpty)
  }

  /// IKE_SA_INIT of RFC 7296 figure 4: an index, next payload 33, version 2.0, exchange 34, the length.
  @Test func keyExchanges() {
    let head: [UInt8] =
      [1, 2, 3, 4, 5, 6, 7, 8] + [0, 0, 0, 0, 0, 0, 0, 0] + [33, 0x20, 34, 8, 0, 0, 0, 0]
    let message = head + [0, 0, 0, 40] + [UInt8](repeating: 7, count: 12)
    #expect(TunnelKind.of(message, length: 40, ports: [500, 500]) == "IKE")
    #expect(TunnelKind.of([0, 0, 0, 0] + message, length: 44, ports: [4500, 4500]) == "IKE")
    #expect(TunnelKind.of(message, length: 41, ports: [500, 500]) == nil)
    #expect(TunnelKind.of(message, length: 40, ports: [501, 40_000]) == nil)
    for count in 0..<28 {
      #expect(
        TunnelKind.of(Array(message.prefix(count)), length: count, ports: [500, 4500]) == nil)
    }
  }
}
