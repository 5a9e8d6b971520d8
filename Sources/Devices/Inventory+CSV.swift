extension Inventory {
  /// Reads an inventory from comma-separated values, RFC 4180, in UTF-8.
  ///
  /// The first line names the columns, in any order and case: `role` and at least one of `mac` and
  /// `ip`, and if wanted `name`, `vendor`, `tags`. Blank lines and lines that begin with `#` are left
  /// out. A `mac`, `ip` or `tags` field may hold several words, with blanks or semicolons between.
  ///
  /// Rows that share a hardware or an IP address are one device if role and name agree. Rows that
  /// share a hardware address and differ are several devices (a host and its BMC on one port), told
  /// apart by IP address, which each must then have. `file` is what errors call it. Throws with the
  /// line and column of the first fault.
  public init(csv: [UInt8], file: String) throws(ConfigurationError) {
    let source = try SourceText(csv, file: file)
    var reader = try InventoryReader(source)
    var grouping = InventoryGrouping(source)
    while let row = try reader.next() { try grouping.add(row) }
    self.init(devices: try grouping.devices(), lines: grouping.lines)
  }

  /// The same from text.
  public init(csv: String, file: String) throws(ConfigurationError) {
    try self.init(csv: Array(csv.utf8), file: file)
  }
}
