import Foundation
import Testing

@testable import Published

/// What the published detectors stand on, against SciPy 1.17 and against plain sums.
struct PublishedMathematicsTests {
  private static let row = (0..<60).map { $0 % 7 == 0 || $0 % 11 == 3 ? 1.0 : 0 }

  @Test(arguments: [2, 3, 7, 8, 60, 97, 147, 256])
  func powersAreThoseOfThePlainSum(_ count: Int) {
    var random = SplitMix(seed: UInt64(count))
    let values = (0..<count).map { _ in Double.random(in: -1...3, using: &random) }
    let mean = values.reduce(0, +) / Double(count)
    let powers = Periodogram(count: count).powers(values)
    #expect(powers.count == count / 2 + 1)
    for frequency in powers.indices {
      var x = 0.0
      var y = 0.0
      for (time, value) in values.enumerated() {
        let angle = 2 * Double.pi * Double(frequency * time) / Double(count)
        x += (value - mean) * cos(angle)
        y += (value - mean) * sin(angle)
      }
      #expect((powers[frequency] - x * x - y * y).magnitude < 1e-9 * Double(count * count))
    }
  }

  @Test func powersAreThoseOfSciPy() {
    let powers = Periodogram(count: 60).powers(Self.row)
    let wanted = [0.063489195, 0.142306956, 0.098319811, 0.019764435, 0.439871747]
    for (power, want) in zip(powers.dropFirst(), wanted) {
      #expect((power * 2 / 60 - want).magnitude < 1e-8)
    }
  }

  @Test func autocorrelationIsThatOfNumPy() {
    let values = Autocorrelation.values(Self.row)
    let wanted = [
      1, -0.194513458, -0.084679089, -0.089751553, -0.051345756, -0.149585921, -0.154658385,
      0.492443064, -0.143064182, -0.054968944, -0.15320911, 0.236128364,
    ]
    for (value, want) in zip(values, wanted) { #expect((value - want).magnitude < 1e-8) }
    #expect(Autocorrelation.peaks(values, prominence: 0.2) == [7, 11, 14, 21, 28, 35, 42])
    #expect(Autocorrelation.values([2, 2, 2, 2]).isEmpty)
  }

  @Test func peaksAreThoseOfSciPy() {
    let values: [Double] = [0, 1, 3, 3, 3, 1, 2, 5, 1, 4, 4, 0, 6, 6]
    #expect(Autocorrelation.peaks(values, prominence: 0) == [3, 7, 9])
    #expect(Autocorrelation.peaks(values, prominence: 2) == [3, 7, 9])
    #expect(Autocorrelation.peaks(values, prominence: 2.5) == [7, 9])
    #expect(Autocorrelation.peaks(values, prominence: 4) == [7])
    #expect(Autocorrelation.peaks([], prominence: 0).isEmpty)
  }

  @Test func betaDistributionIsThatOfSciPy() {
    for (x, a, b, want) in [
      (0.4, 2.0, 3.0, 0.5248), (0.1, 0.5, 0.5, 0.20483276469913345),
      (0.99, 143.5, 0.5, 0.0897177852791277), (0.05, 11, 390, 0.9906014015579377),
    ] {
      #expect((BetaDistribution.cumulative(x, a, b) - want).magnitude < 1e-10)
    }
    for (t, freedom, want) in [
      (2.0, 10.0, 0.07338803477074037), (0.3, 287, 0.7643943252778681),
      (12, 5, 7.089492517161522e-05),
    ] {
      #expect((BetaDistribution.student(t, freedom: freedom) - want).magnitude < 1e-10)
    }
  }

  @Test func boundsOnACountedShareAreThoseOfSciPy() {
    let none = BetaDistribution.upperBound(hits: 0, trials: 10_000, chance: 0.05)
    #expect((none - 0.00029952835977661195).magnitude < 1e-12)
    let seven = BetaDistribution.upperBound(hits: 7, trials: 10_000, chance: 0.05)
    #expect((seven - 0.0013144072195026937).magnitude < 1e-12)
    let lower = BetaDistribution.lowerBound(hits: 27, trials: 10_000, chance: 0.001)
    #expect((lower - 0.001374228297868558).magnitude < 1e-12)
    #expect(BetaDistribution.lowerBound(hits: 0, trials: 10, chance: 0.05) == 0)
    #expect(BetaDistribution.upperBound(hits: 10, trials: 10, chance: 0.05) == 1)
  }

  @Test func mixtureFindsTwoHeaps() {
    var random = SplitMix(seed: 7)
    func heap(_ center: Double, _ count: Int) -> [Double] {
      (0..<count).map { _ in
        center + (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
      }
    }
    let means = GaussianMixture.bestMeans(heap(10, 200) + heap(50, 100)).sorted()
    #expect(means.count == 2)
    #expect((means[0] - 10).magnitude < 0.3)
    #expect((means[1] - 50).magnitude < 0.3)
    #expect(GaussianMixture.bestMeans([5, 5, 5, 5]).contains { ($0 - 5).magnitude < 1e-9 })
  }
}
