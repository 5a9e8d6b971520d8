/// The packet that an ICMP error quotes: its IP header and the first octets of what it carried, as far
/// as the error repeats them (RFC 792, RFC 4443 section 3).
enum QuotedPacket {
  /// Reads what of the packet is there; nothing where it is no IP.
  static func read(_ bytes: RawSpan) -> Fields? {
    guard bytes.byteCount > 0 else { return nil }
    do throws(DecodeFault) {
      return bytes.uint8(at: 0) >> 4 == 6 ? try readIPv6(bytes) : try readIPv4(bytes)
    } catch {
      return nil
    }
  }

  private static func readIPv4(_ bytes: RawSpan) throws(DecodeFault) -> Fields {
    let header = try IPv4Header(bytes)
    var fields = Fields()
    fields.add("source_address", header.source)
    fields.add("destination_address", header.destination)
    fields.add("protocol", header.transport.rawValue)
    guard header.fragmentOffset == 0, header.length <= bytes.byteCount else { return fields }
    addTransport(
      header.transport, bytes.extracting(droppingFirst: header.length), to: &fields)
    return fields
  }

  private static func readIPv6(_ bytes: RawSpan) throws(DecodeFault) -> Fields {
    let header = try IPv6Header(bytes)
    var fields = Fields()
    fields.add("source_address", header.source)
    fields.add("destination_address", header.destination)
    var transport = header.nextHeader
    var rest = bytes.extracting(droppingFirst: IPv6Header.length)
    var headers = 0
    while transport.isExtension, transport != .fragment, transport != .authentication,
      rest.byteCount >= 2, headers < IPv6ExtensionHeader.mostHeaders
    {
      // Of these the second octet counts units of eight octets behind the first.
      transport = IPProtocol(rawValue: rest.uint8(at: 0))
      let length = (Int(rest.uint8(at: 1)) + 1) * 8
      rest = rest.extracting(droppingFirst: min(length, rest.byteCount))
      headers += 1
    }
    fields.add("protocol", transport.rawValue)
    addTransport(transport, rest, to: &fields)
    return fields
  }

  private static func addTransport(
    _ transport: IPProtocol, _ bytes: RawSpan, to fields: inout Fields
  ) {
    guard bytes.byteCount >= 4 else { return }
    if transport.hasPorts {
      fields.add("source_port", bytes.uint16(at: 0))
      fields.add("destination_port", bytes.uint16(at: 2))
    } else if transport == .icmp || transport == .icmpv6 {
      fields.add("type", bytes.uint8(at: 0))
      fields.add("code", bytes.uint8(at: 1))
      if bytes.byteCount >= 8 {
        fields.add("identifier", bytes.uint16(at: 4))
        fields.add("sequence_number", bytes.uint16(at: 6))
      }
    }
  }
}
