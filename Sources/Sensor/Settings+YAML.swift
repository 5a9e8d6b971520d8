public import Devices
import Flows
import Packets
import Rules

extension Settings {
  /// Reads `Config/undertick.yaml` or a file like it; a key that is left out keeps its default.
  /// - Throws: `ConfigurationError` with line and column for unknown keys, wrong types and ranges.
  public init(file: String) throws(ConfigurationError) {
    try self.init(yaml: try ConfigurationFile.read(file), file: file)
  }

  /// The same from the file's bytes.
  public init(yaml: [UInt8], file: String) throws(ConfigurationError) {
    self.init()
    var root = try YAMLMapping(bytes: yaml, file: file)
    if let name = try root.text("observer-name") {
      guard name.utf8.count <= 64 else {
        throw root.error("observer-name", "'observer-name' must have at most 64 bytes")
      }
      observerName = name
    }
    if var section = try root.mapping("capture") { try readCapture(&section) }
    if var section = try root.mapping("flows") { try readFlows(&section) }
    if var section = try root.mapping("rules") { try readRules(&section) }
    try root.finish()
  }

  private mutating func readCapture(_ section: inout YAMLMapping) throws(ConfigurationError) {
    snapshotLength = try section.integer("snapshot-length", in: 64...262_144) ?? snapshotLength
    isPromiscuous = try section.flag("promiscuous") ?? isPromiscuous
    bufferMegabytes = try section.integer("buffer-megabytes", in: 1...4096) ?? bufferMegabytes
    bufferTimeoutMilliseconds =
      try section.integer("buffer-timeout-milliseconds", in: 1...10_000)
      ?? bufferTimeoutMilliseconds
    try section.finish()
  }

  private mutating func readFlows(_ section: inout YAMLMapping) throws(ConfigurationError) {
    func seconds(
      _ key: String, _ current: Int64, _ range: ClosedRange<Double> = 0.1...4000
    ) throws(ConfigurationError) -> Int64 {
      try section.decimal(key, in: range).map(Settings.nanoseconds) ?? current
    }
    flows.flows = try section.integer("limit", in: 1024...134_217_728) ?? flows.flows
    flows.tcpInactive = try seconds("tcp-inactive-seconds", flows.tcpInactive)
    flows.udpInactive = try seconds("udp-inactive-seconds", flows.udpInactive)
    flows.icmpInactive = try seconds("icmp-inactive-seconds", flows.icmpInactive)
    flows.otherInactive = try seconds("other-inactive-seconds", flows.otherInactive)
    flows.closedLinger = try seconds("closed-linger-seconds", flows.closedLinger)
    flows.active = try seconds("active-seconds", flows.active, 1...4000)
    flows.pause = try seconds("pause-seconds", flows.pause)
    try section.finish()
  }

  private mutating func readRules(_ section: inout YAMLMapping) throws(ConfigurationError) {
    if let names = try section.scalars("watched-roles") {
      var roles: [DeviceRole] = []
      for name in names {
        guard let role = DeviceRole(word: name.text) else {
          throw name.error(
            "'\(name.text)' is no role; the roles are "
              + DeviceRole.declarable.map(\.rawValue).joined(separator: ", "))
        }
        roles.append(role)
      }
      rules.watchedRoles = roles
    }
    rules.infersRoles = try section.flag("infer-roles") ?? rules.infersRoles
    for file in try section.scalars("implants") ?? [] {
      try rules.signatures.add(file: Settings.path(file.text, besides: file.file))
    }
    let names = RuleCatalog.identities(under: rules).map(\.name)
    for name in try section.scalars("disabled") ?? [] {
      guard names.contains(name.text) else {
        throw name.error(
          "there is no rule '\(name.text)'; the rules are " + names.joined(separator: ", "))
      }
      rules.disabledRules.append(name.text)
    }
    rules.seriesLimit = try section.integer("series-limit", in: 1...10_000_000) ?? rules.seriesLimit
    rules.contactLimit =
      try section.integer("contact-limit", in: 1...10_000_000) ?? rules.contactLimit
    rules.fold =
      try section.decimal("fold-seconds", in: 0.001...3600).map(Settings.nanoseconds) ?? rules.fold
    rules.fewestGaps = try section.integer("fewest-gaps", in: 4...63) ?? rules.fewestGaps
    rules.highestChance = try section.decimal("highest-chance", in: 0...1) ?? rules.highestChance
    rules.shortestPeriod =
      try section.decimal("shortest-period-seconds", in: 0.001...4_000_000) ?? rules.shortestPeriod
    rules.longestPeriod =
      try section.decimal("longest-period-seconds", in: 1...4_000_000) ?? rules.longestPeriod
    for number in try section.scalars("known-ethertypes") ?? [] {
      guard let type = Settings.etherType(number.text) else {
        throw number.error(
          "'\(number.text)' is no EtherType: write 0x and four hexadecimal digits, from 0x0600 on")
      }
      rules.knownEtherTypes.append(type)
    }
    if rules.shortestPeriod < 2 * Double(rules.fold) / 1e9 {
      throw section.error(
        "shortest-period-seconds",
        "'shortest-period-seconds' must be at least twice 'fold-seconds', or folding makes rhythms")
    }
    if rules.shortestPeriod >= rules.longestPeriod {
      throw section.error(
        "shortest-period-seconds",
        "'shortest-period-seconds' must be below 'longest-period-seconds'")
    }
    try section.finish()
  }

  /// A file that another one names: from that one's folder on, where it is not absolute.
  private static func path(_ name: String, besides file: String) -> String {
    guard !name.hasPrefix("/"), let end = file.lastIndex(of: "/") else { return name }
    return String(file[...end]) + name
  }

  /// Seconds as whole nanoseconds, rounded: 0.57 s times a billion is a little less than it should be.
  private static func nanoseconds(_ seconds: Double) -> Int64 { Int64((seconds * 1e9).rounded()) }

  /// `0x88b5` as a number; `nil` for anything else, and for what is a length in 802.3.
  private static func etherType(_ text: String) -> EtherType? {
    // UInt16 by itself would take a sign, and more or fewer digits.
    guard text.hasPrefix("0x") || text.hasPrefix("0X"), text.utf8.count == 6,
      text.utf8.dropFirst(2).allSatisfy({ $0 != 0x2b && $0 != 0x2d }),
      let number = UInt16(text.dropFirst(2), radix: 16), number >= 0x0600
    else { return nil }
    return EtherType(rawValue: number)
  }
}
