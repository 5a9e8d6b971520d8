/// Which protocol bytes belong to, and what they say.
extension ProtocolCatalog {
  /// Dissectors by what they lie in, so that only those are asked.
  private static let byCarrier: [Carrier: [any Dissector.Type]] = {
    var table: [Carrier: [any Dissector.Type]] = [:]
    for dissector in all {
      for carrier in dissector.carriers { table[carrier, default: []].append(dissector) }
    }
    return table
  }()

  private static let byName: [ProtocolName: any Dissector.Type] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  private static let byPort: [Carrier: [UInt16: [any Dissector.Type]]] = {
    var table: [Carrier: [UInt16: [any Dissector.Type]]] = [:]
    for dissector in all {
      for carrier in dissector.carriers {
        for port in dissector.ports {
          table[carrier, default: [:]][port, default: []].append(dissector)
        }
      }
    }
    return table
  }()

  /// All names, in the order of the catalog.
  public static var names: [ProtocolName] { all.map { $0.name } }

  /// The protocol that a service's port suggests, of UDP or TCP.
  public static func suggested(port: UInt16, in carrier: Carrier) -> ProtocolName? {
    byPort[carrier]?[port]?.first?.name
  }

  /// Whether a protocol is one of those whose services have a port, of UDP or TCP.
  public static func isOwn(_ name: ProtocolName, port: UInt16, in carrier: Carrier) -> Bool {
    byPort[carrier]?[port]?.contains { $0.name == name } ?? false
  }

  /// Whether a port of UDP is one at which machines are managed: RMCP's, DMTF DSP0136 section 3.2.2.1.
  public static func isRemoteManagement(_ port: UInt16) -> Bool { port == 623 || port == 664 }

  /// Recognizes and reads the message at the front of bytes.
  ///
  /// Asked first is who is expected, then who the ports suggest. Certain wins; an unsure answer counts
  /// only of these, and of protocols that have no port.
  /// - Parameters:
  ///   - payload: The bytes and what carries them.
  ///   - expected: What the conversation spoke so far.
  /// - Returns: The message; `nil` where nobody knows the bytes.
  public static func read(
    _ payload: borrowing Payload, expected: ProtocolName? = nil
  ) -> Message? {
    guard let found = recognize(payload, expected) else { return nil }
    var fields = Fields()
    var fault = DecodeFault.Kind.none
    do throws(DecodeFault.Kind) {
      try found.dissector.dissect(payload, into: &fields)
    } catch {
      fault = error
    }
    return Message(
      name: found.dissector.name, recognition: found.recognition, fields: fields, fault: fault)
  }

  private typealias Answer = (dissector: any Dissector.Type, recognition: Recognition)

  private static func recognize(
    _ payload: borrowing Payload, _ expected: ProtocolName?
  ) -> Answer? {
    var unsure: Answer?
    if let expected, let dissector = byName[expected],
      dissector.carriers.contains(payload.carrier)
    {
      switch dissector.recognize(payload) {
      case .certain: return (dissector, .certain)
      case .unsure: unsure = (dissector, .unsure)
      case .notMine: break
      }
    }
    if let ports = byPort[payload.carrier] {
      for port in [payload.destinationPort, payload.sourcePort] {
        for dissector in ports[port] ?? [] {
          switch dissector.recognize(payload) {
          case .certain: return (dissector, .certain)
          case .unsure: unsure = unsure ?? (dissector, .unsure)
          case .notMine: break
          }
        }
      }
    }
    let hasPorts = payload.carrier == .udp || payload.carrier == .tcp
    for dissector in byCarrier[payload.carrier] ?? [] {
      switch dissector.recognize(payload) {
      case .certain: return (dissector, .certain)
      case .unsure where !hasPorts || dissector.ports.isEmpty:
        unsure = unsure ?? (dissector, .unsure)
      case .unsure, .notMine: break
      }
    }
    return unsure
  }
}
