import ArgumentParser
import Glibc

/// How the program ends, after sysexits.h.
enum ExitStatus {
  /// The command line was wrong.
  static let usage = ExitCode(64)
  /// An input is missing or is no capture.
  static let noInput = ExitCode(66)
  /// The system refuses what is needed to run.
  static let system = ExitCode(71)
  /// The output cannot be made.
  static let cannotCreate = ExitCode(73)
  /// Reading or writing failed.
  static let inputOutput = ExitCode(74)
  /// A file that the operator wrote is wrong.
  static let configuration = ExitCode(78)
}
