import Capture
import Packets

/// The latest requests of one conversation and what answered them.
///
/// Bounded: the latest eight requests.
struct ReplyLedger: Sendable {
  private static let capacity = 8

  /// An answer.
  struct Answer: Hashable, Sendable {
    /// The marks of its packet.
    let marks: StackMarks
    /// Octets of its data.
    let length: UInt32
    /// A hash of what is looked at beside that; 0 of nothing, and of nothing but zeros.
    var content: UInt32 = 0
  }

  private struct Request: Sendable {
    let number: UInt32
    let time: Timestamp
    var count = 1
    var answer: (Answer, time: Timestamp)?
  }

  private var requests: [Request] = []

  /// A request came; `number` is what answers repeat of it, and may be used again after the window.
  mutating func noteRequest(_ number: UInt32, at time: Timestamp, within window: Int64) {
    if let index = requests.firstIndex(where: { $0.number == number }) {
      guard time.nanoseconds(since: requests[index].time) > window else {
        requests[index].count += 1
        return
      }
      requests.remove(at: index)
    }
    if requests.count == ReplyLedger.capacity { requests.removeFirst() }
    requests.append(Request(number: number, time: time))
  }

  /// An answer came.
  /// - Returns: The earlier answer to the same request, where there is one that differs and only one
  ///   request was seen: a copy of the request is answered by right, and a copy of the answer is the
  ///   capture's.
  mutating func noteAnswer(
    _ answer: Answer, to number: UInt32, at time: Timestamp, within window: Int64
  ) -> (answer: Answer, time: Timestamp)? {
    guard let index = requests.firstIndex(where: { $0.number == number }),
      requests[index].count == 1, time.nanoseconds(since: requests[index].time) <= window
    else { return nil }
    guard let (earlier, moment) = requests[index].answer else {
      requests[index].answer = (answer, time)
      return nil
    }
    guard earlier != answer else { return nil }
    requests.remove(at: index)
    return (earlier, moment)
  }
}

extension ReplyLedger {
  /// An answer came to a request that was not seen, or is not looked for: the first answer stands for it.
  /// - Returns: The earlier answer within the window, where there is one that differs.
  mutating func noteUnasked(
    _ answer: Answer, to number: UInt32, at time: Timestamp, within window: Int64
  ) -> (answer: Answer, time: Timestamp)? {
    let isOpen = requests.contains {
      $0.number == number && time.nanoseconds(since: $0.time) <= window
    }
    if !isOpen { noteRequest(number, at: time, within: window) }
    return noteAnswer(answer, to: number, at: time, within: window)
  }
}

/// Requests as they are kept over a restart.
extension ReplyLedger: Storable {
  func store(to writer: inout StoredWriter) {
    writer.add(UInt32(requests.count))
    for request in requests {
      writer.add(request.number)
      writer.add(request.time)
      writer.add(UInt32(clamping: request.count))
      writer.add(request.answer != nil)
      if let (answer, time) = request.answer {
        writer.add(answer.marks)
        writer.add(answer.length)
        writer.add(answer.content)
        writer.add(time)
      }
    }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    let count = try reader.count(ofAtLeast: 17)
    guard count <= ReplyLedger.capacity else { throw reader.fault("fewer requests") }
    for _ in 0..<count {
      var request = Request(number: try reader.number(), time: try reader.time())
      request.count = Int(try reader.number(UInt32.self))
      if try reader.flag() {
        let answer = Answer(
          marks: try reader.value(), length: try reader.number(), content: try reader.number())
        request.answer = (answer, time: try reader.time())
      }
      requests.append(request)
    }
  }
}
