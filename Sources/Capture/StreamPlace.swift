/// Where a frame stands in a series: by time, and by the order of the arguments at equal times.
struct StreamPlace: Comparable, Sendable {
  /// When the frame was captured.
  let time: Timestamp
  /// Position of its capture in the order of the arguments.
  let order: Int

  static func < (left: StreamPlace, right: StreamPlace) -> Bool {
    left.time == right.time ? left.order < right.order : left.time < right.time
  }
}
