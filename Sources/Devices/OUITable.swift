public import Packets

/// Who made a network interface, by the blocks of hardware addresses that the IEEE sold.
///
/// Reads the registries as Debian's package `ieee-data` installs them: `oui.csv` (24-bit blocks),
/// `mam.csv` (28 bits), `oui36.csv` and `iab.csv` (36 bits). Keeps the asked-for blocks alone.
public struct OUITable: Sendable {
  /// Where Debian's package `ieee-data` puts the registries.
  public static let defaultPath = "/usr/share/ieee-data"

  /// Maker by block: the bits of the block, and how many hexadecimal digits it has.
  private var makers: [Block: String] = [:]

  private struct Block: Hashable {
    let prefix: UInt64
    let digits: Int

    /// The block of a size that holds an address.
    init(of mac: MACAddress, digits: Int) {
      prefix = mac.rawValue >> UInt64(48 - 4 * digits)
      self.digits = digits
    }

    /// A block as the registries write it; `nil` for anything else than 6, 7 or 9 digits.
    init?(_ text: ArraySlice<UInt8>) {
      guard OUITable.sizes.contains(text.count),
        let prefix = UInt64(String(decoding: text, as: UTF8.self), radix: 16)
      else { return nil }
      self.prefix = prefix
      digits = text.count
    }
  }

  /// Digits of a block, longest first: the smaller block says who made the interface.
  private static let sizes = [9, 7, 6]

  /// Owners that made nothing: the IEEE itself where a block was sold in parts, and the nameless.
  private static let noMakers: Set<String> = ["IEEE Registration Authority", "Private", "private"]

  /// The makers of some addresses, by the registries in a directory.
  ///
  /// A registry that is absent or unreadable names nobody, and a broken one is read up to the break:
  /// the vendor is a convenience, not worth refusing to start.
  public init(path: String = OUITable.defaultPath, for macs: [MACAddress]) {
    var wanted: Set<Block> = []
    // A locally administered address is in no block, whatever its first digits are.
    for mac in macs where !mac.isLocallyAdministered && !mac.isGroup {
      for digits in OUITable.sizes { wanted.insert(Block(of: mac, digits: digits)) }
    }
    guard !wanted.isEmpty else { return }
    read(path: path, wanted)
  }

  /// All makers, by the registries in a directory; for who does not know yet whom he will meet.
  ///
  /// Reads 4 MB and keeps as much.
  public init(allIn path: String) { read(path: path, nil) }

  private mutating func read(path: String, _ wanted: Set<Block>?) {
    for file in ["oui.csv", "mam.csv", "oui36.csv", "iab.csv"] {
      guard let bytes = try? ConfigurationFile.read(path + "/" + file) else { continue }
      read(bytes, file: file, wanted)
    }
  }

  /// How many blocks have a known maker.
  public var count: Int { makers.count }

  /// The maker of an address; `nil` where none is known or the address is locally administered.
  public func vendor(of mac: MACAddress) -> String? {
    guard !mac.isLocallyAdministered, !mac.isGroup else { return nil }
    for digits in OUITable.sizes {
      if let maker = makers[Block(of: mac, digits: digits)] { return maker }
    }
    return nil
  }

  /// Columns: registry, block, name, address.
  private mutating func read(_ bytes: [UInt8], file: String, _ wanted: Set<Block>?) {
    let source = SourceText(unchecked: bytes, file: file)
    var reader = CSVReader(source)
    while let record = try? reader.next() {
      guard record.fields.count >= 3, let block = Block(source.bytes[record.fields[1].range]),
        wanted?.contains(block) ?? true
      else { continue }
      let name = reader.text(record.fields[2])
      guard !name.isEmpty, name.utf8.count <= InventoryReader.longestText,
        !OUITable.noMakers.contains(name)
      else { continue }
      makers[block] = name
    }
  }
}
