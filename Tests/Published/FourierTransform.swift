import Glibc

/// The discrete Fourier transform of complex values whose count is a power of two (Cooley and Tukey 1965).
struct FourierTransform: Sendable {
  /// How many values are transformed.
  let count: Int
  private let cosines: [Double]
  private let sines: [Double]

  /// A transform of `count` values, a power of two.
  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "a power of two")
    self.count = count
    let angles = (0..<count / 2).map { 2 * Double.pi * Double($0) / Double(count) }
    cosines = angles.map { cos($0) }
    sines = angles.map { -sin($0) }
  }

  /// Transforms in place: sum of x[t] exp(-2 pi i k t / n).
  func transform(_ real: inout [Double], _ imaginary: inout [Double]) {
    var reversed = 0
    for index in 1..<max(count, 1) {
      var bit = count >> 1
      while reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
      if index < reversed {
        real.swapAt(index, reversed)
        imaginary.swapAt(index, reversed)
      }
    }
    var half = 1
    while half < count {
      let step = count / (2 * half)
      for start in stride(from: 0, to: count, by: 2 * half) {
        for offset in 0..<half {
          let low = start + offset
          let high = low + half
          let c = cosines[offset * step]
          let s = sines[offset * step]
          let x = real[high] * c - imaginary[high] * s
          let y = real[high] * s + imaginary[high] * c
          real[high] = real[low] - x
          imaginary[high] = imaginary[low] - y
          real[low] += x
          imaginary[low] += y
        }
      }
      half *= 2
    }
  }
}
