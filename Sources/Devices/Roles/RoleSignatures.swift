/// The tables of evidence, one file a family.
public enum RoleSignatures {
  /// All rows. Of the rows of one kind and one role only the first that fits a text counts.
  public static let all: [RoleSignature] = [
    remoteManagement, addressAssignment, discovery, certificates, banners, neighbors, routing,
    services, clients, hardware,
  ].flatMap { $0 }

  private static let byKind: [RoleEvidenceKind: [RoleSignature]] = {
    var table: [RoleEvidenceKind: [RoleSignature]] = [:]
    for row in all { table[row.kind, default: []].append(row) }
    return table
  }()

  /// The rows that a text of a kind fits, at most one a role, in the order of the tables.
  public static func matching(_ kind: RoleEvidenceKind, _ text: String) -> [RoleSignature] {
    guard let rows = byKind[kind] else { return [] }
    let lowercased = text.lowercased()
    var found: [RoleSignature] = []
    for row in rows where row.pattern.matches(lowercased) {
      if !found.contains(where: { $0.role == row.role }) { found.append(row) }
    }
    return found
  }

  /// TCP ports that some row is about.
  static let servicePorts: Set<UInt16> = Set(
    all.compactMap { row in
      guard row.kind == .service, case .equal(let text) = row.pattern else { return nil }
      return UInt16(text.dropFirst("tcp/".count))
    })
}
