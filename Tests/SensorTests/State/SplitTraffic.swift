import Capture

/// Frames that say something only together: a TLS hello in segments out of order, and a DNS query in
/// fragments, both between 10.0.1.1 (02:00:00:00:01:01) and outside.
enum SplitTraffic {
  static var frames: HandMadeFrames {
    var frames = HandMadeFrames()
    let hello = Self.hello
    let first = Array(hello[..<40])
    let second = Array(hello[40..<70])
    let third = Array(hello[70...])
    frames.append(at: 10, tcp(0, flags: 0x02))
    frames.append(at: 10.1, tcp(0, flags: 0x12, fromDevice: false))
    frames.append(at: 10.2, tcp(1, flags: 0x10))
    frames.append(at: 10.3, tcp(1, first))
    frames.append(at: 10.4, tcp(71, third))
    frames.append(at: 10.5, tcp(41, second))
    let query = Self.query
    frames.append(at: 11, ip(17, Array(query[..<24]), fragment: 0x2000))
    frames.append(at: 11.5, tcp(UInt32(1 + hello.count), Array("more".utf8)))
    frames.append(at: 12, ip(17, Array(query[24...]), fragment: 3))
    // A pause, an end, and the silence behind it.
    frames.append(at: 20, tcp(UInt32(5 + hello.count), Array("again".utf8)))
    frames.append(at: 21, tcp(UInt32(10 + hello.count), flags: 0x11))
    frames.append(at: 21.1, tcp(1, flags: 0x11, fromDevice: false))
    for second in [40.0, 100, 400] {
      frames.append(at: second, ip(17, [0x30, 0, 0x30, 1, 0, 9, 0, 0, 1], fragment: 0))
    }
    return frames
  }

  private static func two(_ value: Int) -> [UInt8] {
    [UInt8(value >> 8 & 255), UInt8(value & 255)]
  }

  private static func vector(_ contents: [UInt8]) -> [UInt8] { two(contents.count) + contents }

  /// A ClientHello that asks for bmc.example, RFC 8446 section 4.1.2 and RFC 6066 section 3.
  private static var hello: [UInt8] {
    let name = vector([0] + vector(Array("bmc.example".utf8)))
    let extensions =
      vector(
        [0, 0] + vector(name) + [0, 43] + vector([2, 3, 4]) + [0, 13] + vector(vector([4, 3])))
    let body =
      [3, 3] + [UInt8](repeating: 7, count: 32) + [0] + vector([0x13, 1]) + [1, 0] + extensions
    return [22, 3, 1] + vector([1, 0] + vector(body))
  }

  /// A query for a.example, with its UDP header.
  private static var query: [UInt8] {
    let message: [UInt8] =
      [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0x61, 7] + Array("example".utf8) + [
        0, 0, 1, 0, 1,
      ]
    return two(40_001) + two(53) + two(8 + message.count) + [0, 0] + message
  }

  private static func tcp(
    _ sequence: UInt32, _ payload: [UInt8] = [], flags: UInt8 = 0x18, fromDevice: Bool = true
  ) -> [UInt8] {
    let ports = fromDevice ? two(40_000) + two(443) : two(443) + two(40_000)
    let number = two(Int(sequence >> 16)) + two(Int(sequence & 0xffff))
    return ip(
      6, ports + number + [0, 0, 0, 0, 0x50, flags, 255, 255, 0, 0, 0, 0] + payload,
      fragment: 0x4000, fromDevice: fromDevice)
  }

  private static func ip(
    _ transport: UInt8, _ payload: [UInt8], fragment: Int, fromDevice: Bool = true
  ) -> [UInt8] {
    let device: [UInt8] = [0x02, 0, 0, 0, 1, 1]
    let router: [UInt8] = [0x02, 0, 0, 0, 0, 1]
    let inside: [UInt8] = [10, 0, 1, 1]
    let outside: [UInt8] = [203, 0, 113, 7]
    return (fromDevice ? router + device : device + router) + [8, 0, 0x45, 0]
      + two(20 + payload.count) + [0, 7] + two(fragment) + [64, transport, 0, 0]
      + (fromDevice ? inside + outside : outside + inside) + payload
  }
}
