/// Tells a message of NTP from bytes that only look like one.
///
/// The first octet alone says little, so every field is held against what a clock can say:
///
/// - Stratum is 0 to 16. Poll is 2^-7 to 2^24 seconds (0 in SNTP), precision 2^-40 to 1 second; a client
///   that hides its clock may give 32. Root delay and dispersion are at most 16 seconds, MAXDISP of RFC
///   5905 section 7.2; a delay of versions 1 to 3 may be as far below zero.
/// - A client that says no more than it must (RFC 4330 section 5, NTS of RFC 8915) leaves all but the
///   first octet, poll, precision and the transmit timestamp at zero. That timestamp may be random: the
///   zeros are proof enough. A reference identifier of visible letters, and a delay of one second, are
///   habits of small devices and pass.
/// - A server answers within 16 seconds by its own clock and was set before: reference <= receive <=
///   transmit, the reference no older than 2^20 seconds (12 days; a server asks at least each 36 hours)
///   and one second later at most. Its origin timestamp repeats the client's and may be anything.
/// - Client and peers that tell their clock: each timestamp is zero or within 2^20 seconds of transmit
///   by the same rule, origin too.
/// - A kiss-o'-death (RFC 5905 section 7.4) has stratum 0, leap indicator 3 and four letters. It repeats
///   the client's transmit timestamp, which may be random, in place of its own.
/// - Where an age or an order is broken while receive and transmit are still 2^20 seconds apart at most,
///   delay and dispersion are at most 256 seconds, and every time is one from 1995 to 2060, or counts
///   from 1900 or 1970 as clocks do that were never set, it could be a clock without care: unsure (an
///   interleaved server sends an older transmit time, a stray clock is years off). Anything else is not
///   NTP.
///
/// Of random octets fewer than one in 2^35 pass at all and one in 2^50 as certain. A message that carries
/// foreign octets in its timestamps, delays or behind the header fails; one that hides 64 bits in a
/// client's transmit or a server's origin timestamp cannot be told from an honest one by itself.
extension NTP {
  static func recognize(_ payload: borrowing Payload) -> Recognition {
    let bytes = payload.bytes
    guard bytes.byteCount >= 8 else { return .notMine }
    let first = bytes.uint8(at: 0)
    let version = first >> 3 & 7
    guard (1...4).contains(version) else { return .notMine }
    let mode = first & 7
    switch mode {
    case 0 where version > 1: return .notMine
    case 6: return recognizeControl(bytes, wireLength: payload.wireLength)
    case 7: return recognizePrivate(bytes, wireLength: payload.wireLength)
    default: break
    }
    guard bytes.byteCount >= headerLength, bytes.uint8(at: 1) <= 16 else { return .notMine }
    let trailer = bytes.extracting(droppingFirst: headerLength)
    guard isTrailer(trailer, version: version, wireLength: payload.wireLength) else {
      return .notMine
    }
    guard isShort(bytes.uint32(at: 8)) else { return isLax(bytes) ? .unsure : .notMine }
    if mode == 3, isMinimal(bytes) { return .certain }
    if mode == 4 || mode == 2, first >> 6 == 3, isKiss(bytes) { return .certain }
    guard isRate(bytes), bytes.uint8(at: 3) != 32 else { return isLax(bytes) ? .unsure : .notMine }
    // A delay below zero is one of older versions.
    guard isShort(bytes.uint32(at: 4)) || version < 4 && isShort(0 &- bytes.uint32(at: 4)) else {
      return isLax(bytes) ? .unsure : .notMine
    }
    if mode != 3, !isReference(bytes.uint32(at: 12), stratum: bytes.uint8(at: 1)) {
      return isLax(bytes) ? .unsure : .notMine
    }
    if isOrdered(bytes, mode: mode) { return .certain }
    return isLax(bytes) ? .unsure : .notMine
  }

  /// At most 16 seconds.
  private static func isShort(_ time: UInt32) -> Bool { time <= 16 << 16 }

  private static func isRate(_ bytes: RawSpan) -> Bool {
    let poll = Int8(bitPattern: bytes.uint8(at: 2))
    let precision = Int8(bitPattern: bytes.uint8(at: 3))
    return (-7...24).contains(poll) && ((-40...0).contains(precision) || precision == 32)
  }

  /// Nothing but the transmit timestamp, or not even that.
  private static func isMinimal(_ bytes: RawSpan) -> Bool {
    guard isRate(bytes), bytes.uint8(at: 1) == 0, bytes.uint64(at: 16) == 0,
      bytes.uint64(at: 24) == 0, bytes.uint64(at: 32) == 0
    else { return false }
    // ntpd and small devices give a delay and a dispersion of one second or less even so.
    guard bytes.uint32(at: 4) <= 1 << 16, bytes.uint32(at: 8) <= 16 << 16 else { return false }
    let identifier = bytes.uint32(at: 12)
    return identifier == 0 || letters(identifier) > 0
  }

  /// A kiss-o'-death: four letters; the server repeats the client's transmit time in place of its own or
  /// tells its own.
  private static func isKiss(_ bytes: RawSpan) -> Bool {
    guard bytes.uint8(at: 1) == 0, letters(bytes.uint32(at: 12)) == 4, isRate(bytes),
      isShort(bytes.uint32(at: 4))
    else { return false }
    let transmit = bytes.uint64(at: 40)
    let reference = bytes.uint64(at: 16)
    let repeats = bytes.uint64(at: 24) == transmit && bytes.uint64(at: 32) == transmit
    return repeats && (reference == 0 || isClock(reference)) || isLax(bytes)
  }

  /// Letters of a clock in stratum 0 and 1, or a driver's address 127.127.t.u; above any address but
  /// that of nobody.
  private static func isReference(_ identifier: UInt32, stratum: UInt8) -> Bool {
    if stratum <= 1 || stratum == 16 {
      return identifier == 0 || letters(identifier) > 0 || identifier >> 16 == 0x7f7f
    }
    return identifier != 0
  }

  /// The order and the ages that timestamps of one careful clock have.
  private static func isOrdered(_ bytes: RawSpan, mode: UInt8) -> Bool {
    let reference = bytes.uint64(at: 16)
    let origin = bytes.uint64(at: 24)
    let receive = bytes.uint64(at: 32)
    let transmit = bytes.uint64(at: 40)
    guard isClock(transmit), reference == 0 || isAge(reference, before: transmit) else {
      return false
    }
    switch mode {
    case 4:
      // Distances are taken on the 64-bit circle, on which an era's end is no step.
      return transmit &- receive <= 16 << 32
        && (reference == 0 || isAge(reference, before: receive))
    case 5: return origin == 0 && receive == 0
    default:
      return (receive == 0 || isAge(receive, before: transmit))
        && (origin == 0 || isAge(origin, before: transmit) || isAge(transmit, before: origin))
        && (reference != 0 || receive != 0)
    }
  }

  /// Whether a time is at most one second later than another and at most 2^20 seconds older.
  private static func isAge(_ time: UInt64, before other: UInt64) -> Bool {
    other &+ 1 << 32 &- time <= 1 << 52
  }

  /// From 1995 to the end of era 0 in 2036 or the 24 years behind, which are as well the first of a clock
  /// that counts from 1900; or the first 2^24 seconds behind 1970.
  private static func isClock(_ time: UInt64) -> Bool {
    let seconds = time >> 32
    return seconds >= 0xb2b0_6f00 || seconds < 0x2d00_0000
      || (0x83aa_7e80..<0x84aa_7e80).contains(seconds)
  }

  /// Whether at least each field alone is one of a clock, and receive and transmit are of the same.
  private static func isLax(_ bytes: RawSpan) -> Bool {
    let delay = bytes.uint32(at: 4)
    guard isRate(bytes), delay < 1 << 24 || 0 &- delay < 1 << 24, bytes.uint32(at: 8) < 1 << 24
    else { return false }
    let reference = bytes.uint64(at: 16)
    let receive = bytes.uint64(at: 32)
    let transmit = bytes.uint64(at: 40)
    guard reference == 0 || isClock(reference) else { return false }
    guard transmit != 0 else { return reference == 0 && receive == 0 }
    return isClock(transmit)
      && (receive == 0 || isAge(receive, before: transmit) || isAge(transmit, before: receive))
  }
}
