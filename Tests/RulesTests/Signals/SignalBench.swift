import Capture
import Packets

@testable import Rules

/// A bench whose packets carry octets: packets in, each with its header as on the wire.
struct SignalBench: ~Copyable {
  var rules: RuleBench

  init(_ rule: String, policy: String = "", isRemembered: Bool = false) throws {
    rules = try RuleBench(only: [rule], policy: policy, isRemembered: isRemembered)
  }

  var findings: [Finding] { rules.findings }

  /// What is heard of a device an hour before anything else: that it is there.
  mutating func acquaint(_ machine: Machine, at seconds: Double = 100) {
    icmp(from: .stranger, to: machine, at: seconds, [0, 0, 0, 0])
  }

  mutating func udp(
    from sender: Machine, _ ownPort: UInt16 = 40_000, to peer: Machine, _ port: UInt16,
    at seconds: Double, _ payload: [UInt8]
  ) {
    let packet = sender.udp(
      to: peer, port, from: ownPort, at: seconds, payload: UInt32(payload.count))
    let length = UInt16(8 + payload.count)
    add(packet, SignalBench.octets(ownPort, port, length, 0) + payload, payloadStart: 8)
  }

  /// An echo request whose octets behind the checksum are given: identifier, sequence number, content.
  mutating func icmp(
    from sender: Machine, to peer: Machine, type: UInt16 = 8, at seconds: Double, _ rest: [UInt8]
  ) {
    let packet = sender.icmp(
      to: peer, type: type, at: seconds, payload: UInt32(max(1, rest.count - 4)))
    add(packet, [UInt8(type), 0, 0, 0] + rest, payloadStart: 8)
  }

  mutating func tcp(
    from sender: Machine, _ ownPort: UInt16 = 40_000, to peer: Machine, _ port: UInt16,
    at seconds: Double, _ flags: TCPFlags = .syn, sequence: UInt32 = 0x1234_5678,
    acknowledgment: UInt32 = 0, window: UInt16 = 64_240, urgent: UInt16 = 0, reserved: UInt8 = 0,
    options: [UInt8] = [], carrying payload: [UInt8] = []
  ) {
    let packet = sender.tcp(
      to: peer, port, from: ownPort, at: seconds, flags, payload: UInt32(payload.count),
      sequence: sequence)
    var octets = SignalBench.octets(ownPort, port)
    octets += SignalBench.octets(UInt16(sequence >> 16), UInt16(sequence & 0xffff))
    octets += SignalBench.octets(UInt16(acknowledgment >> 16), UInt16(acknowledgment & 0xffff))
    octets += [UInt8(20 + options.count) << 2 | reserved, flags.rawValue]
    octets += SignalBench.octets(window, 0, urgent)
    add(packet, octets + options + payload, payloadStart: 20 + options.count)
  }

  /// A connection that is refused.
  mutating func refused(
    from sender: Machine, _ ownPort: UInt16 = 40_000, to peer: Machine, _ port: UInt16,
    at seconds: Double, _ payload: [UInt8] = []
  ) {
    tcp(from: sender, ownPort, to: peer, port, at: seconds, carrying: payload)
    tcp(from: peer, port, to: sender, ownPort, at: seconds + 0.001, [.rst, .ack])
  }

  /// A connection in which the client says something.
  mutating func talk(
    from sender: Machine, _ ownPort: UInt16 = 40_000, to peer: Machine, _ port: UInt16,
    at seconds: Double, _ payload: [UInt8] = [1]
  ) {
    tcp(from: sender, ownPort, to: peer, port, at: seconds)
    tcp(from: peer, port, to: sender, ownPort, at: seconds + 0.001, [.syn, .ack])
    tcp(
      from: sender, ownPort, to: peer, port, at: seconds + 0.002, [.ack, .psh], carrying: payload)
  }

  private mutating func add(_ packet: Packet, _ octets: [UInt8], payloadStart: Int) {
    rules.samples[packet.timestamp.rawValue] = PacketSample(
      transport: packet.transport, octets: octets, payloadStart: payloadStart)
    rules.add([packet])
  }

  static func octets(_ numbers: UInt16...) -> [UInt8] {
    numbers.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
  }
}
