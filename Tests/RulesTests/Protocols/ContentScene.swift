import Capture
import Devices
import Flows
import Packets

@testable import Rules

/// Packets of conversations with what they carry, for the rules about protocols.
struct ContentScene {
  /// One packet and its content.
  struct Part {
    var packet: Packet
    var message: Message?
    var octets: [UInt8]?
    var payloadStart = 8
  }

  private var parts: [Part] = []
  private var port: UInt16 = 50_000

  /// Adds any packet.
  mutating func add(
    _ packet: Packet, _ message: Message? = nil, octets: [UInt8]? = nil, payloadStart: Int = 8
  ) {
    parts.append(
      Part(packet: packet, message: message, octets: octets, payloadStart: payloadStart))
  }

  /// An ICMP message of the echo kind, as the dissector reads it.
  mutating func echo(
    _ sender: Machine, _ receiver: Machine, type: UInt8, _ identifier: UInt16, _ sequence: UInt16,
    _ data: [UInt8], code: UInt8 = 0, at seconds: Double
  ) {
    var fields = Fields()
    fields.add("type", type)
    fields.add("code", code)
    fields.add("identifier", identifier)
    fields.add("sequence_number", sequence)
    fields.add("data_length", UInt32(data.count))
    add(
      sender.icmp(
        to: receiver, type: UInt16(type), code: UInt16(code), at: seconds,
        payload: UInt32(data.count + 8)),
      Message(name: "icmp", recognition: .certain, fields: fields),
      octets: [type, code, 0, 0, 0, 0, 0, 0] + data)
  }

  /// A request and its echo.
  mutating func ping(
    _ client: Machine, _ server: Machine, _ sequence: UInt16, _ data: [UInt8],
    answer: [UInt8]? = nil, at seconds: Double
  ) {
    echo(client, server, type: 8, 7, sequence, data, at: seconds)
    echo(server, client, type: 0, 7, sequence, answer ?? data, at: seconds + 0.001)
  }

  /// A datagram.
  mutating func datagram(
    _ sender: Machine, _ receiver: Machine, _ destination: UInt16, from source: UInt16,
    _ data: [UInt8], _ name: ProtocolName? = nil, _ fields: Fields = Fields(), at seconds: Double
  ) {
    add(
      sender.udp(
        to: receiver, destination, from: source, at: seconds, payload: UInt32(data.count)),
      name.map { Message(name: $0, recognition: .certain, fields: fields) },
      octets: [UInt8](repeating: 0, count: 8) + data)
  }

  /// A connection in which both sides say so much, in this order.
  mutating func connect(
    _ client: Machine, _ server: Machine, _ serverPort: UInt16, at seconds: Double,
    isWhole: Bool = true,
    _ talk: [(isServer: Bool, data: [UInt8], name: ProtocolName?, fields: Fields)]
  ) {
    port += 1
    let own = port
    var sequences: [UInt32] = [1000, 5000]
    var time = seconds
    func packet(_ isServer: Bool, _ flags: TCPFlags, _ data: [UInt8]) -> (Packet, [UInt8]) {
      let sequence = sequences[isServer ? 1 : 0]
      let packet =
        isServer
        ? server.tcp(
          to: client, own, from: serverPort, at: time, flags, payload: UInt32(data.count),
          sequence: sequence)
        : client.tcp(
          to: server, serverPort, from: own, at: time, flags, payload: UInt32(data.count),
          sequence: sequence)
      var header = [UInt8](repeating: 0, count: 20)
      for place in 0..<4 {
        header[4 + place] = UInt8(truncatingIfNeeded: sequence >> (24 - 8 * UInt32(place)))
      }
      header[12] = 0x50
      header[13] = flags.rawValue
      return (packet, header + data)
    }
    if isWhole {
      for isServer in [false, true] {
        let (syn, octets) = packet(isServer, isServer ? [.syn, .ack] : .syn, [])
        add(syn, octets: octets, payloadStart: 20)
        time += 0.001
      }
    }
    sequences = [1001, 5001]
    for part in talk {
      let (segment, octets) = packet(part.isServer, [.ack, .psh], part.data)
      add(
        segment, part.name.map { Message(name: $0, recognition: .certain, fields: part.fields) },
        octets: Array(octets.prefix(PacketSample.most)), payloadStart: 20)
      sequences[part.isServer ? 1 : 0] &+= UInt32(part.data.count)
      time += 0.001
    }
  }

  /// What a rule says of it.
  /// - Parameters:
  ///   - rule: The rule.
  ///   - policy: The policy file.
  ///   - pieces: In how many runs it is judged, each of which goes on from what the one before has kept.
  /// - Returns: The findings, in order.
  /// - Throws: `ConfigurationError` where a file is wrong, `StoredFault` where what was kept is.
  func findings(
    _ rule: String, policy: String = "", pieces: Int = 1
  ) throws -> [Finding] {
    var generator = FixedGenerator(state: 3)
    var table = FlowTable(limits: FlowLimits(), seed: FlowSeed(using: &generator))
    var events = FlowEvents()
    let inventory = try Inventory(csv: RuleBench.inventory, file: "devices.csv")
    let rules =
      policy.isEmpty ? .none : try Policy(yaml: policy, file: "policy.yaml", inventory: inventory)
    var settings = RuleSettings()
    settings.disabledRules = RuleCatalog.names.filter { $0 != rule }
    let site = Site(inventory: inventory, policy: rules)
    var set = RuleSet(site: site, settings: settings, isRemembered: pieces > 1)
    var shelf: [String: StoredEntry] = [:]
    var sessions: [UInt32: Session] = [:]
    var found: [Finding] = []
    func judge(_ part: Part?) {
      let contents = events.list.map { event in
        var session = sessions[event.place] ?? Session()
        guard event.kind == .packet, let part else {
          if event.kind == .ended { sessions[event.place] = nil }
          return SightedContent(session: session)
        }
        if let message = part.message, session.recognition != .certain {
          session.spoken = message.name
          session.recognition = message.recognition
          sessions[event.place] = session
        }
        let side = event.fromInitiator ? event.flow.initiator : event.flow.responder
        let isSampled = side.packets <= 4 || events.list.contains { $0.kind == .resumed }
        let sample = part.octets.map {
          PacketSample(
            transport: part.packet.transport, octets: $0, payloadStart: part.payloadStart,
            wireLength: part.payloadStart + Int(part.packet.payloadLength)
              - (part.packet.transport == .icmp ? 8 : 0))
        }
        return SightedContent(
          session: part.message == nil ? Session() : session, message: part.message,
          sample: isSampled && event.flow.isIP ? sample : nil)
      }
      set.judge(events, contents, into: &found)
      events.removeAll()
    }
    for (position, part) in parts.enumerated() {
      _ = table.add([part.packet].span, from: 0, events: &events)
      judge(part)
      guard pieces > 1, (position + 1) % max(1, parts.count / pieces) == 0 else { continue }
      for entry in set.changes() { shelf["\(entry.rule) \(entry.kind) \(entry.key)"] = entry }
      set = RuleSet(site: site, settings: settings, isRemembered: true)
      _ = try set.restore(shelf.values.filter { $0.body != nil })
    }
    while table.endAll(events: &events) { judge(nil) }
    judge(nil)
    return found
  }
}
