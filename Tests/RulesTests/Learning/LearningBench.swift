import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// A small site, a real flow table and rules that learn: packets in, a proposal out.
struct LearningBench: ~Copyable {
  private var table: FlowTable
  private var events = FlowEvents()
  private var rules: RuleSet
  private var span: ClosedRange<Timestamp>?
  /// What the conversations of a responder's port speak beyond doubt.
  var spoken: [UInt16: ProtocolName] = [:]
  /// Names that packets ask for, by the packet's time in nanoseconds.
  var names: [Int64: SightedName] = [:]

  /// Six controllers 10.0.1.1 to .6, three switches, a card and servers.
  static let inventory =
    "mac,ip,role,name\n02:00:00:00:00:01,10.0.0.1,router,gw\n"
    + (1...6).map { "02:00:00:00:01:0\($0),10.0.1.\($0),bmc,bmc-\($0)\n" }.joined()
    + (1...3).map { "02:00:00:00:02:0\($0),10.0.2.\($0),switch,sw-\($0)\n" }.joined()
    + "02:00:00:00:03:01,10.0.3.1,nic,srv-1\n02:00:00:00:04:01,10.0.4.1,server,mon\n"
    + "02:00:00:00:04:02,10.0.4.2,server,\n"

  init(inventory: String = LearningBench.inventory, policy: String = "") throws {
    var generator = FixedGenerator(state: 1)
    table = FlowTable(limits: FlowLimits(), seed: FlowSeed(using: &generator))
    let inventory = try Inventory(csv: inventory, file: "devices.csv")
    let policy =
      policy.isEmpty
      ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory)
    rules = RuleSet(
      learningAt: Site(inventory: inventory, policy: policy), settings: RuleSettings())
  }

  /// A controller by its number.
  static func bmc(_ number: Int) -> Machine {
    Machine(0x0200_0000_0100 + UInt64(number), 0x0a00_0100 + UInt32(number))
  }

  /// A switch by its number.
  static func `switch`(_ number: Int) -> Machine {
    Machine(0x0200_0000_0200 + UInt64(number), 0x0a00_0200 + UInt32(number))
  }

  /// The monitoring server.
  static let mon = Machine(0x0200_0000_0401, 0x0a00_0401)

  /// A stranger 10.0.9.x.
  static func stranger(_ number: UInt32) -> Machine {
    Machine(0x0200_0000_0900 + UInt64(number), 0x0a00_0900 + number)
  }

  /// A TCP conversation of three packets, or of a SYN alone.
  mutating func talk(
    _ one: Machine, to other: Machine, _ port: UInt16, from ownPort: UInt16, at seconds: Double,
    isAnswered: Bool = true, name: SightedName? = nil
  ) {
    var packets = [one.tcp(to: other, port, from: ownPort, at: seconds)]
    if isAnswered {
      packets.append(other.tcp(to: one, ownPort, from: port, at: seconds + 0.01, [.syn, .ack]))
      if let name {
        let time = seconds + 0.02
        names[Int64((time * 1e9).rounded())] = name
        packets.append(
          one.tcp(to: other, port, from: ownPort, at: time, [.ack, .psh], payload: 100))
      }
      packets.append(other.tcp(to: one, ownPort, from: port, at: seconds + 0.03, [.rst, .ack]))
    }
    add(packets)
  }

  mutating func add(_ packets: [Packet]) {
    for packet in packets {
      let known = span ?? packet.timestamp...packet.timestamp
      span =
        min(known.lowerBound, packet.timestamp)...max(known.upperBound, packet.timestamp)
      var position = 0
      let batch = [packet]
      while position < 1 {
        position = table.add(batch.span, from: position, events: &events)
        hear()
      }
    }
  }

  mutating func finish() -> PolicyProposal {
    while table.endAll(events: &events) { hear() }
    hear()
    return rules.proposal(over: span)
  }

  private mutating func hear() {
    var findings: [Finding] = []
    let contents = events.list.map { event in
      var session = Session()
      if let name = spoken[event.flow.responder.port] {
        session.spoken = name
        session.recognition = .certain
      }
      return SightedContent(
        session: session, name: event.kind == .packet ? names[event.time.rawValue] : nil)
    }
    rules.judge(events, contents, into: &findings)
    precondition(findings.isEmpty)
    events.removeAll()
  }
}
