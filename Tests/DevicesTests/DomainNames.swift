/// Draws names at random, the same in each run.
struct DomainNames {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A number below a limit, by Knuth's MMIX constants.
  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }

  /// Up to `most` labels of a few words, so that names and rules meet often.
  mutating func name(of words: [String], most: Int) -> String {
    (0...next(below: most)).map { _ in words[next(below: words.count)] }.joined(separator: ".")
  }

  /// Octets that mean something in a name and some that mean nothing, as text.
  mutating func hostile(most: Int) -> String {
    let octets: [UInt8] =
      Array("..\\com.arpa.ip6.in-addr.0129aF.co.uk.*!+local:".utf8) + [
        0, 10, 0x20, 0x7f, 0xc3, 0xff,
      ]
    return String(
      decoding: (0..<next(below: most)).map { _ in octets[next(below: octets.count)] },
      as: UTF8.self)
  }
}
