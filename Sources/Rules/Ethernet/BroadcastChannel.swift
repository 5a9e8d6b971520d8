import Capture
import Packets

/// What the broadcasts of one series have in common.
enum BroadcastChannel: RhythmChannel {
  /// Claims of one address that nobody asked for (gratuitous ARP).
  case announcement(IPAddress)
  /// Questions for the hardware address of one neighbor (ARP).
  case question(IPAddress)
  /// Such questions, whoever is asked for.
  case questions
  /// Frames of one kind to one group.
  case frames(LinkProtocol, MACAddress)
  /// Packets of one service to one group.
  case packets(ServiceKind, IPAddress)

  var word: String {
    switch self {
    case .announcement: "announcement"
    case .question: "question"
    case .questions: "questions"
    case .frames: "frames"
    case .packets: "packets"
    }
  }

  var description: String {
    switch self {
    case .announcement(let address): "arp announcement \(address)"
    case .question(let address): "arp question \(address)"
    case .questions: "arp questions"
    case .frames(let type, let group): "\(type) \(group)"
    case .packets(let kind, let group): "\(kind) \(group)"
    }
  }

  var deed: String {
    switch self {
    case .announcement(let address): "announces \(address) to everybody (gratuitous ARP)"
    case .question(let address): "asks everybody for \(address) (ARP)"
    case .questions: "asks everybody for changing addresses (ARP)"
    case .frames(let type, let group): "sends frames of \(EtherChannel.word(type)) to \(group)"
    case .packets(let kind, let group): "sends \(kind) to the group \(group)"
    }
  }

  func store(to writer: inout StoredWriter) {
    switch self {
    case .announcement(let address):
      writer.add(UInt8(0))
      writer.add(address)
    case .question(let address):
      writer.add(UInt8(1))
      writer.add(address)
    case .questions: writer.add(UInt8(2))
    case .frames(let type, let group):
      writer.add(UInt8(3))
      writer.add(type)
      writer.add(group)
    case .packets(let kind, let group):
      writer.add(UInt8(4))
      writer.add(kind)
      writer.add(group)
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    switch try reader.number(UInt8.self) {
    case 0: self = .announcement(try reader.address())
    case 1: self = .question(try reader.address())
    case 2: self = .questions
    case 3: self = .frames(try reader.linkProtocol(), try reader.mac())
    case 4: self = .packets(try reader.value(), try reader.address())
    default: throw reader.fault("a channel")
    }
  }
}
