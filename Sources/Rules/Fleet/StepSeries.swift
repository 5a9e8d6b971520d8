import Beacons
import Capture
import Packets

/// The latest beats of one channel of a device, to the nanosecond.
struct StepSeries: Sendable, Storable {
  /// Beats that are kept.
  static let kept = 64

  /// The latest beats, rising.
  private(set) var times: [Timestamp]
  /// Beats in all.
  private(set) var beats: UInt32 = 1
  /// The number of beats at which it is compared next.
  private var nextLook = UInt32(StepTest.fewestBeats)
  /// Whether a peer is outside.
  var isOutside = false
  /// Whether there was more than one peer.
  var hasPeers = false
  /// The peer of the latest beat.
  var peer: IPAddress
  /// The group that it is in step with, by its number.
  var group: UInt64?
  /// The typical gap in seconds when it was last compared; `nil` before.
  private(set) var typicalGap: Double?
  /// Its place in the group.
  var rank: UInt32 = 0

  /// A series that starts with a beat.
  init(first: Timestamp, peer: IPAddress) {
    times = [first]
    self.peer = peer
  }

  /// The latest beat.
  var last: Timestamp { times[times.count - 1] }

  /// Notes an event.
  /// - Parameters:
  ///   - time: When it happened. More than a minute before the last beat, the capture's clock was set back, and
  ///     the beats start anew.
  ///   - fold: Nanoseconds within which events belong to the same beat.
  /// - Returns: Whether the series is to be compared now.
  mutating func add(_ time: Timestamp, fold: Int64) -> Bool {
    let gap = time.nanoseconds(since: last)
    if gap < -60_000_000_000 {
      times = [time]
      return false
    }
    guard gap >= fold else { return false }
    if times.count == StepSeries.kept { times.removeFirst() }
    times.append(time)
    beats &+= 1
    guard beats >= nextLook else { return false }
    nextLook = beats &+ max(4, beats / 2)
    typicalGap = times.count < StepTest.fewestBeats ? nil : Self.typicalGap(of: times)
    return true
  }

  /// The beats in seconds since a moment.
  func seconds(since start: Timestamp) -> [Double] { times.map { $0.seconds(since: start) } }

  private static func typicalGap(of times: [Timestamp]) -> Double {
    Median.of(zip(times.dropFirst(), times).map { $0.seconds(since: $1) })
  }

  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(times.count))
    for time in times { writer.add(time) }
    writer.add(beats)
    writer.add(nextLook)
    writer.add(isOutside)
    writer.add(hasPeers)
    writer.add(peer)
    writer.add(group ?? .max)
    writer.add(rank)
    writer.add(typicalGap ?? 0)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    times = []
    for _ in 0..<(try reader.count(ofAtLeast: 8)) { times.append(try reader.time()) }
    guard !times.isEmpty, times.count <= StepSeries.kept else { throw reader.fault("beats") }
    beats = try reader.number()
    nextLook = try reader.number()
    isOutside = try reader.flag()
    hasPeers = try reader.flag()
    peer = try reader.address()
    let group: UInt64 = try reader.number()
    self.group = group == .max ? nil : group
    rank = try reader.number()
    let gap = try reader.double()
    typicalGap = gap > 0 ? gap : nil
  }
}
