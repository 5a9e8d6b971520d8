import Devices
import Flows
import Packets

/// Words that the rules about management share.
enum ManagementText {
  /// A user as a sentence names it: in quotes; nobody where the name is empty.
  static func user(_ name: String) -> String {
    name.isEmpty ? "the nameless user" : "user \(NeighborText.quoted(name))"
  }

  /// A peer as a sentence names it: its address, and what the inventory calls it.
  static func peer(_ sighting: borrowing Sighting) -> String {
    let address = "\(sighting.peerEnd.address)"
    guard let name = sighting.peer?.label, name != address else { return address }
    return "\(address) (\(name))"
  }

  /// `; 4 sessions so far`; empty at the first.
  static func soFar(_ count: Int, _ what: String) -> String {
    count == 1 ? "" : "; \(count) \(what) so far"
  }
}

extension String {
  /// The standard's words with another mark between them.
  func replacing(underscore mark: Character) -> String {
    String(map { $0 == "_" ? mark : $0 })
  }
}
