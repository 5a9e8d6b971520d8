import Capture
import Flows
import Packets

/// A service of one peer: what a device's conversations are told apart by.
struct PeerService: Hashable, Sendable {
  /// The peer.
  let address: IPAddress
  /// Protocol and port.
  let kind: ServiceKind

  /// The service of a sighting's conversation; `nil` where it is not IP.
  init?(_ sighting: borrowing Sighting) {
    guard let kind = ServiceKind(sighting) else { return nil }
    self.kind = kind
    address = sighting.peerEnd.address
  }

  /// The same service of whatever peer.
  var withoutPeer: PeerService { PeerService(address: .zero, kind: kind) }

  private init(address: IPAddress, kind: ServiceKind) {
    self.address = address
    self.kind = kind
  }
}

extension PeerService: ContactPart {
  func keep(in writer: inout StoredWriter) {
    writer.add(address)
    kind.keep(in: &writer)
  }

  static func kept(in reader: inout StoredReader) throws(StoredFault) -> PeerService {
    PeerService(address: try reader.address(), kind: try ServiceKind.kept(in: &reader))
  }
}

extension PeerService: CustomStringConvertible {
  /// `203.0.113.7 tcp/443`; `others tcp/443` without a peer.
  var description: String { "\(address == .zero ? "others" : "\(address)") \(kind)" }
}
