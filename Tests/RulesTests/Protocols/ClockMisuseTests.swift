import Devices
import Packets
import Testing

@testable import Rules

@Suite struct ClockMisuseTests {
  /// Message fields of NTP as the dissector gives them.
  static func fields(
    mode: UInt8, transmit: UInt64 = 0, origin: UInt64 = 0, seconds: Int64? = nil,
    identifier: String = "10.0.0.1", stratum: UInt8 = 2, extension type: UInt16? = nil
  ) -> Fields {
    var fields = Fields()
    fields.add("mode", mode)
    fields.add("stratum", stratum)
    fields.add("reference_identifier", identifier)
    fields.add("origin_timestamp", origin)
    fields.add("transmit_timestamp", transmit)
    if let seconds { fields.add("transmit_unix_seconds", signed: seconds) }
    if let type {
      var field = Fields()
      field.add("type", type)
      fields.add("extension_fields", [.group(field)])
    }
    return fields
  }

  /// So many exchanges; what `change` makes of them.
  private func exchanges(
    _ count: Int, every gap: Double, from client: Machine = .bmc, to server: Machine = .server,
    port: UInt16 = 0, start: Double = 1000,
    origin: (Int, UInt64) -> UInt64 = { $1 }, seconds: (Int, Double) -> Int64 = { Int64($1) },
    identifier: (Int) -> String = { _ in "10.0.0.1" }, extension type: UInt16? = nil,
    in scene: inout ContentScene
  ) {
    var generator = FixedGenerator(state: 11)
    let data = [UInt8](repeating: 0, count: 48)
    for number in 0..<count {
      let time = start + Double(number) * gap
      // A random transmit timestamp, as chrony has it.
      let stamp = generator.next() | 1
      let own = port == 0 ? 40_000 + UInt16(number) : port
      scene.datagram(
        client, server, 123, from: own, data, "ntp",
        Self.fields(mode: 3, transmit: stamp, stratum: 0, extension: type), at: time)
      scene.datagram(
        server, client, own, from: 123, data, "ntp",
        Self.fields(
          mode: 4, transmit: 1, origin: origin(number, stamp), seconds: seconds(number, time),
          identifier: identifier(number), extension: type), at: time + 0.01)
    }
  }

  private func topics(_ scene: ContentScene, policy: String = "") throws -> [String] {
    try scene.findings("protocol.ntp", policy: policy).filter { $0.update == 0 }.map {
      "\($0.severity.rawValue) \($0.value("protocol.topic") ?? .text("?"))"
    }
  }

  /// Seconds between requests, how many of them, and whether that is too fast for too long.
  @Test(
    arguments: [
      (16, 200, false), (8, 200, false), (2, 8, false), (2, 20, false), (2, 60, true),
      (4, 60, true),
      (1, 60, true), (64, 100, false),
    ] as [(Double, Int, Bool)])
  func paces(gap: Double, count: Int, isTold: Bool) throws {
    var scene = ContentScene()
    exchanges(count, every: gap, port: 123, in: &scene)
    #expect(try topics(scene) == (isTold ? ["47 text(\"pace\")"] : []))
    var card = ContentScene()
    exchanges(count, every: gap, from: .card, in: &card)
    #expect(try topics(card) == (isTold ? ["21 text(\"pace\")"] : []))
  }

  /// Two starts of ntpd within a minute, then its polls.
  @Test func bursts() throws {
    var scene = ContentScene()
    exchanges(8, every: 2, start: 1000, in: &scene)
    exchanges(8, every: 2, start: 1040, in: &scene)
    exchanges(60, every: 16, start: 1060, in: &scene)
    #expect(try topics(scene).isEmpty)
  }

  @Test func origins() throws {
    var scene = ContentScene()
    exchanges(
      10, every: 64, origin: { number, stamp in number % 4 == 0 ? stamp ^ 77 : stamp }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(10, every: 64, origin: { _, _ in 0 }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(10, every: 64, origin: { ($1 >> 32) << 32 }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(3, every: 64, origin: { _, stamp in stamp ^ 77 }, in: &scene)
    #expect(try topics(scene) == ["47 text(\"origin\")"])
  }

  /// Of five requests one was captured, of the replies all: from one port, and from a new one each time.
  @Test(arguments: [123, nil] as [UInt16?]) func lostRequests(port: UInt16?) throws {
    var scene = ContentScene()
    let data = [UInt8](repeating: 0, count: 48)
    for number in 0..<60 as Range<UInt64> {
      let time = 1000 + Double(number) * 64
      let own = port ?? 40_000 + UInt16(number)
      if number % 5 == 0 {
        scene.datagram(
          .bmc, .server, 123, from: own, data, "ntp",
          Self.fields(mode: 3, transmit: number + 9, stratum: 0), at: time)
      }
      // The reply to every tenth request got lost, too.
      guard number % 10 != 0 else { continue }
      scene.datagram(
        .server, .bmc, own, from: 123, data, "ntp",
        Self.fields(mode: 4, transmit: 1, origin: number + 9, seconds: Int64(time)), at: time + 0.01
      )
    }
    #expect(try topics(scene).isEmpty)
  }

  /// A device that asks at a good pace somebody who asks it often.
  @Test func askedOften() throws {
    var scene = ContentScene()
    exchanges(200, every: 4, from: .server, to: .switch, in: &scene)
    exchanges(12, every: 64, from: .switch, to: .server, port: 123, start: 1001, in: &scene)
    #expect(try topics(scene).isEmpty)
  }

  /// Strangers who are not answered leave the place to those with whom the device speaks.
  @Test func strangers() throws {
    var scene = ContentScene()
    for number in 0..<600 as Range<UInt32> {
      let stranger = Machine(0x0200_0000_0909, 0x0a00_2000 + number % 64)
      scene.datagram(
        stranger, .bmc, 123, from: 123, [UInt8](repeating: 0, count: 48), "ntp",
        Self.fields(mode: 3, transmit: 7), at: 1000 + 0.2 * Double(number))
    }
    exchanges(3, every: 30, start: 1030, origin: { _, stamp in stamp ^ 77 }, in: &scene)
    #expect(try topics(scene) == ["47 text(\"origin\")"])
  }

  @Test func clocks() throws {
    var scene = ContentScene()
    // Once set right, and a server that is hours off all the time.
    exchanges(10, every: 64, seconds: { $0 < 5 ? Int64($1) - 90_000 : Int64($1) }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(6, every: 64, seconds: { Int64($1) + Int64($0 * $0) * 1000 }, in: &scene)
    #expect(try topics(scene) == ["47 text(\"clock\")"])
  }

  @Test func identifiers() throws {
    var scene = ContentScene()
    exchanges(12, every: 64, identifier: { "10.0.0.\($0 % 4)" }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(12, every: 86_400, identifier: { "10.7.\($0).1" }, in: &scene)
    #expect(try topics(scene).isEmpty)
    scene = ContentScene()
    exchanges(12, every: 64, identifier: { "10.7.\($0).1" }, in: &scene)
    #expect(try topics(scene) == ["47 text(\"identifier\")"])
  }

  @Test(
    arguments: [
      (0x0204, false), (0x0104, false), (0x0201, false), (0x8203, false), (0xc205, false),
      (0x0302, false), (0x2005, false), (0xf323, false), (0x0a51, true),
    ]
      as [(UInt16, Bool)])
  func extensions(type: UInt16, isTold: Bool) throws {
    var scene = ContentScene()
    exchanges(4, every: 64, extension: type, in: &scene)
    #expect(try topics(scene) == (isTold ? ["47 text(\"extension\")"] : []))
  }

  @Test func servers() throws {
    var scene = ContentScene()
    exchanges(2, every: 64, to: .outside(), in: &scene)
    #expect(try topics(scene) == ["21 text(\"server\")"])
    let expected =
      "expected:\n  - {role: bmc, peer: 203.0.113.7, port: 123, protocol: ntp, reason: a}\n"
    #expect(try topics(scene, policy: expected).isEmpty)
    var inside = ContentScene()
    exchanges(2, every: 64, to: .stranger, in: &inside)
    #expect(try topics(inside).isEmpty)
    #expect(try topics(inside, policy: "groups:\n  ntp: [10.0.4.1]\n") == ["21 text(\"server\")"])
    var card = ContentScene()
    exchanges(2, every: 64, from: .card, to: .outside(), in: &card)
    #expect(try topics(card).isEmpty)
  }

  @Test(arguments: [(1, "21"), (5, "21"), (6, "21"), (3, nil)] as [(UInt8, String?)])
  func modes(mode: UInt8, severity: String?) throws {
    var scene = ContentScene()
    scene.datagram(
      .bmc, .server, 123, from: 123, [UInt8](repeating: 0, count: 48), "ntp",
      Self.fields(mode: mode, transmit: 5), at: 100)
    #expect(try topics(scene) == (severity.map { ["\($0) text(\"mode \(mode)\")"] } ?? []))
  }

  @Test func restarts() throws {
    var scene = ContentScene()
    exchanges(70, every: 2, port: 123, origin: { _, stamp in stamp ^ 3 }, in: &scene)
    let lines = { (pieces: Int) in
      try scene.findings("protocol.ntp", pieces: pieces).map { "\($0.reason) \($0.evidence)" }
    }
    let whole = try lines(1)
    #expect(whole.count > 3)
    for pieces in [2, 5, 11] { #expect(try lines(pieces) == whole) }
  }
}
