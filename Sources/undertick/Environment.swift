import Glibc

/// What the surroundings tell.
enum Environment {
  /// Whether NO_COLOR is set to anything (no-color.org), or the terminal is a dumb one.
  static var isColorUnwanted: Bool {
    if let value = unsafe getenv("NO_COLOR"), unsafe value.pointee != 0 { return true }
    guard let terminal = unsafe getenv("TERM") else { return false }
    return unsafe String(cString: terminal) == "dumb"
  }

  /// The name of this machine.
  static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "localhost" }
    let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Seconds of a clock that only runs forward, for what people look at.
  static var uptime: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Nanoseconds since the epoch, for a live capture on which nothing arrives.
  static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
