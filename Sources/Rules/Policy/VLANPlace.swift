import Capture
import Packets

/// The tags of a frame, as something that a device is told about.
struct VLANPlace: ContactPart {
  private let stack: VLANStack

  init(_ stack: VLANStack) { self.stack = stack }

  /// `without a tag of its own`, `in VLAN 200`, `in VLAN 200 inside of VLAN 100`.
  var description: String {
    let identifiers = stack.identifiers
    guard let own = identifiers.last, own != 0 else { return "without a tag of its own" }
    let outer = identifiers.dropLast().reversed().map { " inside of VLAN \($0)" }
    return "in VLAN \(own)" + outer.joined()
  }

  func keep(in writer: inout StoredWriter) { writer.add(stack.rawValue) }

  static func kept(in reader: inout StoredReader) throws(StoredFault) -> VLANPlace {
    VLANPlace(VLANStack(rawValue: try reader.number()))
  }
}
