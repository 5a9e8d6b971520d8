import Capture
import Devices
import Packets

/// From when until when a certificate holds, RFC 5280 section 4.1.2.5.
struct CertificateValidity: Hashable, Sendable {
  /// `notBefore`; years before 1970 are the earliest moment.
  let start: Timestamp
  /// `notAfter`; years past 2261 are the latest moment.
  let end: Timestamp

  /// The validity of a certificate that was read; `nil` where it does not say.
  init?(_ certificate: Fields) {
    guard let start = certificate["not_before"]?.text, let end = certificate["not_after"]?.text
    else { return nil }
    self.start = CertificateValidity.moment(start) ?? Timestamp(rawValue: .min)
    self.end = CertificateValidity.moment(end) ?? Timestamp(rawValue: .max)
  }

  /// Reads `2026-11-21T14:40:32Z`.
  private static func moment(_ text: String) -> Timestamp? {
    let parts = text.dropLast().split(separator: "T")
    guard parts.count == 2, let day = CalendarDay(parts[0]) else { return nil }
    let clock = parts[1].split(separator: ":").compactMap { Int64($0) }
    guard clock.count == 3 else { return nil }
    let seconds = Int64(day.number) * 86_400 + clock[0] * 3_600 + clock[1] * 60 + clock[2]
    return Timestamp(seconds: seconds, nanoseconds: 0)
  }

  /// How long it holds, in nanoseconds.
  var length: Int64 { end.nanoseconds(since: start) }
}
