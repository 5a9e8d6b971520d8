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

  /// One device that meets everybody does not take the memory of the others.
  @Test func aDeviceHasItsShare() {
    var ledger = ContactLedger<Int, Int>(limit: 100, share: 10)
    for peer in 0..<1000 { _ = note(&ledger, peer) }
    #expect(ledger.count == 10 && ledger.forgotten == 990)
    for _ in 0..<4 { _ = note(&ledger, 5, device: 1) }
    #expect(ledger.contact(device: 1, kind: 443, peer: 5)?.conversations == 4)
  }

  /// A peer that could not be remembered and comes again is not counted as one more.
  @Test func aForgottenPeerIsNotCountedAgain() {
    var ledger = ContactLedger<Int, Int>(limit: 3)
    for peer in 0..<3 { _ = note(&ledger, peer) }
    let notices = (0..<100).compactMap { _ in note(&ledger, 9) }
    #expect(notices == [.row(peers: 4, update: 0)])
  }
}

extension Int: ContactPart {
  func keep(in writer: inout StoredWriter) { writer.add(self) }
  static func kept(in reader: inout StoredReader) throws(StoredFault) -> Int {
    try reader.number()
  }
}
