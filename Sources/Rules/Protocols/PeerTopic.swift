import Capture
import Packets

/// What a rule about protocols tells of a device: a peer, and one thing that is wrong between the two.
struct PeerTopic: ContactPart {
  /// The other end; zero where all peers are told in one line.
  let peer: IPAddress
  /// One of the rule's own words, never octets from the wire.
  let topic: String

  /// `tunnel 203.0.113.7`.
  var description: String { peer == .zero ? topic : "\(topic) \(peer)" }

  func keep(in writer: inout StoredWriter) {
    writer.add(peer)
    writer.add(topic)
  }

  static func kept(in reader: inout StoredReader) throws(StoredFault) -> PeerTopic {
    PeerTopic(peer: try reader.address(), topic: try reader.text())
  }
}
