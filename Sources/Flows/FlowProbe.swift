/// What a packet's look-up needs, worked out ahead for a whole batch.
struct FlowProbe {
  /// The key of the packet's flow.
  var key = FlowKey()
  /// The key's hash.
  var hash: UInt64 = 0
  /// The side that sent the packet, or `noSide`.
  var side: UInt8 = FlowProbe.noSide

  /// The packet belongs to no flow.
  static let noSide: UInt8 = 255
}
