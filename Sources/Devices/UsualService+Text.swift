import Packets

extension UsualService: CustomStringConvertible {
  /// `out udp/53 dns, peers in group dns, at most 600/1h`, `in tcp/22 ssh`, `protocol 89 ospf`.
  public var description: String {
    let named = ExpectedTransport.names.first { $0.transport == .ip(transport) }?.name
    var text = direction.map { "\($0.rawValue) " } ?? ""
    text += named ?? "protocol \(transport.rawValue)"
    if let ports {
      text += ports.count == 1 ? "/\(ports.lowerBound)" : "/\(ports.lowerBound)-\(ports.upperBound)"
    }
    text += " \(name)"
    if !groups.isEmpty { text += ", peers in group \(groups.joined(separator: " or "))" }
    if let pace { text += ", at most \(pace)" }
    return text
  }
}
