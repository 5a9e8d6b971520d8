import Capture
import Packets

/// One direction of what a device and a peer open with each other.
struct SYNSender: ContactPart {
  /// The peer.
  let peer: IPAddress
  /// Whether it is the device that sends.
  let isDevice: Bool

  /// `to 10.0.0.9`, `from 10.0.0.9`.
  var description: String { "\(isDevice ? "to" : "from") \(peer)" }

  func keep(in writer: inout StoredWriter) {
    writer.add(peer)
    writer.add(isDevice)
  }

  static func kept(in reader: inout StoredReader) throws(StoredFault) -> SYNSender {
    SYNSender(peer: try reader.address(), isDevice: try reader.flag())
  }
}
