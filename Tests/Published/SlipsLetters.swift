/// The letters that Slips writes for the connections of one source, destination, port and protocol.
///
/// One letter a connection for how even the last two gaps are (ratio up to 1.05, 1.3, 5, or more), how
/// large it is (250 and 1100 bytes) and how long it lasts (0.1 and 10 seconds); in front of it a 0 for
/// each full hour since the one before, behind it a sign for that gap where it is at most an hour. What
/// the letters mean is left to a trained network, which is not part of this.
///
/// Source: `slips_files/core/helpers/symbols_handler.py` of stratosphereips/StratosphereLinuxIPS.
public enum SlipsLetters {
  /// What is known of a connection.
  public struct Connection: Sendable {
    /// When it began, in seconds.
    public var start: Double
    /// How long it lasted, in seconds.
    public var duration: Double
    /// Bytes in both directions.
    public var size: Int

    /// A connection.
    public init(start: Double, duration: Double, size: Int) {
      self.start = start
      self.duration = duration
      self.size = size
    }
  }

  /// The letters without two gaps, then by evenness: rows of size, columns of duration.
  private static let alphabets = ["123456789", "abcdefghi", "ABCDEFGHI", "rstuvwxyz", "RSTUVWXYZ"]
    .map(Array.init)

  /// The letters of connections in the order of their starts.
  public static func letters(_ connections: [Connection]) -> String {
    var text = ""
    for (index, connection) in connections.enumerated() {
      var evenness = 0
      var gap: Double?
      if index >= 2 {
        let before = connections[index - 1].start - connections[index - 2].start
        let now = connection.start - connections[index - 1].start
        evenness = rank(ratio: min(now, before) > 0 ? max(now, before) / min(now, before) : 1)
        text += String(repeating: "0", count: max(0, Int(now / 3600)))
        gap = now
      }
      let size = connection.size <= 250 ? 0 : connection.size <= 1100 ? 1 : 2
      let duration = connection.duration <= 0.1 ? 0 : connection.duration <= 10 ? 1 : 2
      text.append(alphabets[evenness][3 * size + duration])
      text += gap.map(sign) ?? ""
    }
    return text
  }

  private static func rank(ratio: Double) -> Int {
    ratio <= 1.05 ? 1 : ratio <= 1.3 ? 2 : ratio <= 5 ? 3 : 4
  }

  private static func sign(of gap: Double) -> String {
    guard gap != 0 else { return "" }
    return gap <= 5 ? "." : gap <= 60 ? "," : gap <= 300 ? "+" : gap <= 3600 ? "*" : ""
  }
}
