import Capture
import Packets

/// What the frames of one series below IP have in common.
enum EtherChannel: RhythmChannel {
  /// One destination and one EtherType, LLC pair or SNAP identifier.
  case peer(MACAddress, LinkProtocol)
  /// One EtherType, LLC pair or SNAP identifier, whoever the destination.
  case type(LinkProtocol)

  var word: String {
    switch self {
    case .peer: "peer"
    case .type: "type"
    }
  }

  var description: String {
    switch self {
    case .peer(let peer, let type): "\(type) \(peer)"
    case .type(let type): "\(type) any"
    }
  }

  var deed: String {
    switch self {
    case .peer(let peer, let type): "sends frames of \(EtherChannel.word(type)) to \(peer)"
    case .type(let type): "sends frames of \(EtherChannel.word(type)) to changing addresses"
    }
  }

  /// `EtherType 0x88b5`, or the identifier with its space.
  static func word(_ type: LinkProtocol) -> String {
    type.space == .etherType ? "EtherType \(type)" : "\(type)"
  }

  func store(to writer: inout StoredWriter) {
    switch self {
    case .peer(let peer, let type):
      writer.add(UInt8(0))
      writer.add(peer)
      writer.add(type)
    case .type(let type):
      writer.add(UInt8(1))
      writer.add(type)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    switch try reader.number(UInt8.self) {
    case 0: self = .peer(try reader.mac(), try reader.linkProtocol())
    case 1: self = .type(try reader.linkProtocol())
    default: throw reader.fault("a channel")
    }
  }
}
