/// What an input is, by its first bytes.
enum InputKind: Hashable, Sendable {
  /// A pcap or pcapng file.
  case capture
  /// A log as Zeek writes them, of whatever kind.
  case log
  /// Neither, or nothing that can be read; whoever opens it tells why.
  case unknown

  /// Looks into an input, through compression.
  init(_ input: inout ByteInput) {
    do throws(CaptureError) {
      self = try CaptureHeader.kind(of: &input)
    } catch {
      self = .unknown
    }
  }
}
