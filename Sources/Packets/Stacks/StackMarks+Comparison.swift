/// Two packets are alike whatever their traffic class and their reserved flag: routers rewrite the one on the way, and
/// neither is of the system that sent them.
extension StackMarks {
  /// Whether two packets show the same of their sender.
  public static func == (left: StackMarks, right: StackMarks) -> Bool {
    left.timeToLive == right.timeToLive && left.dontFragment == right.dontFragment
      && left.identification == right.identification && left.flowLabel == right.flowLabel
      && left.tcpFlags == right.tcpFlags && left.tcpSequence == right.tcpSequence
      && left.tcpAcknowledgment == right.tcpAcknowledgment
      && left.tcpTimestamp == right.tcpTimestamp && left.data == right.data
      && left.quote == right.quote
  }

  /// Feeds what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(timeToLive)
    hasher.combine(dontFragment)
    hasher.combine(identification)
    hasher.combine(flowLabel)
    hasher.combine(tcpFlags.rawValue)
    hasher.combine(tcpSequence)
    hasher.combine(tcpAcknowledgment)
    hasher.combine(tcpTimestamp)
    hasher.combine(data)
    hasher.combine(quote)
  }
}
