import Capture
import Packets

@testable import Rules

/// Packets of conversations, for the rules about the policy.
struct Scene {
  /// The packets so far.
  private(set) var packets: [Packet] = []
  /// What conversations speak, by the time of the packet that shows it.
  private(set) var spoken: [Int64: ProtocolName] = [:]
  private var port: UInt16 = 50_000

  /// Adds a packet, and what it shows its conversation to speak.
  mutating func add(_ packet: Packet, _ name: ProtocolName? = nil) {
    packets.append(packet)
    if let name { spoken[packet.timestamp.rawValue] = name }
  }

  /// A connection: SYN, SYN-ACK, and so much payload of the client and then of the server.
  mutating func connect(
    _ client: Machine, _ server: Machine, _ serverPort: UInt16, at seconds: Double,
    from source: UInt16? = nil, says: UInt32 = 30, answers: UInt32 = 40,
    _ name: ProtocolName? = nil
  ) {
    port += 1
    let source = source ?? port
    add(client.tcp(to: server, serverPort, from: source, at: seconds, sequence: UInt32(port)))
    add(server.tcp(to: client, source, from: serverPort, at: seconds + 0.001, [.syn, .ack]))
    if says > 0 {
      add(
        client.tcp(
          to: server, serverPort, from: source, at: seconds + 0.002, [.ack, .psh], payload: says))
    }
    if answers > 0 {
      add(
        server.tcp(
          to: client, source, from: serverPort, at: seconds + 0.003, [.ack, .psh],
          payload: answers), name)
    }
  }

  /// A SYN that is answered by RST.
  mutating func refuse(
    _ client: Machine, _ server: Machine, _ serverPort: UInt16, at seconds: Double
  ) {
    port += 1
    add(client.tcp(to: server, serverPort, from: port, at: seconds))
    add(server.tcp(to: client, port, from: serverPort, at: seconds + 0.001, [.rst, .ack]))
  }

  /// A datagram and its answer.
  mutating func ask(
    _ client: Machine, _ server: Machine, _ serverPort: UInt16, at seconds: Double,
    from source: UInt16? = nil, _ name: ProtocolName? = nil
  ) {
    port += 1
    let source = source ?? port
    add(client.udp(to: server, serverPort, from: source, at: seconds), name)
    add(server.udp(to: client, source, from: serverPort, at: seconds + 0.001))
  }

  /// What rules say of the packets.
  /// - Parameters:
  ///   - only: The rules; all where empty.
  ///   - policy: The policy file.
  ///   - inventory: The inventory file.
  ///   - settings: The numbers.
  ///   - isFinished: Whether the conversations end.
  /// - Returns: The findings, in order.
  /// - Throws: `ConfigurationError` where a file is wrong.
  func findings(
    _ only: String..., policy: String = "", inventory: String = RuleBench.inventory,
    settings: RuleSettings = RuleSettings(), isFinished: Bool = true
  ) throws -> [Finding] {
    var bench = try RuleBench(
      only: only, inventory: inventory, policy: policy, settings: settings)
    bench.isMarked = true
    bench.spoken = spoken
    bench.add(packets)
    if isFinished { bench.finish() }
    return bench.findings
  }
}

extension Finding {
  /// A named value.
  func value(_ path: String) -> Evidence.Value? { evidence.first { $0.path == path }?.value }
}
