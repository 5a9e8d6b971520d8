/// The signatures that are looked for.
public struct SignatureTable: Hashable, Sendable {
  /// The signatures, in the order in which they are looked for; names are unique.
  public private(set) var signatures: [Signature]

  /// Signatures with names of their own.
  public init(_ signatures: [Signature] = []) { self.signatures = signatures }

  /// The signature of a name.
  public subscript(name: String) -> Signature? { signatures.first { $0.name == name } }

  /// The table that is built in: that of `Config/implants.yaml`.
  public static let shipped: SignatureTable = {
    do throws(ConfigurationError) {
      return try SignatureTable(yaml: Array(shippedText.utf8), file: "implants.yaml")
    } catch {
      // Not before the text is broken, which a test would show.
      preconditionFailure(error.message)
    }
  }()

  /// Adds an operator's rows to those that are there.
  ///
  /// - Throws: `ConfigurationError` with line and column for anything that is not known or cannot be, and for
  ///   a name that is there already.
  public mutating func add(file: String) throws(ConfigurationError) {
    let own = try SignatureTable(
      yaml: try ConfigurationFile.read(file), file: file, behind: signatures)
    signatures += own.signatures
  }

  /// Reads a file of signatures.
  ///
  /// - Parameters:
  ///   - yaml: The file's bytes: `version` (1) and `signatures`, a list of rows.
  ///   - file: The file as it was named.
  ///   - known: Signatures that are there already; rows may come after them, and must not have their names.
  /// - Throws: `ConfigurationError` with line and column for anything that is not known or cannot be.
  public init(
    yaml: [UInt8], file: String, behind known: [Signature] = []
  ) throws(ConfigurationError) {
    var root = try YAMLMapping(bytes: yaml, file: file)
    _ = try root.integer("version", in: 1...1)
    var reader = SignatureReader(known: known)
    for row in try root.mappings("signatures") ?? [] { try reader.add(row) }
    try root.finish()
    try reader.finish(file: file)
    signatures = reader.signatures
  }
}
