import Capture
import Devices
import Packets
import Testing

@Suite struct StackTableTests {
  private func key(_ number: UInt32, mac: UInt64 = 1) -> StackKey {
    StackKey(
      vlans: .none, mac: MACAddress(rawValue: mac), address: IPAddress(v4: number))
  }

  private func note(_ table: inout StackTable, _ key: StackKey) {
    table.update(key) { $0.noteDatagram(StackMarks(), at: Timestamp(rawValue: 0)) }
  }

  @Test func apart() {
    var table = StackTable(limit: 10)
    note(&table, key(1))
    note(&table, key(1))
    note(&table, key(2))
    note(&table, key(1, mac: 2))
    let tagged = StackKey(
      vlans: VLANStack.none.adding(7), mac: MACAddress(rawValue: 1), address: IPAddress(v4: 1))
    note(&table, tagged)
    #expect(table.count == 4)
    #expect(table.population(of: key(1))?.datagrams.other == 2)
    #expect(table.population(of: tagged)?.datagrams.other == 1)
    #expect(table.population(of: key(9)) == nil)
    #expect(table.addresses(of: MACAddress(rawValue: 1)) == 3)
  }

  /// At the limit the one gives way that nobody has seen lately, and the table never grows past it.
  @Test func bounded() {
    var table = StackTable(limit: 4)
    for number in 1...4 { note(&table, key(UInt32(number))) }
    note(&table, key(5))
    // Everybody had been seen, so the first one went; the rest has been looked at once.
    #expect(table.population(of: key(1)) == nil)
    note(&table, key(2))
    note(&table, key(6))
    #expect(table.population(of: key(2)) != nil)
    #expect(table.population(of: key(3)) == nil)
    for number in 7..<1000 { note(&table, key(UInt32(number))) }
    #expect(table.count == 4)
    #expect(table.forgotten == 995)
    #expect(table.addresses(of: MACAddress(rawValue: 1)) == 4)
  }

  /// A start counts for all addresses of a machine, and for those that come later.
  @Test func starts() {
    var table = StackTable(limit: 4)
    table.noteStart(of: MACAddress(rawValue: 1))
    note(&table, key(1))
    #expect(table.population(of: key(1))?.starts == 0)
    table.noteStart(of: MACAddress(rawValue: 1))
    table.noteStart(of: MACAddress(rawValue: 2))
    note(&table, key(1))
    note(&table, key(2))
    note(&table, key(1, mac: 3))
    #expect(table.population(of: key(1))?.starts == 1)
    #expect(table.population(of: key(2))?.starts == 1)
    #expect(table.population(of: key(1, mac: 3))?.starts == 0)
    var other = StackTable(limit: 4)
    if let known = table.population(of: key(1)) { other.restore(known, of: key(1)) }
    note(&other, key(2))
    #expect(other.population(of: key(2))?.starts == 1)
  }

  @Test func limitOfNothing() {
    var table = StackTable(limit: 0)
    note(&table, key(1))
    note(&table, key(2))
    #expect(table.count == 1)
  }
}
