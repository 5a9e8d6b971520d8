import Capture
import Packets

/// What a DHCP client says of itself: what does not change while one system runs.
struct LeaseIdentity: Hashable, Sendable, Storable {
  /// Options that it asks for, in its order: DHCP option 55, DHCPv6 option 6; empty where it asks for none.
  var requests: String
  /// Vendor class: option 60, DHCPv6 option 16; empty where it gives none.
  var vendor: String
  /// Client identifier: option 61, DHCPv6 option 1.
  var client: String
  /// Host name: option 12, DHCPv6 option 39.
  var name: String

  /// What two clients may differ in.
  enum Trait: String, Sendable {
    case requests = "parameter request list"
    case vendor = "vendor class"
    case client = "client identifier"
    case name = "host name"
  }

  /// The identity of a client that wants or extends a lease; `nil` for other messages, and for loaders,
  /// which run before the system does.
  ///
  /// Discover and request alone: what a client asks for in an inform is another matter.
  init?(_ utterance: borrowing Utterance) {
    let fields = utterance.message.fields
    switch utterance.message.name {
    case "dhcp":
      guard utterance.number("operation") == 1, let type = utterance.number("message_type"),
        type == 1 || type == 3, !LeaseIdentity.isLoader(utterance)
      else { return nil }
      requests = utterance.text("parameter_request_list") ?? ""
      vendor = utterance.text("vendor_class_identifier") ?? ""
      client = LeaseIdentity.client(fields["client_identifier"])
      name = utterance.text("host_name") ?? ""
    case "dhcpv6":
      guard let type = utterance.number("message_type"), [1, 3, 5, 6].contains(type),
        fields["client_architecture"] == nil, fields["client_network_interface"] == nil
      else { return nil }
      // What is asked for with the first message alone tells no systems apart (RFC 8415 section 21.24).
      requests = (fields["option_request"]?.values ?? []).compactMap(\.number)
        .filter { $0 != 82 && $0 != 83 }.map { "\($0)" }.joined(separator: ",")
      vendor = utterance.text("vendor_class") ?? ""
      client = utterance.text("client_identifier") ?? ""
      name = fields["client_fqdn"]?.fields?["name"]?.text ?? ""
    default: return nil
    }
    for path in [\LeaseIdentity.requests, \.vendor, \.client, \.name] {
      self[keyPath: path] = String(self[keyPath: path].prefix(128))
    }
  }

  init(requests: String, vendor: String = "", client: String = "", name: String = "") {
    self.requests = requests
    self.vendor = vendor
    self.client = client
    self.name = name
  }

  /// A client identifier that is the hardware address says no more than none does.
  private static func client(_ value: FieldValue?) -> String {
    guard let value, value.fields?["type"]?.number != 1 else { return "" }
    return value.plain
  }

  /// PXE (RFC 4578), HTTP boot of UEFI, iPXE and Etherboot (option 175), and what says so in its user class.
  private static func isLoader(_ utterance: borrowing Utterance) -> Bool {
    let fields = utterance.message.fields
    let vendor = utterance.text("vendor_class_identifier") ?? ""
    let user = (utterance.text("user_class") ?? "").lowercased()
    return vendor.hasPrefix("PXEClient") || vendor.hasPrefix("HTTPClient")
      || fields["client_architecture"] != nil || fields["client_network_interface"] != nil
      || fields["client_machine_identifier"] != nil || fields["option_175"] != nil
      || user.contains("pxe")
      || (fields["options"]?.values ?? []).contains(.number(175))
  }

  /// In what another client's identity contradicts this one; only what both tell, and whether a vendor class
  /// or client identifier is given at all.
  func contradictions(with other: LeaseIdentity) -> [Trait] {
    var traits: [Trait] = []
    if !requests.isEmpty, !other.requests.isEmpty, requests != other.requests {
      traits.append(.requests)
    }
    if vendor != other.vendor { traits.append(.vendor) }
    if client != other.client { traits.append(.client) }
    if !name.isEmpty, !other.name.isEmpty, name != other.name { traits.append(.name) }
    return traits
  }

  /// Whether another identity must be another client's: two contradictions, one of them in what the program
  /// itself decides. Virtual machines of one kind that differ in client identifier and name alone are none.
  func isOther(than other: LeaseIdentity) -> Bool {
    let traits = contradictions(with: other)
    let isOtherProgram =
      traits.contains(.requests)
      || !vendor.isEmpty && !other.vendor.isEmpty && vendor != other.vendor
    return isOtherProgram && traits.count >= 2
  }

  /// Takes over what another message of the same client tells and this one did not.
  mutating func complete(with other: LeaseIdentity) {
    for path in [\LeaseIdentity.requests, \.vendor, \.client, \.name]
    where self[keyPath: path].isEmpty {
      self[keyPath: path] = other[keyPath: path]
    }
  }

  /// The identity in a sentence.
  var text: String {
    var parts: [String] = []
    if !vendor.isEmpty { parts.append(NeighborText.quoted(vendor)) }
    if !requests.isEmpty { parts.append("options \(requests)") }
    if !name.isEmpty { parts.append("name \(NeighborText.quoted(name))") }
    return parts.isEmpty ? "no options" : parts.joined(separator: ", ")
  }

  func store(to writer: inout StoredWriter) {
    for text in [requests, vendor, client, name] { writer.add(text) }
  }

  init(from reader: inout StoredReader) throws(StoredFault) {
    requests = try reader.text()
    vendor = try reader.text()
    client = try reader.text()
    name = try reader.text()
  }
}
