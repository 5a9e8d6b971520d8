import Capture
import Devices
import Packets

/// What the conversations of one series have in common, from narrow to broad.
///
/// A beacon may be regular on one of them only: one that changes its port still meets the same network,
/// one that changes its peers still asks for the same name. Broad ones join only conversations that
/// matter alike.
enum BeaconChannel: RhythmChannel {
  /// One peer, protocol and port. Of a long connection each side's beats are apart.
  case peer(IPAddress, ServiceKind, fromDevice: Bool)
  /// One name, whatever addresses it has.
  case name(SightedName)
  /// One network of peers (IPv4 /24, IPv6 /64), whatever the service.
  case network(IPNetwork, Severity)
  /// One protocol and port, whoever the peer.
  case service(ServiceKind, Severity)
  /// All that nobody expects of the device.
  case everything(Severity)

  /// The network that the peers of a series share.
  static func network(of peer: IPAddress, _ severity: Severity) -> BeaconChannel {
    .network(
      IPNetwork(containing: peer, prefixLength: peer.isIPv4 ? 24 : 64) ?? IPNetwork(peer), severity)
  }

  /// The domain of DNS questions, where it is one.
  var domain: String? {
    if case .name(let name) = self, name.kind == .question { name.text } else { nil }
  }

  /// What the series goes by, as evidence.
  var word: String {
    switch self {
    case .peer: "peer"
    case .name(let name): name.kind.word
    case .network: "network"
    case .service: "service"
    case .everything: "device"
    }
  }

  /// As finding identifiers use it; never changes.
  var description: String {
    switch self {
    case .peer(let peer, let kind, let fromDevice): "\(kind) \(peer) \(fromDevice)"
    case .name(let name): "\(name.kind.word) \(name.text)"
    case .network(let network, let severity): "network \(network) \(severity.word)"
    case .service(let kind, let severity): "service \(kind) \(severity.word)"
    case .everything(let severity): "everything \(severity.word)"
    }
  }

  /// What the device does by the clock, as the sentence says it.
  var deed: String {
    switch self {
    case .peer(let peer, let kind, _): "contacts \(peer) on \(kind)"
    case .name(let name): "asks for \(name.text) (\(name.kind.phrase))"
    case .network(let network, _): "contacts the network \(network)"
    case .service(let kind, _): "contacts changing peers on \(kind)"
    case .everything: "starts conversations that nobody expects, with changing peers and services,"
    }
  }

  func store(to writer: inout StoredWriter) {
    switch self {
    case .peer(let peer, let kind, let fromDevice):
      writer.add(UInt8(0))
      writer.add(peer)
      writer.add(kind)
      writer.add(fromDevice)
    case .name(let name):
      writer.add(UInt8(1))
      writer.add(name.kind.rawValue)
      writer.add(name.text)
    case .network(let network, let severity):
      writer.add(UInt8(2))
      writer.add(network.address)
      writer.add(UInt8(severity.rawValue))
    case .service(let kind, let severity):
      writer.add(UInt8(3))
      writer.add(kind)
      writer.add(UInt8(severity.rawValue))
    case .everything(let severity):
      writer.add(UInt8(4))
      writer.add(UInt8(severity.rawValue))
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    switch try reader.number(UInt8.self) {
    case 0:
      self = .peer(try reader.address(), try reader.value(), fromDevice: try reader.flag())
    case 1:
      self = .name(SightedName(kind: try reader.choice(), text: try reader.text()))
    case 2:
      self = .network(of: try reader.address(), try BeaconChannel.severity(&reader))
    case 3: self = .service(try reader.value(), try BeaconChannel.severity(&reader))
    case 4: self = .everything(try BeaconChannel.severity(&reader))
    default: throw reader.fault("a channel")
    }
  }

  private static func severity(_ reader: inout StoredReader) throws(StoredFault) -> Severity {
    guard let severity = Severity(rawValue: Int(try reader.number(UInt8.self))) else {
      throw reader.fault("a severity")
    }
    return severity
  }
}
