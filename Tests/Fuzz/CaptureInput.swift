import Capture
import Glibc

@testable import Packets

/// A capture file, read from a file in memory that every input writes over.
enum CaptureInput {
  /// Frames of one input, so that a few octets that decompress to gigabytes do not end the time.
  static let mostFrames = 4096

  private static let descriptor: CInt = {
    var name = Array("/dev/shm/undertick-fuzz-XXXXXX".utf8CString)
    let descriptor = unsafe mkstemp(&name)
    precondition(descriptor >= 0, "no file in /dev/shm")
    unsafe unlink(name)
    return descriptor
  }()

  /// Reads the file to its end or its fault, decodes every frame and keeps nothing.
  static func run(_ input: RawSpan) {
    let written = unsafe input.withUnsafeBytes { bytes in
      ftruncate(descriptor, 0) == 0
        ? unsafe pwrite(descriptor, bytes.baseAddress, bytes.count, 0) : -1
    }
    precondition(written == input.byteCount && lseek(descriptor, 0, SEEK_SET) == 0)
    do throws(CaptureError) {
      var file = try CaptureFile(descriptor: descriptor, name: "capture", blockByteCount: 4096)
      var decoder = PacketDecoder()
      var packets = PacketBatch(capacity: FrameBatch.capacity)
      var frames = 0
      while frames < mostFrames, let batch = try file.nextBatch() {
        precondition(batch.count > 0 && batch.count <= FrameBatch.capacity)
        for index in 0..<batch.count {
          let record = batch.records[index]
          precondition(
            record.offset >= 0 && record.capturedLength <= record.wireLength
              && record.offset + Int(record.capturedLength) <= batch.bytes.byteCount)
        }
        decoder.decode(batch, into: &packets)
        for index in 0..<packets.count {
          let packet = packets.packets[index]
          Invariants.check(packet, isWhole: packet.traits.contains(.reassembled))
        }
        frames += batch.count
      }
      precondition(file.statistics.frames >= UInt64(frames))
    } catch {
      // A broken file ends with an error; that is its right.
    }
  }
}
