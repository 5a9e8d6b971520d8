import ArgumentParser
import Sensor

/// What is kept over a restart, and where.
struct MemoryOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Go on from this SQLite file, and keep there what is known: rhythms, peers, findings, and "
        + "conversations that are going on. Made where there is none.",
      discussion: "What the state has already is left out when it comes again.",
      valueName: "file"))
  var state: String?

  @Option(
    help: ArgumentHelp(
      "Write the state every so many seconds of packet time (default 60): what a crash can lose.",
      discussion: "Without this option replay writes it once a second of real time at the most.",
      valueName: "seconds"))
  var stateFlush: Int?

  func validate() throws {
    if state == "" { throw ValidationError("--state takes the name of a file.") }
    guard let stateFlush else { return }
    guard state != nil else { throw ValidationError("--state-flush needs --state FILE.") }
    guard (1...86_400).contains(stateFlush) else {
      throw ValidationError("--state-flush takes 1 to 86400 seconds.")
    }
  }

  /// Opens the state; `nil` where none is wanted. Prints what is wrong and ends with the status that fits.
  func open(isLive: Bool, filter: String) throws -> StateKeeper? {
    guard let state else { return nil }
    do throws(StateError) {
      return try StateKeeper(
        StateOptions(
          path: state, interval: Int64(stateFlush ?? 60) * 1_000_000_000, isLive: isLive,
          filter: filter))
    } catch {
      throw MemoryOptions.complain(error)
    }
  }

  /// Prints what is wrong with a state; the status that fits.
  static func complain(_ error: StateError) -> ExitCode {
    Console.write("undertick: \(error.message)\n")
    return switch error {
    case .cannotOpen: ExitStatus.cannotCreate
    case .failed: ExitStatus.inputOutput
    case .unusable: ExitStatus.configuration
    }
  }
}
