import Capture

/// Bets that the next question of a domain carries something, by which the chance is bounded that
/// ordinary names look so.
///
/// The null model: whatever was asked before, the next question is a carrier with a chance of at most 1 in 4, and is
/// of a type that hardly any program asks for with a chance of at most 1 in 64. Three gamblers start with a
/// third each: the first two bet that half, and nine in ten, are carriers; the third that half are of an odd type.
/// Each pays fairly under the null model, so their sum is a nonnegative supermartingale that starts at one, and one
/// over the most that it ever had bounds the chance (Ville's inequality), however often one looks.
struct CarrierBets: Hashable, Sendable, Storable {
  /// The highest share of carriers among ordinary questions of a domain.
  static let carrierShare = 0.25
  /// The same of odd types.
  static let oddShare = 1.0 / 64

  private var capital: SIMD4<Double> = [1.0 / 3, 1.0 / 3, 1.0 / 3, 0]
  /// The most that they ever had together.
  private(set) var most = 1.0

  init() {}

  /// Upper bound of the chance that it is nothing, 0 to 1.
  var chance: Double { 1 / most }

  /// Settles the bets on one question.
  mutating func note(isCarrier: Bool, isOdd: Bool) {
    let carrier = CarrierBets.carrierShare
    let odd = CarrierBets.oddShare
    capital[0] *= isCarrier ? 0.5 / carrier : 0.5 / (1 - carrier)
    capital[1] *= isCarrier ? 0.9 / carrier : 0.1 / (1 - carrier)
    capital[2] *= isOdd ? 0.5 / odd : 0.5 / (1 - odd)
    // Beyond this nothing more is said, and nothing must become infinite.
    most = max(most, min(1e100, capital.sum()))
    for index in 0..<3 { capital[index] = min(1e100, capital[index]) }
  }

  func store(to writer: inout StoredWriter) {
    for index in 0..<3 { writer.add(capital[index]) }
    writer.add(most)
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    for index in 0..<3 { capital[index] = try reader.double() }
    most = try reader.double()
    guard most >= 1, capital[0] >= 0, capital[1] >= 0, capital[2] >= 0 else {
      throw reader.fault("what bets are worth")
    }
  }
}
