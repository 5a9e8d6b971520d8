import Capture
import Packets

/// Which machines have asked for an address of their own lately, because they start.
///
/// Bounded: the latest 1024 machines, the oldest goes.
struct BootLog: Sendable {
  /// Machines that are remembered.
  static let mostMachines = 1024

  private static let label = "start"

  private let isRemembered: Bool
  private var times: [MACAddress: Timestamp] = [:]
  private var changed: Set<MACAddress> = []

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// A machine starts.
  mutating func note(_ mac: MACAddress, at time: Timestamp) {
    if times[mac] == nil, times.count >= BootLog.mostMachines,
      let oldest = times.min(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) })?.key
    {
      times[oldest] = nil
      if isRemembered { changed.insert(oldest) }
    }
    times[mac] = time
    if isRemembered { changed.insert(mac) }
  }

  /// The machine that started last of those that are meant, not before a time; of two at one moment that with
  /// the lower address.
  func latest(
    since start: Timestamp, where isMeant: (MACAddress) -> Bool
  ) -> (mac: MACAddress, time: Timestamp)? {
    times.filter { $0.value >= start && isMeant($0.key) }
      .min { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
      .map { (mac: $0.key, time: $0.value) }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { mac in
      var key = StoredWriter()
      key.add(mac)
      var body: [UInt8]?
      if let time = times[mac] {
        var writer = StoredWriter()
        writer.add(time)
        body = writer.octets
      }
      return Remembered(
        .device, key: key.octets, device: nil, label: "\(BootLog.label) \(mac)", body: body)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .device {
      guard let body = entry.body else { continue }
      var key = StoredReader(entry.key)
      let mac = try key.mac()
      try key.end()
      var reader = StoredReader(body)
      times[mac] = try reader.time()
      try reader.end()
    }
  }
}
