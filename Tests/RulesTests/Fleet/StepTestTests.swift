import Glibc
import Testing

@testable import Rules

@Suite struct StepTestTests {
  /// Beats with gaps of the period times 1 - jitter to 1 + jitter.
  private func beats(
    _ generator: inout FixedGenerator, _ count: Int, period: Double = 300, jitter: Double = 0.2
  ) -> [Double] {
    var time = period * generator.uniform()
    return (0..<count).map { _ in
      time += period * (1 + jitter * (2 * generator.uniform() - 1))
      return time
    }
  }

  private func chance(_ proof: StepTest.Proof, _ own: [Double], _ other: [Double]) -> Double {
    StepTest.run(proof, own, other)?.chance ?? 1
  }

  /// Bounds are bounds: of independent series of every jitter no more look so than the chance says.
  @Test(arguments: [0, 0.02, 0.2, 0.6, 0.95], StepTest.Proof.allCases)
  func independentSeries(jitter: Double, proof: StepTest.Proof) {
    var generator = FixedGenerator(state: 7)
    var counts = [0.5: 0, 0.1: 0, 0.01: 0]
    let rounds = 400
    for _ in 0..<rounds {
      // Periods of their own, half in each factor e, for the one proof that is about periods.
      let spread = proof == .period ? 2.0 : 0
      let own = beats(
        &generator, 20, period: 311 * exp(spread * (generator.uniform() - 0.5)), jitter: jitter)
      let other = beats(
        &generator, 26, period: 311 * exp(spread * (generator.uniform() - 0.5)), jitter: jitter)
      let chance = chance(proof, own, other)
      for level in counts.keys where chance <= level { counts[level, default: 0] += 1 }
    }
    for (level, count) in counts {
      // Three standard deviations above the mean of as many draws.
      let mean = level * Double(rounds)
      #expect(
        Double(count) <= mean + 3 * mean.squareRoot(), "\(proof) \(jitter) \(level): \(count)")
    }
  }

  /// One uneven schedule behind the other, with beats missing on both sides.
  @Test(arguments: [0.0, 40, 950]) func oneSchedule(delay: Double) {
    var generator = FixedGenerator(state: 3)
    let all = beats(&generator, 30)
    var own = all.map { $0 + delay + 0.05 * generator.uniform() }
    #expect(chance(.schedule, own, all) < 1e-9)
    own.remove(at: 20)
    var other = all
    other.remove(at: 11)
    let result = StepTest.run(.schedule, own, other)
    #expect(result.map { $0.chance < 1e-6 } == true)
    #expect(result.map { ($0.delay - delay).magnitude < 0.1 } == true)
  }

  /// A pattern that comes again proves nothing: each device has it by itself.
  @Test func patterns() {
    var own: [Double] = []
    for turn in 0..<12 { own += [0, 10, 35].map { Double(turn) * 600 + $0 } }
    let other = own.map { $0 + 77 }
    #expect(chance(.schedule, own, other) > 0.01)
    #expect(chance(.schedule, own.map { $0 + 600 }, own) > 0.01)
    // And so do clocks without jitter.
    let clock = (0..<40).map { Double($0) * 300 }
    #expect(chance(.schedule, clock.map { $0 + 5 }, clock) == 1)
  }

  /// 10 ms of 300 s, twice, over beats that lie within it.
  @Test func oneMoment() {
    let clock = (0..<20).map { Double($0) * 300 }
    let other = clock.map { $0 + 0.01 }
    // 20 beats of which 18 count; 0.02 s around each of 20 beats and one more, in 5,700 s.
    let expected = 20.0 / 18 * 0.02 * 21 / 5700
    #expect((chance(.moment, other, clock) / expected - 1).magnitude < 0.1)
    #expect(chance(.moment, clock.map { $0 + 60 }, clock) > 0.3)
  }

  /// The same odd period proves something, a round one nothing.
  @Test func onePeriod() {
    let odd = (0..<40).map { Double($0) * 437.2 }
    #expect(chance(.period, odd.map { 100 + $0 * 1.00002 }, odd) < 3e-5)
    #expect(chance(.period, odd.map { 100 + $0 * 1.003 }, odd) > 2e-3)
    let round = (0..<40).map { Double($0) * 300.4 }
    #expect(chance(.period, round.map { 100 + $0 }, round) == 1)
  }

  @Test func tooFewBeats() {
    let few = (0..<7).map { Double($0) * 437.2 }
    for proof in StepTest.Proof.allCases { #expect(StepTest.run(proof, few, few) == nil) }
  }

  /// By hand: 3 proofs, looks, 2 to the power of the number, and the ways to choose.
  @Test func groupChances() {
    func chance(_ chance: Double, _ count: Int, of compared: Int, _ looks: Int) -> Double {
      StepTest.groupChance(chance, count: count, compared: compared, looks: looks)
    }
    #expect((chance(0.001, 1, of: 4, 5) - 0.12).magnitude < 1e-12)
    #expect((chance(0.001, 2, of: 4, 5) - 3.6e-4).magnitude < 1e-12)
    #expect(chance(0.5, 1, of: 9, 9) == 1)
  }

  /// Whoever runs by the clock on the wall beats when minutes begin; a whole number of seconds is one that was chosen.
  @Test func whatAnybodyChooses() {
    let clock = (0..<20).map { Double($0) * 300 }
    let other = clock.map { $0 + 0.01 }
    #expect(StepTest.run(.moment, other, clock, start: 59.5) == nil)
    #expect(StepTest.run(.moment, other, clock, start: 55) != nil)
    for period in [55.0, 29, 660] {
      let beats = (0..<80).map { Double($0) * period }
      #expect(StepTest.run(.period, beats.map { 12 + $0 * 1.000003 }, beats) == nil)
    }
    let odd = (0..<80).map { Double($0) * 55.3 }
    #expect(StepTest.run(.period, odd.map { 12 + $0 * 1.000003 }, odd) != nil)
  }
}
