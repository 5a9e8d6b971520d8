extension LogRecord {
  /// Reads a line of a log of that kind.
  init(
    _ line: inout LogLine, _ kind: LogKind, at time: Timestamp, number: Int
  ) throws(LogFault) {
    self.kind = kind
    self.time = time
    originator = LogEndpoint(
      address: try line.required(.originatorAddress, LogAddress.init),
      port: try line.required(.originatorPort, LogRecord.number))
    responder = LogEndpoint(
      address: try line.required(.responderAddress, LogAddress.init),
      port: try line.required(.responderPort, LogRecord.number))
    identifier = line.text(.identifier, limit: LogLimits.identifierLength) ?? ""
    self.line = number
    protocolNumber = LogRecord.protocolNumber(&line, kind, isIPv4: originator.address.isIPv4)
    originator.bytes = line.optional(.originatorBytes, LogNumber.count)
    responder.bytes = line.optional(.responderBytes, LogNumber.count)
    label = line.text(.label)
    detailedLabel = line.text(.detailedLabel)
    guard kind == .conn else {
      services = [kind.rawValue]
      name = name(line)
      return
    }
    // Zeek puts a minus before what it took for a service and then no more.
    services = line.texts(.service, limit: LogLimits.servicesEach).filter { $0.utf8.first != 0x2d }
    duration = line.optional(.duration, LogNumber.nanoseconds)
    state = line.text(.state)
    history = line.text(.history)
    originator.packets = line.optional(.originatorPackets, LogNumber.count)
    responder.packets = line.optional(.responderPackets, LogNumber.count)
    originator.internetBytes = line.optional(.originatorInternetBytes, LogNumber.count)
    responder.internetBytes = line.optional(.responderInternetBytes, LogNumber.count)
    originator.linkAddress = line.optional(.originatorLinkAddress, LogNumber.linkAddress)
    responder.linkAddress = line.optional(.responderLinkAddress, LogNumber.linkAddress)
    outerVLAN = line.optional(.outerVLAN, LogRecord.number)
    innerVLAN = line.optional(.innerVLAN, LogRecord.number)
  }

  private func name(_ line: LogLine) -> LogName? {
    switch kind {
    case .conn: nil
    case .dns: line.text(.query).map { LogName(kind: .query, text: $0) }
    case .ssl: line.text(.serverName).map { LogName(kind: .serverName, text: $0) }
    case .http: line.text(.host).map { LogName(kind: .host, text: $0) }
    }
  }

  private static func number(_ text: ArraySlice<UInt8>) -> UInt16? {
    LogNumber.count(text).flatMap { UInt16(exactly: $0) }
  }

  /// By `ip_proto`, else by `proto`; of logs that have neither, by what they are about.
  private static func protocolNumber(
    _ line: inout LogLine, _ kind: LogKind, isIPv4: Bool
  ) -> UInt8? {
    let stated: UInt8? = line.optional(.internetProtocol) { text in
      LogNumber.count(text).flatMap { UInt8(exactly: $0) }
    }
    if let stated { return stated }
    switch kind {
    case .http: return 6
    case .ssl: return line.text(.version)?.hasPrefix("DTLS") == true ? 17 : 6
    case .conn, .dns: break
    }
    for (name, number) in names where line.isText(.transport, name) {
      return number == 1 && !isIPv4 ? 58 : number
    }
    return nil
  }

  /// Zeek's names of transports; `icmp` is of both versions.
  private static let names: [([UInt8], UInt8)] = [
    (Array("tcp".utf8), 6), (Array("udp".utf8), 17), (Array("icmp".utf8), 1),
    (Array("icmp6".utf8), 58), (Array("sctp".utf8), 132),
  ]
}
