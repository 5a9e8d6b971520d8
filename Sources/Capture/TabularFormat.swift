/// Zeek's log format of columns, as its header lines describe it.
///
///     #separator \x09
///     #set_separator  ,
///     #empty_field    (empty)
///     #unset_field    -
///     #path   conn
///     #fields ts      uid     id.orig_h ...
///     #types  time    string  addr ...
///     1445353842.722836       CAgUJG1sND0uuhJqM6      192.168.89.2 ...
///     #close  2016-06-24-11-37-50
///
/// The order of the columns is free. Labelled logs have two more, which are there in three shapes:
/// named in `#fields`; in the last column, apart by spaces; or behind the last one without a name.
///
/// A class because every line asks it, and a value with so many arrays in it is dear to hand round.
final class TabularFormat {
  /// Between columns.
  private(set) var separator: UInt8 = 0x09
  /// Between the members of a set.
  private(set) var setSeparator: UInt8 = 0x2c
  /// Stands for a set or text without content.
  private(set) var empty = Array("(empty)".utf8)
  /// Stands for a value that there is none of.
  private(set) var unset = Array("-".utf8)
  /// What `#path` says.
  private(set) var path: String?
  /// What `#fields` says.
  private(set) var names: [String] = []
  private var columns: [LogField?] = []
  /// The column that holds others, apart by spaces or tabs, up to the end of the line.
  private var compound: Int?

  /// The format before a header was read.
  init() {}

  /// Takes a header line; those that say nothing on the format are passed over.
  func take(_ line: ArraySlice<UInt8>) {
    if line.starts(with: Array("#separator ".utf8)) {
      let text = Self.unescaped(line.dropFirst("#separator ".utf8.count))
      if let first = text.first, text.count == 1 { separator = first }
      return
    }
    let parts = line.split(separator: separator, omittingEmptySubsequences: false)
    guard let key = parts.first, parts.count > 1 else { return }
    switch String(decoding: key, as: UTF8.self) {
    case "#set_separator":
      if let first = Self.unescaped(parts[1]).first { setSeparator = first }
    case "#empty_field": empty = Array(parts[1])
    case "#unset_field": unset = Array(parts[1])
    case "#path": path = String(decoding: parts[1], as: UTF8.self)
    case "#fields": takeNames(parts.dropFirst())
    default: break
    }
  }

  private func takeNames(_ parts: ArraySlice<ArraySlice<UInt8>>) {
    var texts = Array(parts)
    compound = nil
    if let last = texts.last, separator != 0x20 {
      let pieces = last.split(separator: 0x20)
      if pieces.count > 1 {
        texts.removeLast()
        compound = texts.count
        texts += pieces
      }
    }
    names = texts.map { String(decoding: $0, as: UTF8.self) }
    columns = names.map { LogField(name: $0) }
  }

  /// Finds the values of one line.
  func split(
    _ block: [UInt8], _ line: Range<Int>, into values: inout LogValues
  ) throws(LogFault) {
    values.removeAll()
    var column = 0
    var start = line.lowerBound
    var extra: [Range<Int>] = []
    for index in line.lowerBound...line.upperBound {
      if index < line.upperBound {
        let byte = block[index]
        if byte == 0 { throw .zeroByte }
        if byte != separator || column == compound { continue }
      }
      if column == compound {
        column = try splitCompound(block, start..<index, from: column, into: &values)
        break
      }
      if column < columns.count {
        set(columns[column], block, start..<index, &values)
      } else if start < index, extra.count <= 2 {
        extra.append(start..<index)
      }
      column += 1
      start = index + 1
    }
    guard column >= columns.count else { throw .fieldCount(column, named: columns.count) }
    if !extra.isEmpty {
      // Of the logs that are read, only `conn` is labelled.
      guard extra.count <= 2, names.contains("conn_state"), !columns.contains(.label) else {
        throw .fieldCount(column, named: columns.count)
      }
      values[.label] = extra[0]
      values[.detailedLabel] = extra.count > 1 ? extra[1] : nil
    }
  }

  /// Finds the values in the rest of a line, apart by any number of spaces and tabs; the columns that
  /// there are in all.
  private func splitCompound(
    _ block: [UInt8], _ rest: Range<Int>, from first: Int, into values: inout LogValues
  ) throws(LogFault) -> Int {
    let pieces = block[rest].split { $0 == 0x20 || $0 == 0x09 }
    guard first + pieces.count == columns.count else {
      throw .fieldCount(first + pieces.count, named: columns.count)
    }
    for (offset, piece) in pieces.enumerated() {
      set(columns[first + offset], block, piece.startIndex..<piece.endIndex, &values)
    }
    return columns.count
  }

  private func set(
    _ field: LogField?, _ block: [UInt8], _ place: Range<Int>, _ values: inout LogValues
  ) {
    guard let field, values[field] == nil, !Self.isText(block, place, unset) else { return }
    values[field] = place
  }

  /// Whether the bytes at a place are those of a text.
  static func isText(_ block: [UInt8], _ place: Range<Int>, _ text: [UInt8]) -> Bool {
    guard place.count == text.count else { return false }
    for index in text.indices where block[place.lowerBound + index] != text[index] { return false }
    return true
  }

  /// Undoes `\x09` and `\\`; other backslashes stand for themselves.
  static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    guard text.contains(0x5c) else { return Array(text) }
    var output: [UInt8] = []
    output.reserveCapacity(text.count)
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      let next = index + 1 < text.endIndex ? text[index + 1] : 0
      if byte == 0x5c, next == 0x78, index + 3 < text.endIndex,
        let high = LogNumber.hexadecimal(text[index + 2]),
        let low = LogNumber.hexadecimal(text[index + 3])
      {
        output.append(high << 4 | low)
        index += 4
      } else if byte == 0x5c, next == 0x5c || next == 0x74 {
        output.append(next == 0x5c ? 0x5c : 0x09)
        index += 2
      } else {
        output.append(byte)
        index += 1
      }
    }
    return output
  }
}
