/// What a beacon analysis is given of one channel: when its connections began, and what they carried.
public struct EventSeries: Sendable {
  /// When each connection began, in seconds from the start of the data, rising.
  public var times: [Double]
  /// Bytes that the originator sent in each; as many as `times`.
  public var bytes: [Double]
  /// Seconds of data.
  public var length: Double

  /// A series; `bytes` must be as many as `times`.
  public init(times: [Double], bytes: [Double], length: Double = 86_400) {
    precondition(times.count == bytes.count, "as many sizes as times")
    self.times = times
    self.bytes = bytes
    self.length = length
  }

  /// What began from `start` on and before `end`, in seconds from `start`.
  public func part(from start: Double, to end: Double) -> EventSeries {
    let kept = times.indices.filter { times[$0] >= start && times[$0] < end }
    return EventSeries(
      times: kept.map { times[$0] - start }, bytes: kept.map { bytes[$0] }, length: end - start)
  }

  /// The series cut into days, the last one perhaps shorter: what a daily batch is given.
  public var days: [EventSeries] {
    guard length > 86_400 else { return [self] }
    return stride(from: 0, to: length, by: 86_400).map {
      part(from: $0, to: min($0 + 86_400, length))
    }
  }

  /// Whole seconds, as most analyses store times.
  public var seconds: [Int] { times.map { Int($0.rounded(.down)) } }
}
