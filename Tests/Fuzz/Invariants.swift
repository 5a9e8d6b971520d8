import Capture

@testable import Packets

/// What holds of a packet and of a message whatever the bytes were; what does not is a finding.
enum Invariants {
  /// Levels of lists and groups in a message's fields.
  static let deepest = 16

  /// The packets of a batch and the layers around them.
  static func check(_ batch: borrowing PacketBatch, of frames: FrameBatch) {
    var outers = 0
    for index in 0..<batch.count {
      let packet = batch.packets[index]
      let layers = batch.outers(of: index)
      let isWhole = packet.traits.contains(.reassembled)
      check(packet, isWhole: isWhole)
      precondition(layers.count <= OuterLayer.most)
      precondition(packet.outerCount == 0 || Int(packet.outerStart) == outers)
      for layer in layers.indices { check(layers[layer].packet, isWhole: isWhole) }
      outers += layers.count
      let payload = batch.payload(of: index, in: frames).byteCount
      let transport = batch.transport(of: index, in: frames).byteCount
      precondition(isWhole ? payload <= 65_535 : payload == Int(packet.payloadCaptured))
      precondition(transport == 0 || transport >= payload)
    }
    precondition(outers == batch.outers.count)
  }

  /// The lengths and offsets of a packet agree with each other.
  ///
  /// What lies in a tunnel that came in fragments counts in the whole datagram, not in the frame.
  static func check(_ packet: Packet, isWhole: Bool) {
    let end = Int(packet.payloadOffset) + Int(packet.payloadCaptured)
    let frame = isWhole ? 65_535 : Int(max(packet.wireLength, packet.capturedLength))
    precondition(
      end <= (isWhole ? frame : Int(packet.capturedLength)), "payload reaches past the frame")
    precondition(packet.payloadCaptured <= packet.payloadLength)
    precondition(Int(packet.payloadLength) <= frame)
    precondition(packet.transportOffset <= packet.payloadOffset)
    precondition(!packet.traits.contains(.hasPorts) || packet.isIP)
    precondition(!packet.traits.contains(.laterFragment) || packet.isIP)
  }

  /// Every datagram that was started ends in one way only.
  static func check(_ fragments: FragmentCounters) {
    let ended =
      fragments.completed + fragments.expired + fragments.evicted + fragments.discarded
    precondition(ended <= fragments.started, "more datagrams ended than began")
  }

  /// Two readings of the same frame are the same.
  static func check(_ packet: Packet, isAlso other: Packet) {
    precondition(
      packet.source == other.source && packet.destination == other.destination
        && packet.sourcePort == other.sourcePort && packet.destinationPort == other.destinationPort
        && packet.transport == other.transport && packet.linkProtocol == other.linkProtocol
        && packet.payloadOffset == other.payloadOffset && packet.fault == other.fault
        && packet.payloadCaptured == other.payloadCaptured, "two readings of a frame differ")
  }

  /// A message's fields are well named, and what they cost is bounded by the payload's length.
  static func check(_ message: Message, of payload: borrowing Payload) {
    check(message, length: payload.bytes.byteCount)
  }

  /// The same, of a payload of so many octets.
  static func check(_ message: Message, length: Int) {
    precondition(!message.name.rawValue.isEmpty)
    var values = 0
    var octets = 0
    count(.group(message.fields), 0, &values, &octets)
    precondition(values <= 256 + 16 * length, "too many values: \(message.name)")
    precondition(octets <= 4096 + 256 * length, "too many octets: \(message.name)")
  }

  private static func count(
    _ value: FieldValue, _ depth: Int, _ values: inout Int, _ octets: inout Int
  ) {
    precondition(depth <= deepest, "fields nest too deep")
    values += 1
    switch value {
    case .text(let text):
      // Three octets for each that was replaced by U+FFFD.
      precondition(text.utf8.count <= 3 * Fields.longestValue, "text is too long")
      octets += text.utf8.count
    case .octets(let bytes):
      precondition(bytes.count <= Fields.longestValue, "octets are too many")
      octets += bytes.count
    case .list(let list):
      precondition(list.count <= Fields.mostValues, "list is too long")
      for entry in list { count(entry, depth + 1, &values, &octets) }
    case .group(let fields):
      let names = fields.list.map(\.name)
      for name in names {
        precondition(
          !name.isEmpty && name.utf8.allSatisfy(isNameOctet), "field has a bad name: \(name)")
      }
      precondition(Set(names).count == names.count, "a name stands twice: \(names)")
      for field in fields.list { count(field.value, depth + 1, &values, &octets) }
    case .number, .signed, .flag, .mac, .address: break
    }
  }

  private static func isNameOctet(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"): true
    default: false
    }
  }
}
