import Capture
import Flows
import Packets

/// The latest packets to each device that nobody on it has asked for.
///
/// Bounded: of a device the latest 64, of all devices 4096 within the window; each with at most
/// `PacketSample.most` octets.
struct WakeUpLedger: Sendable {
  /// Nanoseconds from such a packet to what it may be the cause of.
  static let window: Int64 = 60_000_000_000
  /// Packets of one device.
  static let most = 64
  /// Packets of all devices.
  static let mostInAll = 4096
  /// How what is kept is called.
  private static let label = "wake-ups"

  private let isRemembered: Bool
  private var wakeUps: [Int: [WakeUp]] = [:]
  private var count = 0
  private var changed: Set<Int> = []
  /// Packets that were not taken for want of room.
  private(set) var refused: UInt64 = 0

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// Takes a packet in.
  mutating func note(_ wakeUp: WakeUp, of device: Int) {
    forget(before: wakeUp.time.advanced(byNanoseconds: -WakeUpLedger.window), of: device)
    var own = wakeUps[device] ?? []
    // The same packet once more is a retry.
    guard !own.contains(where: wakeUp.isLike) else { return }
    if own.count >= WakeUpLedger.most {
      own.removeFirst()
      count -= 1
    } else if count >= WakeUpLedger.mostInAll {
      for other in wakeUps.keys where other != device {
        forget(before: wakeUp.time.advanced(byNanoseconds: -WakeUpLedger.window), of: other)
      }
      guard count < WakeUpLedger.mostInAll else {
        refused &+= 1
        return
      }
    }
    own.append(wakeUp)
    count += 1
    wakeUps[device] = own
    if isRemembered { changed.insert(device) }
  }

  /// Notes what a device did about what a peer sent it.
  mutating func note(
    _ reply: WakeUp.Reply, of device: Int, from deviceEnd: Flow.End, to peerEnd: Flow.End,
    _ transport: IPProtocol?
  ) {
    guard var own = wakeUps[device] else { return }
    var hasChanged = false
    for index in own.indices
    where own[index].reply == .none && own[index].isOf(peerEnd, deviceEnd, transport) {
      own[index].reply = reply
      hasChanged = true
    }
    guard hasChanged else { return }
    // A SYN that was accepted is no news any more; it would only take room.
    let rest = own.filter { $0.kind != .syn || $0.reply != .answered }
    count -= own.count - rest.count
    wakeUps[device] = rest.isEmpty ? nil : rest
    if isRemembered { changed.insert(device) }
  }

  /// What came to a device within the window before a moment, oldest first.
  mutating func recent(of device: Int, at time: Timestamp) -> [WakeUp] {
    forget(before: time.advanced(byNanoseconds: -WakeUpLedger.window), of: device)
    return wakeUps[device] ?? []
  }

  private mutating func forget(before time: Timestamp, of device: Int) {
    guard let own = wakeUps[device], own.contains(where: { $0.time < time }) else { return }
    let rest = own.filter { $0.time >= time }
    count -= own.count - rest.count
    wakeUps[device] = rest.isEmpty ? nil : rest
    if isRemembered { changed.insert(device) }
  }

  /// What has changed since the last call.
  mutating func changes() -> [Remembered] {
    defer { changed.removeAll() }
    return changed.map { device in
      let body = wakeUps[device].map { own in
        var writer = StoredWriter()
        writer.add(UInt32(own.count))
        for wakeUp in own { writer.add(wakeUp) }
        return writer.octets
      }
      return Remembered(
        .other, key: Array(WakeUpLedger.label.utf8), device: device, label: WakeUpLedger.label,
        body: body)
    }
  }

  /// Takes back what was kept; other entries are left alone.
  mutating func restore(_ entries: [Remembered]) throws(StoredFault) {
    for entry in entries where entry.kind == .other && entry.key == Array(WakeUpLedger.label.utf8) {
      guard let device = entry.device, let body = entry.body else { continue }
      var reader = StoredReader(body)
      var own: [WakeUp] = []
      // Each has at least its numbers.
      for _ in 0..<(try reader.count(ofAtLeast: 41)) { own.append(try reader.value()) }
      try reader.end()
      count += own.count - (wakeUps[device]?.count ?? 0)
      wakeUps[device] = own
    }
  }
}
