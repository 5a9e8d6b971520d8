import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

@Suite struct ConversationNotesTests {
  private func key(_ number: Int, of device: Int = 0) throws -> ConversationKey {
    var writer = StoredWriter()
    writer.add(UInt64(0))
    writer.add(UInt8(6))
    for word in [0, 1, 0, 2] as [UInt64] { writer.add(word) }
    writer.add(UInt16(number))
    writer.add(UInt16(80))
    var key = try ConversationKey(stored: writer.octets)
    key.device = device
    return key
  }

  private func marks(_ number: Int) -> StackMarks {
    var marks = StackMarks()
    marks.tcpSequence = UInt32(number)
    return marks
  }

  /// At the limit the one goes that was written longest ago, and only that.
  @Test func bounded() throws {
    var notes = ConversationNotes<StackMarks>(isRemembered: false, limit: 4, share: 4)
    for number in 0..<4 { notes[try key(number)] = marks(number) }
    notes[try key(0)] = marks(100)
    notes[try key(4)] = marks(4)
    #expect(notes.count == 4)
    #expect(try [notes[key(1)], notes[key(0)]] == [nil, marks(100)])
    #expect(try (2...4).allSatisfy { notes[try key($0)] == marks($0) })
    // The place of one that ended is taken first.
    notes[try key(3)] = nil
    notes[try key(5)] = marks(5)
    #expect(try [2, 4].allSatisfy { notes[try key($0)] == marks($0) })
    for number in 10..<1000 {
      _ = notes.update(try key(2)) { $0.tcpSequence += 1 }
      notes[try key(number)] = marks(number)
    }
    #expect(notes.count == 4)
    #expect(notes[try key(2)] == marks(992))
  }

  /// Whatever one device opens, the others keep theirs.
  @Test func shares() throws {
    var notes = ConversationNotes<StackMarks>(isRemembered: false, limit: 8, share: 6)
    for number in 0..<2 { notes[try key(number, of: 1)] = marks(number) }
    for number in 0..<500 { notes[try key(number, of: 2)] = marks(number) }
    #expect(notes.count == 8)
    #expect(try (0..<2).allSatisfy { notes[try key($0, of: 1)] == marks($0) })
    // A third one takes of him who has most.
    for number in 0..<2 { notes[try key(number, of: 3)] = marks(number) }
    #expect(notes.count == 8)
    for device in [1, 3] { #expect(notes[try key(0, of: device)] == marks(0)) }
    #expect(try [495, 496].map { notes[try key($0, of: 2)] } == [nil, marks(496)])
  }

  /// What has changed is told once; what is taken back is the same.
  @Test func remembered() throws {
    var notes = ConversationNotes<StackMarks>(isRemembered: true, limit: 4)
    for number in 0..<5 { notes[try key(number)] = marks(number) }
    notes[try key(2)] = nil
    let changes = notes.changes()
    #expect(changes.count == 5)
    #expect(changes.count { $0.body == nil } == 2)
    #expect(notes.changes().isEmpty)
    var other = ConversationNotes<StackMarks>(isRemembered: true, limit: 4)
    try other.restore(changes)
    #expect(other.count == 3)
    #expect(try [1, 3, 4].allSatisfy { other[try key($0)] == marks($0) })
    // It goes on with the same one.
    for number in [7, 8] { other[try key(number)] = marks(number) }
    #expect(try [1, 3].map { other[try key($0)] } == [nil, marks(3)])
    var faulty = changes.filter { $0.body != nil }
    faulty[0].body?.removeLast()
    #expect(throws: StoredFault.self) { try other.restore(faulty) }
  }
}
