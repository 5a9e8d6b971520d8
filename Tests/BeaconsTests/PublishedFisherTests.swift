import Published
import Testing

struct PublishedFisherTests {
  @Test func vectors() throws {
    let vectors = try PublishedVectors.spectra()
    #expect(vectors.count == 5)
    for vector in vectors {
      let test: FisherTest
      if let series = vector.series {
        test = FisherTest(series: series)
        let powers = Periodogram(count: series.count).powers(series)
        let frequency = try #require(vector.frequency)
        // Several frequencies share the highest power but for rounding.
        let named = powers[Int((frequency * Double(series.count)).rounded())]
        let highest = try #require(powers.max())
        #expect(named > highest * (1 - 1e-9), "\(vector.name)")
      } else {
        var powers = try #require(vector.powers)
        if vector.name.contains("exclude_last=True") { powers.removeLast() }
        test = FisherTest(powers: powers, leavesOutLastTerm: true)
      }
      #expect((test.statistic - vector.statistic).magnitude < 1e-12, "\(vector.name)")
      #expect(
        (test.chance - vector.chance).magnitude < 1e-9 * max(vector.chance, 1e-6), "\(vector.name)")
    }
  }

  /// The answers that msticpy's own tests want, to their seven digits; 1600 powers as well as 8.
  @Test func answersOfMsticpy() {
    let powers: [Double] = [10, 60, 20, 30, 40, 10, 10, 10]
    let whole = FisherTest(powers: powers, leavesOutLastTerm: true).chance
    #expect((whole - 0.5357916).magnitude < 5e-8)
    let less = FisherTest(powers: powers.dropLast(), leavesOutLastTerm: true).chance
    #expect((less - 0.5857339).magnitude < 5e-8)
    let many = FisherTest(powers: Array(repeating: powers, count: 200).flatMap { $0 }).chance
    #expect((many - 1).magnitude < 5e-8)
  }

  /// A beat every 60 seconds from the first to the last second of a day, which are 86,399 apart:
  /// msticpy's fixture, whose answers are 0.016667 and 59.999306.
  @Test func minuteBeatsOfADay() {
    let counts = (0..<86_399).map { $0 % 60 == 0 ? 1.0 : 0 }
    let test = FisherTest(series: counts)
    #expect((test.frequency - 0.016667).magnitude < 5e-7)
    #expect((1 / test.frequency - 59.999306).magnitude < 5e-7)
    #expect(test.chance < 1e-9)
  }

  /// The sum of all terms is a distribution function: at the smallest statistic possible it is 1.
  @Test func wholeSumIsOneForEqualPowers() {
    #expect((FisherTest(powers: [1, 1, 1, 1]).chance - 1).magnitude < 1e-9)
    // Two powers: g is uniform on 1/2...1, so the chance is 2 (1 - g).
    #expect((FisherTest(powers: [3, 1]).chance - 0.5).magnitude < 1e-12)
    #expect(FisherTest(powers: [0, 0, 0]).chance == 1)
  }

  @Test func dayOfBeatsIsFoundAndNothingIsNot() {
    let times = (0..<288).map { 7 + 300 * Double($0) }
    #expect(FisherTest.finds(EventSeries(times: times, bytes: times)))
    #expect(!FisherTest.finds(EventSeries(times: [5], bytes: [5])))
  }
}
