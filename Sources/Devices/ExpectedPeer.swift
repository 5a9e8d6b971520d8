/// Whom an entry of the policy allows a device to talk to.
public enum ExpectedPeer: Hashable, Sendable {
  /// Any address of a network, or one address as a network of its own.
  case network(IPNetwork)
  /// A device, by its index in the inventory: any of its addresses.
  case device(Int)
  /// A DNS name, lower case, without the final dot: that name and those below it.
  case name(String)
  /// A group of the policy, by its name.
  case group(String)
}
