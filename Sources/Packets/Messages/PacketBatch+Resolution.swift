public import Capture

extension PacketBatch {
  /// What a packet of the address resolution protocol says, as a message; `nil` for any other packet.
  ///
  /// Fields: `operation`, `sender_hardware_address`, `target_hardware_address`, and of Ethernet and IPv4
  /// `sender_protocol_address`, `target_protocol_address`; `padding`, the octets behind it in the frame,
  /// where there are any. RFC 826; RFC 894 for the padding.
  public borrowing func resolution(of position: Int, in frames: FrameBatch) -> Message? {
    let packet = packets[position]
    guard packet.network == .arp, let header = try? ARPHeader(network(of: position, in: frames))
    else { return nil }
    var fields = Fields()
    fields.add("operation", header.operation)
    if let hardware = header.hardwareAddresses {
      fields.add("sender_hardware_address", hardware.sender)
      fields.add("target_hardware_address", hardware.target)
    }
    if let addresses = header.addresses {
      fields.add("sender_protocol_address", addresses.sender)
      fields.add("target_protocol_address", addresses.target)
    }
    let record = frames.records[position]
    let start = record.offset + Int(packet.networkOffset) + header.length
    let end = record.offset + Int(record.capturedLength)
    if start < end { fields.add("padding", octets: frames.bytes.extracting(start..<end)) }
    return Message(name: "arp", recognition: .certain, fields: fields)
  }
}
