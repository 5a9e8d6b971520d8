import Capture
import Packets

/// Connections with the headers of certain systems, for the rules about systems behind an address.
struct StackTalk {
  /// The packets so far.
  private(set) var packets: [Packet] = []
  /// What they show, by their times.
  private(set) var stacks: [Int64: (marks: StackMarks, signature: TCPSignature?)] = [:]
  private var port: UInt16 = 40000
  private var sequence: UInt32 = 1

  /// A system, by what its headers have of their own.
  struct System {
    var timeToLive: UInt8
    var dontFragment: Bool
    var options: [UInt8]

    static let kernel = System(timeToLive: 64, dontFragment: true, options: [2, 4, 8, 1, 3])
    static let hidden = System(timeToLive: 255, dontFragment: false, options: [2, 1, 3])
    /// With the time to live of a kernel.
    static let small = System(timeToLive: 64, dontFragment: false, options: [2])
    /// A network loader.
    static let loader = System(timeToLive: 64, dontFragment: false, options: [2, 1, 3])
  }

  /// Adds a packet that a system sends.
  mutating func add(_ packet: Packet, by system: System) {
    var packet = packet
    packet.timeToLive = system.timeToLive
    var marks = StackMarks()
    marks.timeToLive = system.timeToLive
    marks.dontFragment = system.dontFragment
    marks.identification = 1
    marks.tcpFlags = packet.tcpFlags
    marks.tcpSequence = packet.tcpSequence
    marks.tcpAcknowledgment = packet.tcpAcknowledgment
    var signature: TCPSignature?
    if packet.tcpFlags.contains(.syn) {
      var own = TCPSignature()
      own.timeToLive = system.timeToLive
      own.options = TCPOptionOrder(system.options)
      own.quirks = system.dontFragment ? .dontFragment : []
      own.isAnswer = packet.tcpFlags.contains(.ack)
      signature = own
    }
    stacks[packet.timestamp.rawValue] = (marks, signature)
    packets.append(packet)
  }

  /// What a machine that starts sends: a DHCP request from 0.0.0.0.
  mutating func start(_ machine: Machine, at seconds: Double) {
    let nobody = Machine(machine.mac, IPAddress(v4: 0))
    let everybody = Machine(0xffff_ffff_ffff, IPAddress(v4: 0xffff_ffff))
    add(nobody.udp(to: everybody, 67, from: 68, at: seconds, payload: 300), by: .loader)
  }

  /// What a machine with IPv6 sends when it starts: is my address free?
  mutating func solicit(_ machine: Machine, at seconds: Double) {
    let nobody = Machine(machine.mac, IPAddress.zero)
    let group = Machine(0x3333_ff00_0001, IPAddress(high: 0xff02 << 48, low: 0x1_ff00_0001))
    add(nobody.icmp(to: group, type: 135, at: seconds, payload: 20), by: .hidden)
  }

  /// A connection: SYN, SYN-ACK, and what the client says where it says something.
  mutating func connect(
    _ client: Machine, _ server: Machine, _ serverPort: UInt16 = 443, at seconds: Double,
    by system: System, payload: UInt32 = 100, answeredBy peer: System = .kernel,
    answer: UInt32 = 0
  ) {
    port += 7
    sequence &+= 0x1234_5678
    let syn = client.tcp(to: server, serverPort, from: port, at: seconds, sequence: sequence)
    add(syn, by: system)
    var synAnswer = server.tcp(
      to: client, port, from: serverPort, at: seconds + 0.001, [.syn, .ack], sequence: 99)
    synAnswer.tcpAcknowledgment = sequence &+ 1
    add(synAnswer, by: peer)
    guard payload > 0 else { return }
    let data = client.tcp(
      to: server, serverPort, from: port, at: seconds + 0.002, [.ack, .psh], payload: payload,
      sequence: sequence &+ 1)
    add(data, by: system)
    guard answer > 0 else { return }
    let reply = server.tcp(
      to: client, port, from: serverPort, at: seconds + 0.003, [.ack, .psh], payload: answer,
      sequence: 100)
    add(reply, by: peer)
  }
}
