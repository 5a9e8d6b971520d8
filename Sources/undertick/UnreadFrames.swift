import ArgumentParser
import Capture
import Packets

/// Frames of link types that the decoder cannot read.
struct UnreadFrames {
  private var unread: UInt64 = 0
  private var read: UInt64 = 0
  private var names: [String] = []
  private var lastType: LinkType?
  private var lastIsRead = false

  /// Counts the frames of a batch.
  mutating func look(at batch: borrowing FrameBatch) {
    for position in 0..<batch.count {
      let type = batch.records[position].linkType
      if type != lastType {
        lastType = type
        lastIsRead = PacketDecoder.supports(type)
        if !lastIsRead, !names.contains(type.name) { names.append(type.name) }
      }
      if lastIsRead { read += 1 } else { unread += 1 }
    }
  }

  /// Says which frames were not read, if any; the status that fits where that is all of them.
  func complain() -> ExitCode? {
    guard unread > 0 else { return nil }
    let types = names.joined(separator: ", ")
    guard read == 0 else {
      Console.write(
        "undertick: warning: \(unread) frames of link type \(types) are not read\n")
      return nil
    }
    Console.write("undertick: link type \(types) is not supported\n")
    return ExitStatus.noInput
  }
}
