import Packets

extension UsualService: CustomStringConvertible {
  /// `udp/53 dns`, `udp/1812-1813 radius`, `protocol 89 ospf`.
  public var description: String {
    let named = ExpectedTransport.names.first { $0.transport == .ip(transport) }?.name
    let head = named ?? "protocol \(transport.rawValue)"
    guard let ports else { return "\(head) \(name)" }
    let range = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)"
    return "\(head)/\(range) \(name)"
  }
}
