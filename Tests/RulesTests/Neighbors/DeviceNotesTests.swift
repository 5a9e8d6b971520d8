import Capture
import Testing

@testable import Rules

@Suite struct DeviceNotesTests {
  /// Notes are bounded in all and of one device: the device's own gives way that was written least often, then the
  /// oldest; of all, one of the device that has most.
  @Test func bounds() {
    var notes = DeviceNotes<MomentRow>("x", isRemembered: true, limit: 4, share: 3)
    for name in ["a", "b", "c"] { notes[0, name] = MomentRow() }
    notes[0, "a"] = MomentRow()
    notes[0, "d"] = MomentRow()
    #expect(notes[0, "b"] == nil && notes[0, "a"] != nil && notes[0, "d"] != nil)
    notes[1, "e"] = MomentRow()
    notes[1, "f"] = MomentRow()
    #expect(notes.count == 4 && notes[0, "c"] == nil && notes[1, "e"] != nil)
    #expect(notes.refused == 2)
    notes[0, "a"] = nil
    #expect(notes.count == 3)
    let changes = notes.changes()
    #expect(changes.count { $0.body == nil } == 3 && changes.count { $0.body != nil } == 3)
    #expect(notes.changes().isEmpty)
  }

  /// What goes on stays, however much comes that is seen once; and over a restart the same gives way.
  @Test func junk() throws {
    var notes = DeviceNotes<MomentRow>("x", isRemembered: true)
    for _ in 0..<4 { notes[7, "tunnel"] = MomentRow() }
    for number in 0..<500 { notes[7, "junk \(number)"] = MomentRow() }
    #expect(notes.count == 64 && notes[7, "tunnel"] != nil)
    var other = DeviceNotes<MomentRow>("x", isRemembered: true)
    try other.restore(notes.changes())
    for number in 500..<510 {
      notes[7, "junk \(number)"] = MomentRow()
      other[7, "junk \(number)"] = MomentRow()
    }
    for number in 0..<510 {
      let name = "junk \(number)"
      #expect((notes[7, name] == nil) == (other[7, name] == nil), "\(name)")
    }
  }

  /// Stories that are told do not make room for more of the same, but for what matters more; and for anything
  /// once they are a day old.
  @Test func stories() {
    let start = Timestamp(rawValue: 1_700_000_000_000_000_000)
    let hour: Int64 = 3_600_000_000_000
    var stories = DeviceNotes<Story>(isRemembered: false)
    for number in 0..<64 {
      #expect(stories.tell("\(number)", of: 0, at: start, severity: .low) != nil)
    }
    let later = start.advanced(byNanoseconds: hour)
    #expect(stories.tell("more", of: 0, at: later, severity: .low) == nil)
    #expect(stories.tell("worse", of: 0, at: later, severity: .high) != nil)
    #expect(stories.tell("0", of: 1, at: later, severity: .low) != nil)
    let nextDay = start.advanced(byNanoseconds: 25 * hour)
    #expect(stories.tell("more", of: 0, at: nextDay, severity: .low) != nil)
    #expect(stories[0, "worse"] != nil)
  }

  /// The same of stories with grades.
  @Test func gradedStories() {
    let start = Timestamp(rawValue: 1_700_000_000_000_000_000)
    var stories = DeviceNotes<GradedStory>(isRemembered: false)
    for number in 0..<64 { #expect(stories.tell("\(number)", of: 0, grade: 1, at: start) != nil) }
    #expect(stories.tell("more", of: 0, grade: 1, at: start) == nil)
    #expect(stories.tell("worse", of: 0, grade: 3, at: start) != nil)
    #expect(stories[0, "worse"]?.grade == 3)
  }
}
