import Capture
import Packets

/// What goes into a trail, and what comes out.
extension SegmentTrail {
  /// In what a segment stands out.
  struct Oddity: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    /// Another time to live than the opening had.
    static let timeToLive = Oddity(rawValue: 1)
    /// An identification far from where a counter is.
    static let identification = Oddity(rawValue: 2)
    /// No timestamp where both ends have agreed on them, or one that the clock cannot have reached, or has
    /// passed long ago.
    static let timestamp = Oddity(rawValue: 4)
    /// It acknowledges what the peer has not sent.
    static let acknowledgment = Oddity(rawValue: 8)
    /// It has other octets than another segment at the same place of the stream.
    static let data = Oddity(rawValue: 16)

    /// Their names.
    var words: [String] {
      let all = ["time_to_live", "identification", "timestamp", "acknowledgment", "data"]
      return all.indices.filter { rawValue & 1 << UInt8($0) != 0 }.map { all[$0] }
    }
  }

  /// A segment with data.
  struct Segment: Sendable {
    let marks: StackMarks
    let length: UInt32
    let time: Timestamp
    /// Octets that the peer has sent so far; `nil` where that is not known.
    let peerOctets: UInt64?
  }

  /// A segment that stood out, and the one that was in line again.
  struct Contradiction: Sendable {
    /// In what.
    let oddity: Oddity
    /// The segment that stood out.
    let odd: StackMarks
    /// Its octets.
    let length: UInt32
    /// The segment behind it.
    let back: StackMarks
  }
}
