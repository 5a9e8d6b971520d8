import Capture
import Flows
import Packets

/// The latest packets to each device that nobody on it has asked for.
///
/// Bounded: of a device 64, of all devices 4096 within the window; each with at most `PacketSample.most` octets. Where
/// there is no room for another, the sender's that has most gives way (of all devices, the device's that has most): what
/// is nothing but a header first, then the oldest.
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
  /// Packets that gave way to others.
  private(set) var refused: UInt64 = 0

  init(isRemembered: Bool) { self.isRemembered = isRemembered }

  /// Takes a packet in.
  mutating func note(_ wakeUp: WakeUp, of device: Int) {
    forget(at: wakeUp.time, of: device)
    // The same packet once more is a retry.
    guard wakeUps[device]?.contains(where: wakeUp.isLike) != true else { return }
    var wakeUp = wakeUp
    if let series = series(wakeUp, of: device) {
      wakeUps[device]?.remove(at: series.former)
      count -= 1
      wakeUp = series.latest
    } else if wakeUps[device]?.count ?? 0 >= WakeUpLedger.most {
      giveWay(of: device)
    } else if count >= WakeUpLedger.mostInAll {
      makeRoom(at: wakeUp.time)
    }
    var own = wakeUps[device] ?? []
    own.append(wakeUp)
    count += 1
    wakeUps[device] = own
    if isRemembered { changed.insert(device) }
  }

  /// Notes what a device did about what a peer sent it.
  mutating func note(
    _ reply: WakeUp.Reply, of device: Int, from deviceEnd: Flow.End, to peerEnd: Flow.End,
    _ transport: IPProtocol?, isOwn: Bool
  ) {
    guard var own = wakeUps[device] else { return }
    var hasChanged = false
    for index in own.indices
    where own[index].reply == .none && own[index].isOf(peerEnd, deviceEnd, transport) {
      own[index].reply = reply
      hasChanged = true
    }
    guard hasChanged else { return }
    // A SYN that was accepted is no news any more, and what the device goes on with was asked for.
    let rest = own.filter {
      $0.reply != .answered || $0.kind != .syn && !(isOwn && $0.isOf(peerEnd, deviceEnd, transport))
    }
    count -= own.count - rest.count
    wakeUps[device] = rest.isEmpty ? nil : rest
    if isRemembered { changed.insert(device) }
  }

  /// What came to a device within the window before a moment, oldest first.
  mutating func recent(of device: Int, at time: Timestamp) -> [WakeUp] {
    forget(at: time, of: device)
    // Where the clock of the capture was put back, what came before has a later time.
    return wakeUps[device]?.filter { $0.time <= time } ?? []
  }

  /// The packet of a device that another one follows in its series, and that other one as it is kept then.
  private func series(_ wakeUp: WakeUp, of device: Int) -> (former: Int, latest: WakeUp)? {
    guard wakeUp.kind == .icmp, let own = wakeUps[device] else { return nil }
    for index in own.indices.reversed() {
      if let next = wakeUp.following(own[index]) { return (index, next) }
    }
    return nil
  }

  /// Makes room for one packet: of what is too old, or where all is recent, of the device that has most.
  private mutating func makeRoom(at time: Timestamp) {
    for device in wakeUps.keys { forget(at: time, of: device) }
    guard count >= WakeUpLedger.mostInAll else { return }
    let richest = wakeUps.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
    if let richest { giveWay(of: richest.key) }
  }

  /// Forgets one packet of a device: of the sender that has most.
  private mutating func giveWay(of device: Int) {
    guard let own = wakeUps[device] else { return }
    var counts: [IPAddress: Int] = [:]
    for wakeUp in own { counts[wakeUp.source, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let victim = own.indices.filter { counts[own[$0].source] == most }
      .min { (own[$0].isBare ? 0 : 1, $0) < (own[$1].isBare ? 0 : 1, $1) }
    guard let victim else { return }
    wakeUps[device]?.remove(at: victim)
    if wakeUps[device]?.isEmpty == true { wakeUps[device] = nil }
    count -= 1
    refused &+= 1
    if isRemembered { changed.insert(device) }
  }

  private mutating func forget(at time: Timestamp, of device: Int) {
    let window = -WakeUpLedger.window...WakeUpLedger.window
    guard let own = wakeUps[device] else { return }
    let rest = own.filter { window.contains(time.nanoseconds(since: $0.time)) }
    guard rest.count < own.count else { return }
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
      for _ in 0..<(try reader.count(ofAtLeast: 43)) { own.append(try reader.value()) }
      try reader.end()
      count += own.count - (wakeUps[device]?.count ?? 0)
      wakeUps[device] = own
    }
  }
}
