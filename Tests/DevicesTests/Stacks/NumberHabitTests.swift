import Capture
import Devices
import Testing

@Suite struct NumberHabitTests {
  private func time(_ seconds: Int) -> Timestamp {
    Timestamp(rawValue: Int64(seconds) * 1_000_000_000)
  }

  private func kind(
    _ values: [UInt32], bits: Int = 16, longestStep: UInt32 = 256
  ) -> NumberHabit.Kind {
    var habit = NumberHabit(bits: bits, longestStep: longestStep)
    for (second, value) in values.enumerated() { habit.note(value, at: time(second)) }
    return habit.kind
  }

  @Test func kinds() {
    #expect(kind([]) == .unknown)
    #expect(kind([0, 0]) == .unknown)
    #expect(kind([0, 0, 0]) == .zero)
    #expect(kind([7, 7, 7]) == .constant)
    #expect(kind([0, 6, 12, 18]) == .counter)
    #expect(kind([0x5065, 0x312e, 0xf71e, 0x0021]) == .scattered)
    #expect(kind([1, 2, 40000, 40001]) == .mixed)
  }

  /// A counter goes on at its wrap; one step in eight may be something else.
  @Test func wrapAndExceptions() {
    #expect(kind([65534, 65535, 0, 1]) == .counter)
    #expect(kind([.max - 5, .max, 4], bits: 32, longestStep: 65535) == .counter)
    #expect(kind([1, 2, 3, 4, 5, 6, 7, 8, 40000]) == .counter)
    #expect(kind([6509, 6510, 6511, 6513], bits: 32, longestStep: 65535) == .counter)
  }

  /// A habit of very many steps can still change.
  @Test func changes() {
    var habit = NumberHabit(bits: 16, longestStep: 256)
    for value in 0..<200_000 { habit.note(UInt32(value & 0xffff), at: time(0)) }
    #expect(habit.kind == .counter)
    for value in 0..<600_000 { habit.note(UInt32(value * 7919 & 0xffff), at: time(0)) }
    #expect(habit.kind == .scattered)
  }

  /// Who is seen seldom takes long steps of a counter that others use as well.
  @Test func pauses() {
    var habit = NumberHabit(bits: 16, longestStep: 256)
    for number in 0..<20 { habit.note(UInt32(number * 5000 & 0xffff), at: time(number * 11)) }
    #expect(habit.kind == .unknown && habit.steps == 0)
    for number in 0..<3 { habit.note(UInt32(number), at: time(300 + number * 10)) }
    #expect(habit.kind == .counter)
  }

  @Test func contradictions() {
    #expect(NumberHabit.Kind.counter.contradicts(.scattered))
    #expect(NumberHabit.Kind.scattered.contradicts(.counter))
    #expect(!NumberHabit.Kind.counter.contradicts(.unknown))
    #expect(!NumberHabit.Kind.zero.contradicts(.scattered))
    #expect(!NumberHabit.Kind.counter.contradicts(.counter))
  }
}
