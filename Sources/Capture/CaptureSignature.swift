/// What the first bytes of an input say that it is.
enum CaptureSignature: Hashable, Sendable {
  /// A wrapper around the capture.
  enum Compression: Hashable, Sendable {
    case gzip
    case zstd
  }

  /// A classic capture file.
  case pcap
  /// A pcapng file.
  case pcapng
  /// A compressed file; what is inside is not known yet.
  case compressed(Compression)
  /// None of them.
  case unknown

  /// Bytes that are needed to tell: up to the byte-order magic of a pcapng section.
  static let byteCount = 12

  /// Reads the signature of an input that starts with `bytes`; fewer than `byteCount` where it is so
  /// short.
  init(_ bytes: RawSpan) {
    self = .unknown
    guard bytes.byteCount >= 4 else { return }
    let magic = bytes.uint32(at: 0, swapped: false)
    switch magic {
    case 0xfd2f_b528, 0x184d_2a50...0x184d_2a5f: self = .compressed(.zstd)
    case 0x0a0d_0d0a:
      guard bytes.byteCount >= 12 else { return }
      let order = bytes.uint32(at: 8, swapped: false)
      if order == PcapngBlocks.byteOrderMagic || order.byteSwapped == PcapngBlocks.byteOrderMagic {
        self = .pcapng
      }
    default:
      if magic & 0xffff == 0x8b1f {
        self = .compressed(.gzip)
      } else if PcapVariant(magic: magic) != nil || PcapVariant(magic: magic.byteSwapped) != nil {
        self = .pcap
      }
    }
  }

  /// What an input that is no capture looks like, for people: `starts with "GET / HT"`.
  static func describe(_ bytes: RawSpan) -> String {
    if bytes.byteCount == 0 { return "it is empty" }
    let start = (0..<min(bytes.byteCount, 12)).map { bytes.uint8(at: $0) }
    for (name, magic) in known where start.starts(with: magic) { return "it is \(name)" }
    if bytes.byteCount < 4 { return "it has only \(bytes.byteCount) bytes" }
    if start.allSatisfy({ (0x20...0x7e).contains($0) || (9...13).contains($0) }) {
      let text = String(decoding: start.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
      return "it starts with the text \"\(text)\""
    }
    let octets = start.prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }
    return "it starts with the bytes \(octets.joined(separator: " "))"
  }

  private static let known: [(name: String, magic: [UInt8])] = [
    ("a snoop capture (RFC 1761); convert it with editcap", Array("snoop\0\0\0".utf8)),
    ("a Microsoft Network Monitor 1 capture; convert it with editcap", Array("RTSS".utf8)),
    ("a Microsoft Network Monitor 2 capture; convert it with editcap", Array("GMBU".utf8)),
    ("an NG Sniffer capture; convert it with editcap", Array("TRSNIFF data".utf8)),
    ("a NetXRay capture; convert it with editcap", Array("XCP\0".utf8)),
    ("a LANalyzer capture; convert it with editcap", [0x01, 0x10, 0x4c, 0x00]),
    ("a tagged Peek capture; convert it with editcap", [0x7f, 0x76, 0x65, 0x72]),
    ("compressed by xz; decompress it first", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    ("compressed by bzip2; decompress it first", Array("BZh".utf8)),
    ("compressed by lz4; decompress it first", [0x04, 0x22, 0x4d, 0x18]),
    ("a zip archive; extract it first", [0x50, 0x4b, 0x03, 0x04]),
    ("an ELF program", [0x7f, 0x45, 0x4c, 0x46]),
  ]
}
