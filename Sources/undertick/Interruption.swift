import Glibc
import Synchronization

/// SIGINT and SIGTERM: the first one asks the run to finish its work, the second one kills it.
enum Interruption {
  private static let isAsked = Atomic<Bool>(false)
  private static let pipeEnds = makePipe()

  /// Readable once the run should stop; sources poll it beside their input.
  static var descriptor: Int32 { pipeEnds.reader }

  /// Whether the run should stop.
  static var isPending: Bool { isAsked.load(ordering: .relaxed) }

  /// Takes over the two signals.
  static func install() {
    // Made now: a signal handler must not be the first to touch them.
    _ = pipeEnds
    _ = isPending
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { number in Interruption.ask(number) }
      // No SA_RESTART: a blocking read must return.
      _ = unsafe sigaction(number, &action, nil)
    }
  }

  private static func ask(_ number: Int32) {
    let code = errno
    isAsked.store(true, ordering: .relaxed)
    var byte: UInt8 = 0
    _ = unsafe write(pipeEnds.writer, &byte, 1)
    signal(number, SIG_DFL)
    errno = code
  }

  private static func makePipe() -> (reader: Int32, writer: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return (-1, -1) }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return (ends[0], ends[1])
  }
}
