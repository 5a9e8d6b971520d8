import Devices
import Packets
import Testing

@testable import Rules

@Suite struct PortMismatchTests {
  private typealias Talk = [(isServer: Bool, data: [UInt8], name: ProtocolName?, fields: Fields)]

  private static func client(_ text: String, _ name: ProtocolName? = nil) -> Talk {
    [(false, Array(text.utf8), name, Fields())]
  }

  private static func server(_ text: String, _ name: ProtocolName? = nil) -> Talk {
    [(true, Array(text.utf8), name, Fields())]
  }

  private func severities(_ scene: ContentScene, policy: String = "") throws -> [Int] {
    try scene.findings("protocol.mismatch", policy: policy).map(\.severity.rawValue)
  }

  /// First octets of a side, on which port, and what is thought of them.
  @Test(
    arguments: [
      (.ssh, "SSH-2.0-x", false, .right), (.ssh, "SS", false, .unknown),
      (.ssh, "GET /", false, .wrong),
      (.ssh, "Exceeded MaxStartups\r\n", true, .text), (.ssh, "\u{1}\u{2}x", true, .wrong),
      (.tls, "\u{16}\u{3}\u{1}", false, .right), (.tls, "\u{17}\u{3}\u{3}", false, .wrong),
      (.tls, "\u{15}\u{3}\u{3}", true, .right), (.tls, "\u{15}\u{3}\u{3}", false, .wrong),
      (.tls, "HTTP/1.1 400", true, .text), (.tls, "ready\n", false, .wrong),
      (.tls, "\u{16}", false, .unknown),
      (.http, "GET / HTTP/1.1", false, .right), (.http, "GE", false, .unknown),
      (.http, "ready\n", false, .wrong),
      (.http, "PRI * HTTP/2.0", false, .right), (.http, "HTTP/1.1 200", true, .right),
      (.http, "<html>", true, .unknown), (.tls, "\r\n<html>", true, .unknown),
      (.tls, "<html>", false, .wrong), (.tls, "<\u{1}ab", true, .wrong),
      (.http, "hello", true, .text),
      (.dnsStream, "\0", false, .unknown), (.dnsStream, "\0\u{1d}", false, .unknown),
      (.dnsStream, "\0\u{3}", false, .wrong), (.dnsStream, "\0\u{1d}x", false, .wrong),
      (.http, "\u{16}\u{3}\u{1}", false, .unknown),
      (.bgp, "ready\n", false, .wrong), (.smb, "ready to go", false, .wrong),
      (.dns, "ready", false, .wrong), (.dns, "ready to talk with you", false, .wrong),
      (.snmp, "0\u{2}", false, .unknown), (.snmp, "x", false, .wrong),
    ] as [(PortLanguage, String, Bool, PortLanguage.Verdict)])
  func firstOctets(
    language: PortLanguage, text: String, isServer: Bool, verdict: PortLanguage.Verdict
  ) {
    let octets = Array(text.utf8)
    #expect(language.judge(octets, length: octets.count, isServer: isServer) == verdict)
  }

  @Test(
    arguments: [
      (0x23, 48, .unknown), (0x23, 47, .wrong), (0x1b, 68, .unknown), (0x03, 48, .wrong),
      (0x20, 48, .wrong), (0x16, 12, .unknown), (0x16, 11, .wrong), (0x3b, 48, .wrong),
    ]
      as [(UInt8, Int, PortLanguage.Verdict)])
  func clocks(first: UInt8, length: Int, verdict: PortLanguage.Verdict) {
    let octets = [first] + [UInt8](repeating: 0, count: length - 1)
    #expect(PortLanguage.ntp.judge(octets, length: length, isServer: false) == verdict)
  }

  /// As a client a device is judged by what it says.
  @Test(arguments: [(Machine.bmc, 73), (.switch, 73)])
  func clients(device: Machine, severity: Int) throws {
    for port in [22, 53, 80, 443, 179, 445] as [UInt16] {
      var scene = ContentScene()
      scene.connect(
        device, .stranger, port, at: 100, Self.client("ready\n") + Self.server("total 12\n"))
      #expect(try severities(scene) == [severity], "\(port)")
      // Nothing is said of what began before the capture.
      scene = ContentScene()
      scene.connect(
        device, .stranger, port, at: 100, isWhole: false, Self.client("ready\n") + Self.server("x"))
      #expect(try severities(scene).isEmpty, "\(port)")
    }
  }

  @Test func generalMachines() throws {
    var scene = ContentScene()
    scene.connect(.card, .stranger, 443, at: 100, Self.client("ready\n"))
    scene.connect(.card, .stranger, 22, at: 101, Self.client("ready\n"))
    scene.connect(.card, .server, 22, at: 102, Self.client("ready\n"))
    #expect(try severities(scene) == [21])
  }

  @Test func servers() throws {
    // The scanner is wrong, the device is right.
    var scene = ContentScene()
    scene.connect(
      .stranger, .bmc, 22, at: 100, Self.server("SSH-2.0-x\r\n", "ssh") + Self.client("GET /"))
    scene.connect(.stranger, .bmc, 22, at: 200, Self.client("GET / HTTP/1.0\r\n\r\n"))
    scene.connect(.stranger, .bmc, 443, at: 300, Self.client("ready\n"))
    // A refusal in front of the version.
    scene.connect(
      .stranger, .bmc, 22, at: 400,
      Self.server("Exceeded MaxStartups\r\n") + Self.client("SSH-2.0-x\r\n", "ssh"))
    #expect(try severities(scene).isEmpty)
    scene.connect(
      .stranger, .bmc, 22, at: 500, Self.client("status 7\n") + Self.server("status 7\n"))
    #expect(try severities(scene) == [73])
    let any = "expected:\n  - {role: bmc, direction: in, port: 22, reason: a}\n"
    #expect(try severities(scene, policy: any).isEmpty)
    let shell = "expected:\n  - {role: bmc, direction: in, port: 22, protocol: ssh, reason: a}\n"
    #expect(try severities(scene, policy: shell) == [73])
  }

  /// Content that is certain, on a port: by whom, and how much it matters.
  @Test(
    arguments: [
      (443, "ssh", 73), (53, "tls", 73), (80, "ssh", 73), (22, "http", 73), (22, "ssh", nil),
      (443, "http", nil), (80, "tls", nil), (389, "tls", nil), (2222, "ssh", 47),
      (2222, "http", nil),
      (830, "ssh", nil), (4334, "ssh", nil), (25, "smtp", nil), (25, "ftp", 73), (8443, "tls", nil),
    ] as [(UInt16, ProtocolName, Int?)])
  func certainContent(port: UInt16, name: ProtocolName, severity: Int?) throws {
    var scene = ContentScene()
    let hello = name == "ssh" ? "SSH-2.0-x" : "\u{16}\u{3}\u{1}"
    scene.connect(.bmc, .stranger, port, at: 100, Self.client(hello, name))
    #expect(try severities(scene) == (severity.map { [$0] } ?? []))
  }

  /// The first octets may come in pieces, and with the SYN.
  @Test func pieces() throws {
    for port in [22, 53, 80, 443] as [UInt16] {
      for cut in 1...3 {
        var scene = ContentScene()
        let text = Array("Send me something to do\n".utf8)
        scene.connect(
          .bmc, .stranger, port, at: 100,
          [(false, Array(text.prefix(cut)), nil, Fields())]
            + [(false, Array(text.dropFirst(cut)), nil, Fields())])
        #expect(try severities(scene) == [73], "\(port) \(cut)")
      }
    }
    // A length by itself, then the question.
    let question: [UInt8] = [
      0, 5, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0x61, 0x62, 0x63, 0, 0, 1, 0, 1,
    ]
    var scene = ContentScene()
    scene.connect(
      .bmc, .stranger, 53, at: 100,
      [
        (false, [0, UInt8(question.count)], nil, Fields()), (false, question, nil, Fields()),
      ])
    #expect(try severities(scene).isEmpty)
    scene = ContentScene()
    var header = [UInt8](repeating: 0, count: 20)
    header[7] = 9
    (header[12], header[13]) = (0x50, TCPFlags.syn.rawValue)
    let text = Array("hello without a handshake".utf8)
    scene.add(
      Machine.bmc.tcp(to: .stranger, 443, at: 100, payload: UInt32(text.count), sequence: 9),
      octets: header + text, payloadStart: 20)
    #expect(try severities(scene) == [73])
  }

  /// What a scanner sends to a web server, and the page that it gets.
  @Test(arguments: [80, 443] as [UInt16]) func scanned(port: UInt16) throws {
    let page = "<html><head><title>400 Bad Request</title></head></html>"
    for (answer, isTold) in [(page, false), ("uid=0(root)\n", true)] {
      var scene = ContentScene()
      scene.connect(.stranger, .bmc, port, at: 100, Self.client("HELP\r\n") + Self.server(answer))
      #expect(try severities(scene) == (isTold ? [73] : []), "\(answer)")
    }
  }

  @Test func datagrams() throws {
    var scene = ContentScene()
    scene.datagram(.bmc, .stranger, 53, from: 40_000, Array("ready".utf8), at: 100)
    scene.datagram(.bmc, .stranger, 123, from: 40_001, Array("ready".utf8), at: 101)
    scene.datagram(.stranger, .bmc, 161, from: 40_002, Array("ready".utf8), at: 102)
    #expect(try severities(scene) == [73, 73])
    // Answers whose questions the capture does not have are no conversations on a strange port.
    scene = ContentScene()
    scene.datagram(
      .switch, .stranger, 40_000, from: 53, [UInt8](repeating: 0, count: 40), "dns", at: 100)
    #expect(try severities(scene).isEmpty)
    scene.datagram(
      .switch, .stranger, 5300, from: 40_000, [UInt8](repeating: 0, count: 40), "dns", at: 101)
    #expect(try severities(scene) == [47])
    // Formed as NTP, without anything that a clock could say.
    scene = ContentScene()
    for number in 0..<3 {
      scene.datagram(
        .bmc, .server, 123, from: 123, [0x23] + [UInt8](repeating: 0xee, count: 47),
        at: 100 + Double(number) * 64)
    }
    #expect(try severities(scene) == [47])
  }
}
