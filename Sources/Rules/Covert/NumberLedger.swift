import Capture
import Packets

/// The numbers that devices choose, a series for each peer, kind of packet and field.
///
/// Bounded: of each device the latest 64 series, 16,384 in all; further devices are left out, and counted.
struct NumberLedger: Sendable {
  /// Whose numbers they are.
  struct Key: Hashable, Sendable, Storable {
    /// The device, by its index; not written, as it stands beside what is kept.
    var device: Int
    /// Which field.
    let field: CarrierField
    /// What IP carries.
    let transport: UInt8
    /// Whom they are sent to.
    let peer: IPAddress

    init(device: Int, field: CarrierField, transport: UInt8, peer: IPAddress) {
      self.device = device
      self.field = field
      self.transport = transport
      self.peer = peer
    }

    func store(to writer: inout StoredWriter) {
      writer.add(field.rawValue)
      writer.add(transport)
      writer.add(peer)
    }

    init(from reader: inout StoredReader) throws(StoredFault) {
      device = 0
      guard let field = CarrierField(rawValue: try reader.number()) else {
        throw reader.fault("a field")
      }
      self.field = field
      transport = try reader.number()
      peer = try reader.address()
    }
  }

  private static let share = 64
  private static let limit = 16_384

  private let isRemembered: Bool
  private var series: [Key: NumberSeries] = [:]
  /// The series of each device in the order in which they began, and where the oldest is.
  private var rings: [Int: (keys: [Key], hand: Int)] = [:]
  private var changed: Set<Key> = []
  /// Series that were not begun for want of room.
  private(set) var refused: UInt64 = 0

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// How many series there are.
  var count: Int { series.count }

  /// How many series a device has had at the same time, at most.
  func count(of device: Int) -> Int { rings[device]?.keys.count ?? 0 }

  /// Windows that were looked at of a series.
  func windows(of key: Key) -> Int { Int(series[key]?.window ?? 1) }

  /// Notes a number; what is found, where it is time to look.
  ///
  /// `mayBeCopy`: whether its packet may be one that was seen before.
  mutating func note(
    _ number: UInt32, _ key: Key, mayBeCopy: Bool
  ) -> NumberSeries.Judgement? {
    if series[key] == nil {
      guard makeRoom(for: key) else {
        refused &+= 1
        return nil
      }
      series[key] = NumberSeries()
    }
    if isRemembered { changed.insert(key) }
    return series[key]?.note(number, of: key.field, mayBeCopy: mayBeCopy)
  }

  /// Begins a window anew, when it was told.
  mutating func begin(_ key: Key) { series[key]?.begin() }

  /// Whether two other peers of the device get numbers with the same bits that never change: then that is how
  /// the stack chooses them.
  func isHabit(_ key: Key) -> Bool {
    guard let own = series[key]?.constant(of: key.field), own.bits != 0 else { return false }
    let alike = (rings[key.device]?.keys ?? []).count { other in
      guard other != key, other.field == key.field, other.transport == key.transport,
        let constant = series[other]?.constant(of: key.field)
      else { return false }
      return constant.bits & own.bits == own.bits && constant.values & own.bits == own.values
    }
    return alike >= 2
  }

  private mutating func makeRoom(for key: Key) -> Bool {
    var ring = rings[key.device] ?? ([], 0)
    if ring.keys.count < NumberLedger.share {
      guard series.count < NumberLedger.limit else { return false }
      ring.keys.append(key)
    } else {
      let oldest = ring.keys[ring.hand]
      series[oldest] = nil
      if isRemembered { changed.insert(oldest) }
      ring.keys[ring.hand] = key
      ring.hand = (ring.hand + 1) % NumberLedger.share
    }
    rings[key.device] = ring
    return true
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { key in
      Remembered(
        .peer, key: key.stored, device: key.device, label: "\(key.field.name) \(key.peer)",
        body: series[key]?.stored)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    // Which of them is the oldest is not kept; by their names the order is the same in every run.
    let kept = entries.filter { $0.kind == .peer && $0.body != nil }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for entry in kept {
      guard let device = entry.device, let body = entry.body else { continue }
      var key = try Key(stored: entry.key)
      key.device = device
      guard series[key] != nil || makeRoom(for: key) else { continue }
      series[key] = try NumberSeries(stored: body)
    }
  }
}
