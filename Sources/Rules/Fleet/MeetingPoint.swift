import Capture
import Devices
import Packets

/// What devices may share: whom they meet, or what they ask for.
///
/// The description is part of finding identifiers and never changes.
enum MeetingPoint: Hashable, Sendable, Storable, CustomStringConvertible {
  /// An outside address, whatever the service.
  case peer(IPAddress)
  /// An outside network: IPv4 /24, IPv6 /64.
  case network(IPNetwork)
  /// A registered domain that conversations with the outside ask for, in TLS or HTTP.
  case name(String)
  /// A registered domain that DNS questions ask for, whoever the resolver.
  case question(String)
  /// The SHA-256 of a certificate, and the JA4 of the client that got it; none where the certificate is self-signed.
  case certificate(client: String, fingerprint: String)

  /// The network of an address.
  static func network(of peer: IPAddress) -> MeetingPoint {
    .network(
      IPNetwork(containing: peer, prefixLength: peer.isIPv4 ? 24 : 64) ?? IPNetwork(peer))
  }

  /// What is shared, as evidence.
  var word: String {
    switch self {
    case .peer: "address"
    case .network: "network"
    case .name: "name"
    case .question: "dns.question"
    case .certificate: "certificate"
    }
  }

  /// The value alone.
  var value: String {
    switch self {
    case .peer(let address): "\(address)"
    case .network(let network): "\(network)"
    case .name(let name), .question(let name): name
    case .certificate("", let fingerprint): fingerprint
    case .certificate(let client, let fingerprint): "\(client) \(fingerprint)"
    }
  }

  var description: String { "\(word) \(value)" }

  func store(to writer: inout StoredWriter) {
    switch self {
    case .peer(let address):
      writer.add(UInt8(0))
      writer.add(address)
    case .network(let network):
      writer.add(UInt8(1))
      writer.add(network.address)
    case .name(let name):
      writer.add(UInt8(2))
      writer.add(name)
    case .question(let name):
      writer.add(UInt8(3))
      writer.add(name)
    case .certificate(let client, let fingerprint):
      writer.add(UInt8(4))
      writer.add(client)
      writer.add(fingerprint)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    switch try reader.number(UInt8.self) {
    case 0: self = .peer(try reader.address())
    case 1: self = .network(of: try reader.address())
    case 2: self = .name(try reader.text())
    case 3: self = .question(try reader.text())
    case 4: self = .certificate(client: try reader.text(), fingerprint: try reader.text())
    default: throw reader.fault("a meeting point")
    }
  }
}
