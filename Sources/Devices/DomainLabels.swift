import Packets

/// A domain name as text, cut into its labels.
///
/// Letters of ASCII are in lower case, and there is no final point. A point behind a backslash belongs
/// to its label, as in master files, RFC 1035 section 5.1.
struct DomainLabels {
  /// The labels with points between.
  let octets: [UInt8]
  /// Where in `octets` each label starts; one at least.
  private let starts: [Int]

  /// Longest text that is read: 250 octets in four labels, each octet a backslash and three digits,
  /// are 1,003, and no name of RFC 1035 section 2.3.4 is longer.
  static let longest = 1003

  /// Cuts a name; `nil` for the root, an empty label, and a text longer than `longest`.
  init?(_ name: String) {
    let point = UInt8(ascii: ".")
    var octets: [UInt8] = []
    var starts = [0]
    var start = 0
    var isEscaped = false
    guard name.utf8.count <= DomainLabels.longest else { return nil }
    octets.reserveCapacity(name.utf8.count)
    for octet in name.utf8 {
      if octet == point, !isEscaped {
        guard octets.count > start else { return nil }
        start = octets.count + 1
        starts.append(start)
      }
      isEscaped = octet == UInt8(ascii: "\\") && !isEscaped
      octets.append((0x41...0x5a).contains(octet) ? octet | 0x20 : octet)
    }
    if start == octets.count {
      guard start > 0 else { return nil }
      octets.removeLast()
      starts.removeLast()
    }
    self.octets = octets
    self.starts = starts
  }

  /// How many labels there are.
  var count: Int { starts.count }

  /// One label, counted from the left.
  subscript(index: Int) -> ArraySlice<UInt8> {
    octets[starts[index]..<(index + 1 < count ? starts[index + 1] - 1 : octets.count)]
  }

  /// The octets of the last labels, `count` of them at most.
  func last(_ labels: Int) -> ArraySlice<UInt8> { octets[starts[count - labels]...] }

  /// Whether this is an address and no name: the last label is all digits, as no top-level domain's is
  /// (RFC 3696 section 2), or it is an IPv6 address.
  var isAddress: Bool {
    if self[count - 1].allSatisfy({ (0x30...0x39).contains($0) }) { return true }
    return octets.contains(UInt8(ascii: ":"))
      && IPAddress(String(decoding: octets, as: UTF8.self)) != nil
  }
}
