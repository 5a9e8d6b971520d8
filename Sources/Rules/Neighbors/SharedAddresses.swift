import Packets

/// Addresses that routers and clusters share by design.
enum SharedAddresses {
  /// Protocols that tell them.
  static let languages: Set<ProtocolName> = ["vrrp", "hsrp", "glbp"]

  /// The virtual addresses that a message tells (RFC 9568 section 5.2.9, RFC 2281 section 5).
  static func told(by utterance: borrowing Utterance) -> [IPAddress] {
    guard languages.contains(utterance.message.name) else { return [] }
    var values = utterance.message.fields["addresses"]?.values ?? []
    if let value = utterance.message.fields["virtual_ip_address"] { values.append(value) }
    return values.compactMap { if case .address(let address) = $0 { address } else { nil } }
  }
}
