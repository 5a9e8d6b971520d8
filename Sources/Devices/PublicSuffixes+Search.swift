extension PublicSuffixes {
  /// What the rules say of one name.
  enum Rule {
    /// It is a suffix.
    case name
    /// Each of its children is a suffix.
    case children
    /// Both.
    case both
    /// It is no suffix, whatever is said of its parent's children.
    case exception
  }

  /// What the rules say of a name in lower case, found by bisection of their text.
  func rule(for name: ArraySlice<UInt8>) -> Rule? {
    let newline = UInt8(ascii: "\n")
    let text = rules.utf8.span
    // Both are starts of lines, and the line that is looked for starts between.
    var low = 0
    var high = text.count
    while low < high {
      var line = (low + high) / 2
      while line > low, text[line - 1] != newline { line -= 1 }
      let (rule, marker) = PublicSuffixes.marker(text[line])
      var place = line + marker
      var index = name.startIndex
      while index < name.endIndex, text[place] == name[index], text[place] != newline {
        place += 1
        index += 1
      }
      let isWhole = text[place] == newline
      if index == name.endIndex {
        if isWhole { return rule }
        high = line
      } else if isWhole || text[place] < name[index] {
        while text[place] != newline { place += 1 }
        low = place + 1
      } else {
        high = line
      }
    }
    return nil
  }

  /// What the first octet of a line says, and how many octets stand in front of the name.
  private static func marker(_ octet: UInt8) -> (rule: Rule, length: Int) {
    switch octet {
    case UInt8(ascii: "*"): (.children, 2)
    case UInt8(ascii: "+"): (.both, 1)
    case UInt8(ascii: "!"): (.exception, 1)
    default: (.name, 0)
    }
  }
}
