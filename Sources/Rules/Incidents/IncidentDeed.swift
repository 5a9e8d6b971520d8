import Capture

/// What a device did, once or several times in a row, as the sentence of its incident tells it.
struct IncidentDeed {
  /// Ports that are named.
  private static let mostPorts = 6
  private static let separator = " on port "

  /// In a few words, without ports where there are several.
  private let words: String
  private let rule: String
  private var ports: [String]
  private var ids: [String]
  /// The first time, and the latest.
  private let first: Timestamp
  private(set) var last: Timestamp

  /// One finding.
  init(_ part: IncidentPart) {
    rule = part.rule
    ids = [part.id]
    first = part.time
    last = part.time
    let digits = part.deed.utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
    let head = part.deed.utf8.dropLast(digits)
    if digits > 0, head.reversed().starts(with: Self.separator.utf8.reversed()) {
      words = String(decoding: head.dropLast(Self.separator.utf8.count), as: UTF8.self)
      ports = [String(part.deed.suffix(digits))]
    } else {
      words = part.deed
      ports = []
    }
  }

  /// Findings that it stands for.
  var count: Int { ids.count }

  /// Whether a finding is one of them.
  func includes(_ id: String) -> Bool { ids.contains(id) }

  /// The deeds of some findings in the order in which they began; findings of one rule that differ in nothing but a
  /// port are one.
  static func all(of parts: some Sequence<IncidentPart>) -> [IncidentDeed] {
    var deeds: [IncidentDeed] = []
    for part in parts {
      let deed = IncidentDeed(part)
      let place = deeds.firstIndex {
        $0.rule == deed.rule && $0.words == deed.words && $0.ports.isEmpty == deed.ports.isEmpty
      }
      guard let place else {
        deeds.append(deed)
        continue
      }
      deeds[place].ids += deed.ids
      for port in deed.ports where !deeds[place].ports.contains(port) {
        deeds[place].ports.append(port)
      }
      deeds[place].last = max(deeds[place].last, deed.last)
    }
    return deeds
  }

  /// How many of the first deeds have room in so many bytes.
  static func fitting(_ deeds: [IncidentDeed], _ most: Int, bytes: Int) -> Int {
    var room = bytes
    var former: Timestamp?
    for (number, deed) in deeds.prefix(most).enumerated() {
      room -= deed.phrase(after: former).utf8.count + 2
      if room < 0 { return number }
      former = max(former ?? deed.last, deed.last)
    }
    return min(most, deeds.count)
  }

  /// The words, how long behind a moment (that of the latest deed before), and the rule.
  func phrase(after former: Timestamp?) -> String {
    let later = former.map { first.seconds(since: $0) } ?? 0
    let when =
      former == nil
      ? ""
      : later < 0
        ? "meanwhile " : later < 1 ? "at once " : "\(NumberText.duration(later)) later "
    var text = when + words
    if ports.count == 1 { text += Self.separator + ports[0] }
    if ports.count > 1 {
      let more = ports.count - Self.mostPorts
      text +=
        " on ports " + ports.prefix(Self.mostPorts).joined(separator: ", ")
        + (more > 0 ? " and \(more) more" : "")
    }
    return text + (count > max(1, ports.count) ? " (\(rule), \(count) findings)" : " (\(rule))")
  }
}
