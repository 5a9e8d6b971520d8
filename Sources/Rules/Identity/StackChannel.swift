import Capture
import Devices
import Packets

/// What the connections of one series have in common: the system that opens them, and perhaps the peer.
struct StackChannel: RhythmChannel {
  /// The address that the system shares.
  let key: StackKey
  /// How it opens connections: the first signature that was seen, as p0f writes it.
  let system: String
  /// The peer; `nil` of all that the system opens.
  let peer: IPAddress?

  var word: String { peer == nil ? "system" : "peer" }

  var description: String {
    "\(StackText.channel(key)) as \(system)" + (peer.map { " to \($0)" } ?? "")
  }

  var deed: String {
    "opens connections as a second system behind \(key.address) at \(key.mac) (\(system)) "
      + (peer.map { "to \($0)" } ?? "to changing peers")
  }

  /// A channel.
  init(key: StackKey, system: String, peer: IPAddress?) {
    self.key = key
    self.system = system
    self.peer = peer
  }

  func store(to writer: inout StoredWriter) {
    writer.add(key)
    writer.add(system)
    writer.add(peer != nil)
    if let peer { writer.add(peer) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    key = try reader.value()
    system = try reader.text()
    peer = try reader.flag() ? try reader.address() : nil
  }
}
