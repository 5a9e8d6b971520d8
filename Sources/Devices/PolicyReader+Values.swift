import Packets

/// What traffic is meant.
extension PolicyReader {
  /// A name or a number of what IP carries, or `ether`.
  func transport(_ scalar: YAMLScalar) throws(ConfigurationError) -> ExpectedTransport {
    if let transport = ExpectedTransport(scalar.text) { return transport }
    let names = WordList(ExpectedTransport.names.map(\.name))
    throw scalar.error(
      "'\(scalar.text)' is not a transport\(names.suggestion(for: scalar.text)); allowed: "
        + "\(names.listed), or an IP protocol number from 0 to 255")
  }

  /// The names that content can be recognised by, in the order of the catalog, then tunnels.
  static let protocols: [ProtocolName] = {
    var seen: Set<ProtocolName> = []
    return (ProtocolCatalog.names + Encapsulation.allCases.map(\.protocolName))
      .filter { seen.insert($0).inserted }
  }()

  /// A protocol that is recognised by its content.
  func protocolName(_ scalar: YAMLScalar) throws(ConfigurationError) -> ProtocolName {
    let name = ProtocolName(rawValue: scalar.text)
    if PolicyReader.protocols.contains(name) { return name }
    let words = WordList(PolicyReader.protocols.map(\.rawValue))
    throw scalar.error(
      "'\(scalar.text)' is no protocol that is recognised by its content"
        + "\(words.suggestion(for: scalar.text)); allowed are \(words.listed)")
  }

  /// A port, or two with a hyphen between.
  func ports(_ scalar: YAMLScalar) throws(ConfigurationError) -> ClosedRange<UInt16> {
    if let range = PolicyReader.range(scalar.text) { return range }
    throw scalar.error(
      "'\(scalar.text)' is not a port: a number from 0 to 65535, or a range as 5000-5100")
  }

  /// A VLAN, or two with a hyphen between.
  func vlanIdentifiers(_ scalar: YAMLScalar) throws(ConfigurationError) -> ClosedRange<UInt16> {
    // 0 is a priority without a VLAN, 4095 is reserved: IEEE 802.1Q table 9-2.
    if let range = PolicyReader.range(scalar.text), range.lowerBound >= 1, range.upperBound <= 4094
    {
      return range
    }
    throw scalar.error(
      "'\(scalar.text)' is not a VLAN: a number from 1 to 4094, a range as 100-109, or "
        + VLANExpectation.untaggedWord)
  }

  /// How many in which time.
  func pace(_ scalar: YAMLScalar) throws(ConfigurationError) -> Pace {
    if let pace = Pace(scalar.text) { return pace }
    throw scalar.error(
      "'\(scalar.text)' is not a pace: conversations and a time in s, m, h or d, as in 12/1h; from 1 to "
        + "\(Pace.largestCount) of them in 1s to 366d")
  }

  /// A day.
  func day(_ scalar: YAMLScalar) throws(ConfigurationError) -> CalendarDay {
    if let day = CalendarDay(scalar.text) { return day }
    throw scalar.error(
      "'\(scalar.text)' is not a day: year, month and day as in 2027-03-31, from 1970 to 2261")
  }

  /// A number, or two with a hyphen between, the lower one first.
  private static func range(_ text: String) -> ClosedRange<UInt16>? {
    let numbers = text.split(separator: "-", omittingEmptySubsequences: false).map {
      text -> UInt16? in
      let digits = text.trimmingBlanks
      return UInt16(digits).flatMap { String($0) == digits ? $0 : nil }
    }
    guard numbers.count <= 2, let first = numbers[0], let last = numbers[numbers.count - 1],
      first <= last
    else { return nil }
    return first...last
  }
}

extension Substring {
  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
