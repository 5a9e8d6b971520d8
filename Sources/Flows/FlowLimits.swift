/// How many conversations are followed, and for how long. All durations in nanoseconds.
public struct FlowLimits: Hashable, Sendable {
  /// Flows followed at once, 1 to 2^27. At the limit the one nearest its own time-out goes.
  public var flows = 2_097_152
  /// TCP: ended after this long without a packet.
  public var tcpInactive: Int64 = 300_000_000_000
  /// UDP: ended after this long without a packet.
  public var udpInactive: Int64 = 60_000_000_000
  /// ICMP: ended after this long without a packet.
  public var icmpInactive: Int64 = 60_000_000_000
  /// Everything else: ended after this long without a packet.
  public var otherInactive: Int64 = 60_000_000_000
  /// TCP after FIN on both sides or RST: ended after this long without a packet.
  public var closedLinger: Int64 = 5_000_000_000
  /// A flow that lasts this long is reported and counted anew; at most 4000 s.
  public var active: Int64 = 1_800_000_000_000
  /// Payload after at least this long without payload is an event.
  public var pause: Int64 = 1_000_000_000

  /// The defaults, which are those of Zeek for inactivity and of NetFlow exporters for activity.
  public init() {}
}
