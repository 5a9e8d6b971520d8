import Capture
import Packets

/// Addresses as they are kept over a restart.
extension StoredWriter {
  mutating func add(_ address: IPAddress) {
    add(address.high)
    add(address.low)
  }

  mutating func add(_ address: MACAddress) { add(address.rawValue) }

  mutating func add(_ type: LinkProtocol) { add(type.rawValue) }
}

extension StoredReader {
  mutating func address() throws(StoredFault) -> IPAddress {
    IPAddress(high: try number(), low: try number())
  }

  mutating func mac() throws(StoredFault) -> MACAddress { MACAddress(rawValue: try number()) }

  mutating func linkProtocol() throws(StoredFault) -> LinkProtocol {
    LinkProtocol(rawValue: try number())
  }

  /// One of the cases of an enumeration, by its number.
  mutating func choice<Choice: RawRepresentable>(
    _: Choice.Type = Choice.self
  ) throws(StoredFault) -> Choice where Choice.RawValue: FixedWidthInteger {
    guard let choice = Choice(rawValue: try number()) else { throw fault("a \(Choice.self)") }
    return choice
  }
}
