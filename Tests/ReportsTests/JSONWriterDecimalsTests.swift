import Glibc
import Reports
import Testing

@Suite struct JSONWriterDecimalsTests {
  /// What the C library's exact conversion writes.
  private func printed(_ format: String, _ arguments: any CVarArg...) -> String {
    var text = [CChar](repeating: 0, count: 512)
    let count = unsafe withVaList(arguments) { unsafe vsnprintf(&text, text.count, format, $0) }
    return String(decoding: text.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Numbers of all sizes from a linear congruential generator's bits, with what lies around ties.
  private static let numbers: [Double] = {
    var numbers: [Double] = [
      0, 0.5, 1.5, 2.5, 0.125, 0.375, 0.005, 0.015, 0.025, 1.005, 2.675, 0.05, 0.95, 0.995, 0.9995,
      9.5, 9.995, 99.5, 999.995, 0.1, 0.2, 0.3, 1.0 / 3, 2.0 / 3, 1e-9, 5e-10, 4.999e-10, 1e-10,
      1e9, 1e15, 1e16, 9_007_199_254_740_992, 0x1p62, 0x1p63.nextDown, .leastNormalMagnitude,
      .leastNonzeroMagnitude, 300.02, 97, 99.995, 0.0449999999999999956,
    ]
    var state: UInt64 = 7
    for _ in 0..<5000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      // Exponents -60 to 62, then 24 bits in front, so that exact ties come up.
      let exponent = UInt64(1023 - 60 + Int(state >> 40) % 123)
      numbers.append(Double(bitPattern: exponent << 52 | (state >> 12 & 0xf_ffff_ffff_ffff)))
      numbers.append(Double(state >> 44) / 1024)
    }
    return numbers
  }()

  @Test(arguments: 0...9) func equalsPrintf(places: Int) {
    for number in JSONWriterDecimalsTests.numbers where number < 0x1p63 {
      for value in [number, -number] {
        let expected = printed("%.*f", Int32(places), value)
        let isZero = !expected.contains { $0 != "-" && $0 != "0" && $0 != "." }
        #expect(
          writtenText { $0.decimal(value, places: places) }
            == (isZero && expected.first == "-" ? String(expected.dropFirst()) : expected))
      }
    }
  }

  @Test func ends() {
    #expect(writtenText { $0.decimal(-0.0, places: 1) } == "0.0")
    #expect(writtenText { $0.decimal(-0.04, places: 1) } == "0.0")
    #expect(writtenText { $0.decimal(-0.06, places: 1) } == "-0.1")
    #expect(writtenText { $0.decimal(.nan, places: 2) } == "null")
    #expect(writtenText { $0.decimal(.infinity, places: 2) } == "null")
    #expect(writtenText { $0.decimal(-.infinity, places: 2) } == "null")
    #expect(writtenText { $0.decimal(1, places: -3) } == "1")
    #expect(writtenText { $0.decimal(1, places: 30) } == "1.000000000")
  }

  @Test(arguments: [0x1p63, -0x1p63, 1e19, 1e300, -.greatestFiniteMagnitude])
  func pastEveryDecimal(_ value: Double) throws {
    let line = written { $0.decimal(value, places: 2) }
    guard case .number(let text) = try JSONValue(line) else {
      Issue.record("no number")
      return
    }
    #expect(Double(text) == value)
  }

  /// Every power of two down to the least number, its neighbours, and many others.
  @Test func probabilities() {
    var values = JSONWriterDecimalsTests.numbers.filter { $0 > 0 && $0 <= 1 }
    values += [
      1, 1.25e-7, 1.35e-7, 9.95e-5, 9.949e-5, 0.995, 0.9949999, 0.0996, 9.96e-300, 0.15, 0.25,
    ]
    for exponent in -1074...0 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      values += [power, power.nextUp, power.nextDown, power * 1.37, power * 1.9999]
    }
    for value in values where value > 0 && value <= 1 {
      #expect(writtenText { $0.probability(value) } == printed("%.1e", value))
    }
  }

  @Test func probabilitiesThatAreNone() {
    #expect(writtenText { $0.probability(0) } == "0.0e+00")
    #expect(writtenText { $0.probability(-0.0) } == "0.0e+00")
    #expect(writtenText { $0.probability(-3) } == "0.0e+00")
    #expect(writtenText { $0.probability(1.0000001) } == "1.0e+00")
    #expect(writtenText { $0.probability(.infinity) } == "1.0e+00")
    #expect(writtenText { $0.probability(.nan) } == "null")
    #expect(writtenText { $0.probability(.leastNonzeroMagnitude) } == "4.9e-324")
  }
}
