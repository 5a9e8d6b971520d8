import Capture

/// One fragment on its way to its datagram.
struct Fragment: Sendable {
  let key: FragmentKey
  let time: Timestamp
  /// Where its data belongs, in octets.
  let offset: Int
  let isLast: Bool
  /// What its header says follows; of IPv6 the fragment header's.
  let nextHeader: IPProtocol

  /// What became of it.
  enum Outcome: Sendable {
    /// It is not kept, and nothing is known of its datagram.
    case refused
    /// It belongs to the datagram in a slot.
    case kept(Int)
    /// It was the last that was missing: the whole, and what that is.
    case completed([UInt8], IPProtocol)
  }
}
