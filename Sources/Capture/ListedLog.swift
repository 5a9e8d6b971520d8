/// A log that was looked into.
struct ListedLog {
  /// The file.
  let path: String
  /// Position in the order of the arguments.
  let order: Int
  /// Which log it is.
  let kind: LogKind
  /// When its first record began.
  let first: Timestamp
  /// The log itself, where it cannot be opened again.
  let opened: OpenLog?

  /// Where the log stands among others before it was read.
  var place: StreamPlace { StreamPlace(time: first, order: order) }
}
