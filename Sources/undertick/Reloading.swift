import Glibc
import Synchronization

/// SIGHUP: asks a run to read the operator's files again.
enum Reloading {
  private static let isAsked = Atomic<Bool>(false)

  /// Takes over the signal.
  static func install() {
    // Made now: a signal handler must not be the first to touch it.
    _ = isAsked.load(ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in Reloading.ask() }
    // No SA_RESTART: a blocking read must return.
    _ = unsafe sigaction(SIGHUP, &action, nil)
  }

  private static func ask() { isAsked.store(true, ordering: .relaxed) }

  /// Whether it was asked for since the last call.
  static func take() -> Bool { isAsked.exchange(false, ordering: .relaxed) }
}
