/// What a packet's look-up needs, worked out ahead for a whole batch.
struct FlowProbe {
  /// The key of the packet's flow.
  var key = FlowKey()
  /// The key's hash.
  var hash: UInt64 = 0
  /// The side that sent the packet, or `noSide`.
  var side: UInt8 = FlowProbe.noSide
  /// Once the packet is counted: the place of its flow; before, or where it has none, `noPlace`.
  var place = FlowProbe.noPlace

  /// The packet belongs to no flow.
  static let noSide: UInt8 = 255
  /// No flow yet.
  static let noPlace = UInt32.max
}
