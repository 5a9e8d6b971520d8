import Capture
import Packets

/// What the beats of one series have in common, where several devices are compared.
///
/// The description is part of finding identifiers and never changes.
enum StepChannel: Hashable, Sendable, Storable, CustomStringConvertible {
  /// One peer, protocol and port.
  case peer(IPAddress, ServiceKind)
  /// One protocol and port, with changing peers.
  case service(ServiceKind)

  /// The protocol and port.
  var service: ServiceKind {
    switch self {
    case .peer(_, let kind), .service(let kind): kind
    }
  }

  /// As a sentence names it.
  var phrase: String {
    switch self {
    case .peer(let peer, let kind): "\(peer) on \(kind)"
    case .service(let kind): "changing peers on \(kind)"
    }
  }

  var description: String {
    switch self {
    case .peer(let peer, let kind): "\(kind) \(peer)"
    case .service(let kind): "service \(kind)"
    }
  }

  func store(to writer: inout StoredWriter) {
    switch self {
    case .peer(let peer, let kind):
      writer.add(UInt8(0))
      writer.add(peer)
      writer.add(kind)
    case .service(let kind):
      writer.add(UInt8(1))
      writer.add(kind)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    switch try reader.number(UInt8.self) {
    case 0: self = .peer(try reader.address(), try reader.value())
    case 1: self = .service(try reader.value())
    default: throw reader.fault("a channel")
    }
  }
}
