/// The order in which a capture's writer puts the bytes of a number.
enum ByteOrder: CaseIterable {
  case little
  case big

  func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    let little = (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    return self == .little ? little : little.reversed()
  }
}
