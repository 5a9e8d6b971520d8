import Capture
import Testing

@testable import Rules

@Suite struct NameLedgerTests {
  /// A flood of domains of one machine drives out what one machine asks for, never what is new; the same over a restart.
  @Test func aFlood() throws {
    var ledger = NameLedger(limit: 50, isRemembered: true)
    let time = Timestamp(rawValue: 0)
    for asker in ["a", "b"] {
      ledger.note("x.shared.example", of: "shared.example", by: asker, at: time)
    }
    for number in 0..<500 {
      ledger.note("x", of: "\(number).example", by: "flood", at: time)
      #expect(ledger["\(number).example"] != nil)
    }
    #expect(ledger["shared.example"]?.askers.count == 2 && ledger["0.example"] == nil)
    var restored = NameLedger(limit: 50, isRemembered: true)
    try restored.restore(ledger.changes())
    for number in 500..<530 {
      ledger.note("x", of: "\(number).example", by: nil, at: time)
      restored.note("x", of: "\(number).example", by: nil, at: time)
    }
    for number in 0..<530 {
      #expect((ledger["\(number).example"] == nil) == (restored["\(number).example"] == nil))
    }
    #expect(ledger["529.example"]?.askers.isEmpty == true)
  }
}
