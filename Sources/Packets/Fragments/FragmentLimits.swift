/// How much memory fragments may take, and how long they wait.
struct FragmentLimits: Sendable {
  /// Datagrams at once.
  var datagrams = 1024
  /// Octets of all datagrams: their data, and `overhead` for each piece.
  var octets = 4 << 20
  /// Pieces of one datagram that wait: enough for 64 KiB over a link of 1,280 octets.
  var pieces = 64
  /// Nanoseconds of packet time from the first fragment that arrived: RFC 8200 section 4.5 has 60 seconds,
  /// RFC 1122 section 3.3.2 at least these for IPv4.
  var time: Int64 = 60_000_000_000

  /// What a piece takes beside its data.
  static let overhead = 64
}
