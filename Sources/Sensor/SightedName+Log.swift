import Capture
import Rules

extension SightedName {
  /// A name as a log has it; `nil` where nothing is left of it.
  ///
  /// Of a host the port behind the colon goes, and the brackets around an address of IPv6.
  init?(_ name: LogName) {
    var bytes = name.text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }[...]
    if name.kind == .host {
      if bytes.first == UInt8(ascii: "["), let end = bytes.firstIndex(of: UInt8(ascii: "]")) {
        bytes = bytes[1..<end]
      } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
        bytes.lastIndex(of: UInt8(ascii: ":")) == colon
      {
        bytes = bytes[..<colon]
      }
    }
    if bytes.last == UInt8(ascii: ".") { bytes = bytes.dropLast() }
    guard !bytes.isEmpty else { return nil }
    let kind: Kind =
      switch name.kind {
      case .query: .question
      case .serverName: .serverName
      case .host: .host
      }
    self.init(kind: kind, text: String(decoding: bytes, as: UTF8.self))
  }
}
