import Devices
import Packets

/// Machines as sentences about neighbors name them.
enum NeighborText {
  /// ` (bmc-01)` behind a hardware address of a device that has a name; empty for any other.
  static func parenthesis(_ mac: MACAddress, _ site: borrowing Site) -> String {
    guard let name = site.device(mac: mac)?.name, !name.isEmpty else { return "" }
    return " (\(name))"
  }

  /// A text from the wire in a sentence: in quotes, on one line, 60 characters at most.
  static func quoted(_ text: String) -> String {
    let line = text.map { $0.isNewline || $0 == "\"" ? " " : String($0) }.joined()
    return "\"" + (line.count > 60 ? line.prefix(57) + "..." : line) + "\""
  }

  /// A text without decimal digits and the marks between them, as versions have them.
  static func withoutDigits(_ text: String) -> String {
    String(text.filter { !($0.isASCII && $0.isNumber) && $0 != "." && $0 != "-" })
  }
}
