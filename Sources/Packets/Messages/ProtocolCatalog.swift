/// Every protocol that is read above the headers: a new one is one line in one of these lists.
///
/// Order decides only between recognizers that are equally sure.
public enum ProtocolCatalog {
  /// All of them.
  static let all: [any Dissector.Type] = [
    neighbors, routing, management, access, naming, sessions, encapsulation,
  ].flatMap { $0 }
}
