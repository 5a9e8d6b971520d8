/// Secret numbers that a hash starts from, so that nobody can choose packets that collide.
///
/// Changes where flows lie in the index, and nothing that is ever printed.
public struct FlowSeed: Sendable {
  let a: UInt64
  let b: UInt64
  let c: UInt64
  let d: UInt64
  let e: UInt64
  let f: UInt64

  /// A seed drawn from a generator: the system's in the sensor, a fixed one in a test.
  public init(using generator: inout some RandomNumberGenerator) {
    a = generator.next()
    b = generator.next()
    c = generator.next()
    d = generator.next()
    e = generator.next()
    f = generator.next()
  }
}
