import Capture
import Testing

@testable import Rules

@Suite struct ContactLedgerTests {
  private func note(
    _ ledger: inout ContactLedger<Int, Int>, _ peer: Int, kind: Int = 443, device: Int = 0
  ) -> ContactLedger<Int, Int>.Notice? {
    ledger.note(device: device, kind: kind, peer: peer, at: Timestamp(rawValue: 0))
  }

  /// A channel tells itself at 1, 4, 16, 64 conversations.
  @Test func growingDistances() {
    var ledger = ContactLedger<Int, Int>(limit: 100)
    var told: [Int: Int] = [:]
    for conversation in 1...100 {
      guard case .peer(let conversations, let update) = note(&ledger, 1) else { continue }
      #expect(conversations == conversation)
      told[conversation] = update
    }
    #expect(told == [1: 0, 4: 1, 16: 2, 64: 3])
  }

  /// A thousand rotating peers: three lines of their own, then 4, 8, 16, ... 512.
  @Test func rotatingPeersAreNoFlood() {
    var ledger = ContactLedger<Int, Int>(limit: 10_000)
    let notices = (0..<1000).compactMap { note(&ledger, $0) }
    #expect(notices.prefix(3).allSatisfy { $0 == .peer(conversations: 1, update: 0) })
    let rows = notices.dropFirst(3).map { notice -> Int in
      guard case .row(let peers, _) = notice else { return 0 }
      return peers
    }
    #expect(rows == [4, 8, 16, 32, 64, 128, 256, 512])
    #expect(ledger.row(device: 0, kind: 443)?.recent == Array(992..<1000))
  }

  /// A scan over ten thousand ports: 16 kinds apart, all others one.
  @Test func manyKindsAreNoFlood() {
    var ledger = ContactLedger<Int, Int>(limit: 100_000)
    let notices = (0..<10_000).compactMap { note(&ledger, 1, kind: $0) }
    #expect(notices.count < 30)
    let other = note(&ledger, 7, kind: 20_000, device: 1)
    #expect(other == .peer(conversations: 1, update: 0))
  }

  @Test func limitForgetsAndCounts() {
    var ledger = ContactLedger<Int, Int>(limit: 2)
    for peer in 0..<5 { _ = note(&ledger, peer) }
    #expect(ledger.count == 2)
    #expect(ledger.forgotten == 3)
  }
}
