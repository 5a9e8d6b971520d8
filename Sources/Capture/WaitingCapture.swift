/// A capture of a series whose time has not come.
struct WaitingCapture {
  /// Where it is.
  let path: String
  /// The place of its first frame.
  let place: StreamPlace
  /// The capture itself, where it cannot be opened a second time (a pipe).
  let opened: OpenCapture?
}
