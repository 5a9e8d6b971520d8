import Capture

/// How far a state has come.
struct StateMark: Hashable, Sendable {
  /// The version of the program that wrote it.
  var version: String
  /// The time of its latest packet.
  var time: Timestamp
  /// Packets in it, of all runs.
  var packets: UInt64
  /// The run that wrote it, by its first frame.
  var run: String
  /// Frames of that run that are in it, those of earlier runs that came again among them.
  var frames: UInt64
}
