import Glibc

/// The power of each frequency in evenly spaced values of any count, their mean taken off.
///
/// Frequencies are k/n for k from 0 to n/2; powers are squared sums, not scaled. Counts that are no power
/// of two go through a convolution (Bluestein 1970), so that frequencies are exactly these.
public struct Periodogram: Sendable {
  private let count: Int
  private let transform: FourierTransform
  /// exp(-pi i t^2 / n), by t.
  private let chirpReal: [Double]
  private let chirpImaginary: [Double]
  private let kernelReal: [Double]
  private let kernelImaginary: [Double]

  /// A periodogram of `count` values, at least two.
  public init(count: Int) {
    precondition(count >= 2, "at least two values")
    self.count = count
    var size = 1
    while size < 2 * count { size *= 2 }
    transform = FourierTransform(count: size)
    // The square is taken modulo 2n, so that the angle stays exact.
    let angles = (0..<count).map { Double.pi * Double($0 * $0 % (2 * count)) / Double(count) }
    chirpReal = angles.map { cos($0) }
    chirpImaginary = angles.map { -sin($0) }
    var real = [Double](repeating: 0, count: size)
    var imaginary = real
    for index in 0..<count {
      real[index] = chirpReal[index]
      imaginary[index] = -chirpImaginary[index]
      if index > 0 {
        real[size - index] = real[index]
        imaginary[size - index] = imaginary[index]
      }
    }
    transform.transform(&real, &imaginary)
    kernelReal = real
    kernelImaginary = imaginary
  }

  /// The powers of `values`, of which there must be `count`.
  public func powers(_ values: [Double]) -> [Double] {
    precondition(values.count == count, "as many values as announced")
    let mean = values.reduce(0, +) / Double(count)
    var real = [Double](repeating: 0, count: transform.count)
    var imaginary = real
    for index in 0..<count {
      real[index] = (values[index] - mean) * chirpReal[index]
      imaginary[index] = (values[index] - mean) * chirpImaginary[index]
    }
    transform.transform(&real, &imaginary)
    for index in 0..<transform.count {
      let x = real[index] * kernelReal[index] - imaginary[index] * kernelImaginary[index]
      let y = real[index] * kernelImaginary[index] + imaginary[index] * kernelReal[index]
      // The way back is a transform of the conjugate.
      real[index] = x
      imaginary[index] = -y
    }
    transform.transform(&real, &imaginary)
    let scale = 1 / Double(transform.count * transform.count)
    return (0...count / 2).map {
      (real[$0] * real[$0] + imaginary[$0] * imaginary[$0]) * scale
    }
  }
}
