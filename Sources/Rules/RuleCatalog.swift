/// Every rule there is, in the order they are asked.
public enum RuleCatalog {
  /// The rules. A new rule is one line here.
  public static let all: [any Rule.Type] = [
    FirstContact.self,
    PeriodicBeacon.self,
    UnknownEtherType.self,
  ]

  /// The names of all rules.
  public static var names: [String] { all.map { $0.identity.name } }
}
