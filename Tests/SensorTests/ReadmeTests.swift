import Packets
import Testing

/// What the README says of the product as a whole.
@Suite struct ReadmeTests {
  /// Every protocol that is read has its row in the table, under the name that the output gives it.
  @Test(arguments: ProtocolCatalog.names) func everyProtocolHasItsRow(_ name: ProtocolName) throws {
    let readme = try #require(Folder.readme)
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(rows.count { $0.contains(" | `\(name)` | ") } == 1, "\(name)")
  }
}
