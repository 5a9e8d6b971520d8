import Packets

/// Reads the rows of an inventory file, each for itself.
struct InventoryReader {
  private let source: SourceText
  private var reader: CSVReader
  private let columns: [InventoryColumn]

  /// The most bytes of a name, a vendor or a tag: they are repeated in every finding.
  static let longestText = 255

  /// Reads the line that names the columns.
  init(_ source: SourceText) throws(ConfigurationError) {
    self.source = source
    reader = CSVReader(source)
    guard let header = try reader.next() else {
      throw ConfigurationError(
        file: source.file, line: 1,
        reason: "the inventory is empty: its first line must name the columns, which are "
          + InventoryColumn.words.listed)
    }
    var columns: [InventoryColumn] = []
    for field in header.fields {
      let word = reader.text(field).lowercased()
      guard let column = InventoryColumn(rawValue: word) else {
        throw source.error(
          at: field.range.lowerBound,
          "'\(word)' is not a column of an inventory\(InventoryColumn.words.suggestion(for: word)); "
            + "the columns are \(InventoryColumn.words.listed)")
      }
      guard !columns.contains(column) else {
        throw source.error(at: field.range.lowerBound, "the column '\(word)' is named twice")
      }
      columns.append(column)
    }
    guard columns.contains(.role) else {
      throw source.error(at: header.offset, "the column 'role' is missing")
    }
    guard columns.contains(.mac) || columns.contains(.ip) else {
      throw source.error(at: header.offset, "a column 'mac' or 'ip' is needed")
    }
    self.columns = columns
  }

  /// The next row, or `nil` at the end of the file.
  mutating func next() throws(ConfigurationError) -> InventoryRow? {
    guard let record = try reader.next() else { return nil }
    guard record.fields.count == columns.count else {
      throw source.error(
        at: record.offset,
        "this row has \(record.fields.count) fields where the first line names \(columns.count) "
          + "columns")
    }
    var row = InventoryRow(offset: record.offset)
    for (column, field) in zip(columns, record.fields) {
      let offset = field.range.lowerBound
      switch column {
      case .mac: row.macs = try hardwareAddresses(field)
      case .ip: row.addresses = try addresses(field)
      case .role: row.role = try role(field)
      case .name: row.name = try line(reader.text(field), at: offset)
      case .vendor: row.vendor = try line(reader.text(field), at: offset)
      case .tags:
        for word in words(field) { row.tags.append(try line(word, at: offset)) }
      }
    }
    guard !row.macs.isEmpty || !row.addresses.isEmpty else {
      throw source.error(at: record.offset, "this row has neither a hardware nor an IP address")
    }
    return row
  }

  private func hardwareAddresses(_ field: CSVField) throws(ConfigurationError) -> [MACAddress] {
    var macs: [MACAddress] = []
    var seen: Set<MACAddress> = []
    for word in words(field) {
      let offset = field.range.lowerBound
      guard let mac = MACAddress(word) else {
        throw source.error(
          at: offset,
          "'\(word)' is not a hardware address: twelve hexadecimal digits, as in 00:1b:54:3a:33:9b")
      }
      guard mac != .zero, !mac.isGroup else {
        let kind =
          mac == .zero ? "the zero" : mac == .broadcast ? "the broadcast" : "a multicast"
        throw source.error(
          at: offset, "\(mac) is \(kind) address, which cannot be the address of one device")
      }
      guard seen.insert(mac).inserted else {
        throw source.error(at: offset, "\(mac) stands twice in this row")
      }
      macs.append(mac)
    }
    return macs
  }

  private func addresses(_ field: CSVField) throws(ConfigurationError) -> [IPAddress] {
    var addresses: [IPAddress] = []
    var seen: Set<IPAddress> = []
    for word in words(field) {
      let offset = field.range.lowerBound
      guard let address = IPAddress(word) else {
        throw source.error(
          at: offset, "'\(word)' is not an IP address: 192.0.2.7 and 2001:db8::7 are")
      }
      if let kind = AddressScope.unfit(address) {
        throw source.error(
          at: offset, "\(address) is \(kind) address, which cannot be the address of one device")
      }
      guard seen.insert(address).inserted else {
        throw source.error(at: offset, "\(address) stands twice in this row")
      }
      addresses.append(address)
    }
    return addresses
  }

  private func role(_ field: CSVField) throws(ConfigurationError) -> DeviceRole {
    let word = reader.text(field).lowercased()
    if let role = DeviceRole(word: word) { return role }
    let words = WordList(DeviceRole.declarable.map(\.rawValue))
    let fault =
      word.isEmpty
      ? "the role is missing" : "'\(word)' is not a role\(words.suggestion(for: word))"
    throw source.error(at: field.range.lowerBound, "\(fault); the roles are \(words.listed)")
  }

  /// What stands in a field between blanks, line breaks and semicolons.
  private func words(_ field: CSVField) -> [String] {
    reader.text(field).utf8
      .split { [0x20, 0x09, 0x0a, 0x0d, 0x3b].contains($0) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  private func line(_ text: String, at offset: Int) throws(ConfigurationError) -> String {
    guard text.utf8.count <= InventoryReader.longestText else {
      throw source.error(
        at: offset, "this text is longer than \(InventoryReader.longestText) bytes")
    }
    guard !text.utf8.contains(0x0a), !text.utf8.contains(0x0d) else {
      throw source.error(at: offset, "there is a line break in this text; remove it")
    }
    return text
  }
}
