import Capture
import Devices
import Flows
import Packets
import Testing

@testable import Rules

@Suite struct ConversationNotesTests {
  private func key(_ number: Int) throws -> ConversationKey {
    var writer = StoredWriter()
    writer.add(UInt64(0))
    writer.add(UInt8(6))
    for word in [0, 1, 0, 2] as [UInt64] { writer.add(word) }
    writer.add(UInt16(number))
    writer.add(UInt16(80))
    return try ConversationKey(stored: writer.octets)
  }

  private func marks(_ number: Int) -> StackMarks {
    var marks = StackMarks()
    marks.tcpSequence = UInt32(number)
    return marks
  }

  /// At the limit the oldest goes, and only the oldest.
  @Test func bounded() throws {
    var notes = ConversationNotes<StackMarks>(isRemembered: false, capacity: 4)
    for number in 0..<4 { notes[try key(number)] = marks(number) }
    notes[try key(0)] = marks(100)
    notes[try key(4)] = marks(4)
    #expect(notes.count == 4)
    #expect(notes[try key(0)] == nil)
    #expect(try (1...4).allSatisfy { notes[try key($0)] == marks($0) })
    // One that ended and comes again is young.
    notes[try key(1)] = nil
    notes[try key(1)] = marks(7)
    notes[try key(5)] = marks(5)
    notes[try key(6)] = marks(6)
    #expect(notes[try key(1)] == marks(7))
    #expect(notes.count <= 4)
    for number in 10..<1000 { notes[try key(number)] = marks(number) }
    #expect(notes.count == 4)
  }

  /// What has changed is told once; what is taken back is the same.
  @Test func remembered() throws {
    var notes = ConversationNotes<StackMarks>(isRemembered: true, capacity: 4)
    for number in 0..<5 { notes[try key(number)] = marks(number) }
    notes[try key(2)] = nil
    let changes = notes.changes()
    #expect(changes.count == 5)
    #expect(changes.count { $0.body == nil } == 2)
    #expect(notes.changes().isEmpty)
    var other = ConversationNotes<StackMarks>(isRemembered: true, capacity: 4)
    try other.restore(changes)
    #expect(other.count == 3)
    #expect(try [1, 3, 4].allSatisfy { other[try key($0)] == marks($0) })
    var faulty = changes.filter { $0.body != nil }
    faulty[0].body?.removeLast()
    #expect(throws: StoredFault.self) { try other.restore(faulty) }
  }
}
