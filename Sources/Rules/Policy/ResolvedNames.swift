import Capture
import Devices
import Packets

/// The names that DNS answers gave addresses, as far as the policy lists them: so that a peer which the policy
/// knows by name is known from the first packet to its address on.
///
/// Answers of outside servers do not count, because anybody can give any. A name holds for a day after the latest
/// answer, or for its time to live where that is longer, up to a week: who has resolved a name goes on using
/// the address. Bounded: at most `mostAddresses`, of which the one that was learned first gives way.
struct ResolvedNames: Sendable {
  /// The most addresses.
  static let mostAddresses = 16_384
  /// The most names of an address.
  static let mostNames = 4
  private static let day: Int64 = 86_400_000_000_000

  /// What is known of an address.
  struct Record: Hashable, Sendable, Storable {
    /// The listed names that it was given for.
    var names: [String]
    /// Until when they hold.
    var end: Timestamp

    init(names: [String], end: Timestamp) {
      self.names = names
      self.end = end
    }

    func store(to writer: inout StoredWriter) {
      writer.add(UInt32(names.count))
      for name in names { writer.add(name) }
      writer.add(end)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      names = []
      for _ in 0..<(try reader.count(ofAtLeast: 4)) { names.append(try reader.text()) }
      end = try reader.time()
    }
  }

  private let isRemembered: Bool
  private var records: [IPAddress: Record] = [:]
  private var order: [IPAddress] = []
  private var oldest = 0
  private var changed: Set<IPAddress> = []

  /// Nothing learned yet.
  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// How many addresses have names.
  var count: Int { records.count }

  /// The listed names of an address at a time.
  func names(of address: IPAddress, at time: Timestamp) -> [String] {
    guard !records.isEmpty, let record = records[address], time < record.end else { return [] }
    return record.names
  }

  /// Learns from a DNS message, where it is an answer.
  /// - Parameters:
  ///   - message: A message of DNS.
  ///   - time: When it came.
  ///   - policy: Says which names matter.
  mutating func note(_ message: Message, at time: Timestamp, by policy: Policy) {
    guard case .flag(true) = message.fields["response"], !policy.peerNames.isEmpty else { return }
    // The name that was asked for and those that it stands for all lead to the addresses.
    var names: [String] = []
    for record in ResolvedNames.records(message, "questions")
      + ResolvedNames.records(message, "answers")
    {
      guard let name = record["name"]?.text.map(ResolvedNames.plain), policy.lists(name),
        !names.contains(name)
      else { continue }
      names.append(name)
    }
    guard !names.isEmpty else { return }
    for record in ResolvedNames.records(message, "answers") {
      guard case .address(let address) = record["address"] else { continue }
      let seconds = min(record["time_to_live_seconds"]?.number ?? 0, 604_800)
      let life = max(ResolvedNames.day, Int64(seconds) * 1_000_000_000)
      learn(address, names, until: time.advanced(byNanoseconds: life))
    }
  }

  private static func records(_ message: Message, _ section: String) -> [Fields] {
    (message.fields[section]?.values ?? []).compactMap(\.fields)
  }

  private static func plain(_ name: String) -> String {
    let name = name.lowercased()
    return name.hasSuffix(".") ? String(name.dropLast()) : name
  }

  private mutating func learn(_ address: IPAddress, _ names: [String], until end: Timestamp) {
    var record = records[address] ?? Record(names: [], end: end)
    if records[address] == nil { queue(address) }
    for name in names where !record.names.contains(name) { record.names.append(name) }
    record.names = Array(record.names.suffix(ResolvedNames.mostNames))
    record.end = max(record.end, end)
    records[address] = record
    if isRemembered { changed.insert(address) }
  }

  private mutating func queue(_ address: IPAddress) {
    guard order.count >= ResolvedNames.mostAddresses else {
      order.append(address)
      return
    }
    records[order[oldest]] = nil
    if isRemembered { changed.insert(order[oldest]) }
    order[oldest] = address
    oldest = (oldest + 1) % ResolvedNames.mostAddresses
  }

  /// What has changed since the last call: addresses that gave way have no record.
  mutating func takeChanges() -> [(address: IPAddress, record: Record?)] {
    defer { changed.removeAll() }
    return changed.map { ($0, records[$0]) }
  }

  /// Takes back what was kept; those that end first give way first.
  mutating func restore(_ kept: [(address: IPAddress, record: Record)]) {
    for (address, record) in kept.sorted(by: {
      ($0.record.end, $0.address) < ($1.record.end, $1.address)
    }) {
      if records[address] == nil { queue(address) }
      records[address] = record
    }
    changed.removeAll()
  }
}
