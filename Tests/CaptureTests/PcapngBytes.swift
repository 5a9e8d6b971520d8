/// Builds the blocks of a pcapng file.
struct PcapngBytes {
  var order = ByteOrder.little

  /// A block of any type.
  func block(_ kind: UInt32, _ body: [UInt8]) -> [UInt8] {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    let length = order.bytes(UInt32(padded.count + 12))
    return order.bytes(kind) + length + padded + length
  }

  /// An option.
  func option(_ code: UInt16, _ value: [UInt8]) -> [UInt8] {
    order.bytes(code) + order.bytes(UInt16(value.count)) + value
      + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }

  /// A section header.
  func section(major: UInt16 = 1, minor: UInt16 = 0, options: [UInt8] = []) -> [UInt8] {
    block(
      0x0a0d_0d0a,
      order.bytes(UInt32(0x1a2b_3c4d)) + order.bytes(major) + order.bytes(minor)
        + order.bytes(Int64(-1)) + options)
  }

  /// An interface description.
  func interface(
    linkType: UInt16 = 1, snapshotLength: UInt32 = 0, options: [UInt8] = []
  ) -> [UInt8] {
    block(
      1, order.bytes(linkType) + order.bytes(UInt16(0)) + order.bytes(snapshotLength) + options)
  }

  /// An enhanced packet; `units` is the time stamp as it stands in the file.
  func packet(
    _ frame: Frame, units: UInt64? = nil, interface: UInt32 = 0, options: [UInt8] = []
  ) -> [UInt8] {
    let units = units ?? UInt64(frame.time / 1000)
    return block(6, order.bytes(interface) + packetBody(frame, units) + options)
  }

  /// An obsolete packet.
  func obsoletePacket(_ frame: Frame, interface: UInt16 = 0) -> [UInt8] {
    block(
      2,
      order.bytes(interface) + order.bytes(UInt16(7))
        + packetBody(frame, UInt64(frame.time / 1000)))
  }

  /// A simple packet.
  func simplePacket(_ frame: Frame) -> [UInt8] {
    block(3, order.bytes(frame.wireLength) + frame.bytes)
  }

  /// A file with one Ethernet interface.
  func file(_ frames: [Frame]) -> [UInt8] {
    section() + interface() + frames.flatMap { packet($0) }
  }

  private func packetBody(_ frame: Frame, _ units: UInt64) -> [UInt8] {
    let bytes = frame.bytes
    return order.bytes(UInt32(truncatingIfNeeded: units >> 32))
      + order.bytes(UInt32(truncatingIfNeeded: units)) + order.bytes(UInt32(bytes.count))
      + order.bytes(frame.wireLength) + bytes
      + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}
