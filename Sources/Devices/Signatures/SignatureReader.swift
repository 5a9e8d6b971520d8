import Packets

/// Reads the rows of a file of signatures.
struct SignatureReader {
  /// The rows so far, in the order of the file.
  private(set) var signatures: [Signature] = []
  private let known: [String: Signature]
  private var lines: [String: Int] = [:]

  /// The most rows of a file.
  static let most = 1000

  /// A reader that knows what is there already.
  init(known: [Signature]) {
    var byName: [String: Signature] = [:]
    for signature in known { byName[signature.name] = signature }
    self.known = byName
  }

  /// One row.
  mutating func add(_ row: YAMLMapping) throws(ConfigurationError) {
    var row = row
    guard let name = try row.scalar("name") else {
      throw row.error(nil, "'name' is missing: give the row a word of its own")
    }
    try check(name)
    guard signatures.count < SignatureReader.most else {
      throw name.error("there are more than \(SignatureReader.most) rows: take some out")
    }
    var signature = Signature(name: name.text)
    signature.line = row.line
    try readDescription(&row, into: &signature)
    try readPacket(&row, into: &signature)
    try readHistory(&row, into: &signature)
    try row.finish()
    try check(signature, row)
    lines[name.text] = row.line
    signatures.append(signature)
  }

  /// Refuses rows of which nothing can come.
  func finish(file: String) throws(ConfigurationError) {
    let used = Set(signatures.flatMap { $0.sequel?.names ?? [] })
    for signature in signatures where !signature.isTold && !used.contains(signature.name) {
      throw ConfigurationError(
        file: file, line: signature.line,
        reason: "'\(signature.name)' is silent, and nothing comes of it: give it a severity or a "
          + "call-back, or name it in the 'after' of another row")
    }
  }

  /// A name that nobody has yet.
  private func check(_ name: YAMLScalar) throws(ConfigurationError) {
    let text = name.text.utf8
    let isWord =
      (1...48).contains(text.count) && text.first.map { (0x61...0x7a).contains($0) } == true
      && text.allSatisfy {
        (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d
      }
    guard isWord else {
      throw name.error(
        "'\(name.text)' cannot be a name: 1 to 48 lower-case letters, digits and hyphens, a letter first"
      )
    }
    if let line = lines[name.text] {
      throw name.error("the name '\(name.text)' is given in line \(line) already: take another")
    }
    if known[name.text] != nil {
      throw name.error(
        "'\(name.text)' is a signature that is there already: take another name, and switch that one off "
          + "(rules: disabled: [implant.\(name.text)]) where yours replaces it")
    }
  }

  private func readDescription(
    _ row: inout YAMLMapping, into signature: inout Signature
  ) throws(ConfigurationError) {
    signature.title = try required("title", of: &row, "say in a few words what it is")
    signature.source = try required("source", of: &row, "say where it was published")
    signature.about = try row.text("about") ?? ""
    signature.benign = try row.text("benign") ?? ""
    if var techniques = try row.mapping("techniques") {
      for key in techniques.keys {
        guard SignatureReader.isTechnique(key.text) else {
          throw key.error(
            "'\(key.text)' is no technique of ATT&CK: write its number and name, as in T1205: Traffic "
              + "Signaling")
        }
        signature.techniques.append(
          SignatureTechnique(id: key.text, name: try techniques.text(key.text) ?? ""))
      }
      try techniques.finish()
    }
    if let word = try row.word("confidence", among: SignatureConfidence.allCases.map(\.rawValue)) {
      signature.confidence = SignatureConfidence(rawValue: word) ?? signature.confidence
    }
    if let word = try row.word("severity", among: SignatureSeverity.allCases.map(\.rawValue)) {
      signature.severity = SignatureSeverity(rawValue: word) ?? signature.severity
    }
  }

  private func required(
    _ key: String, of row: inout YAMLMapping, _ advice: String
  ) throws(ConfigurationError) -> String {
    guard let text = try row.text(key), !text.isEmpty else {
      throw row.error(key, "'\(key)' is missing: \(advice)")
    }
    guard text.utf8.count <= 400 else {
      throw row.error(key, "'\(key)' is longer than 400 bytes: make it shorter")
    }
    return text
  }

  /// `T` and four digits, with three more behind a point where it is a part of one.
  private static func isTechnique(_ text: String) -> Bool {
    let parts = text.utf8.dropFirst().split(separator: 0x2e, omittingEmptySubsequences: false)
    let isNumber = parts.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
    return text.utf8.first == 0x54 && isNumber && parts.first?.count == 4
      && (parts.count == 1 || parts.count == 2 && parts[1].count == 3)
  }

  private func readHistory(
    _ row: inout YAMLMapping, into signature: inout Signature
  ) throws(ConfigurationError) {
    if let after = try row.mapping("after") { signature.sequel = try sequel(after) }
    if var times = try row.mapping("times") {
      let count = try times.integer("count", in: 2...1000)
      let seconds = try times.integer("within-seconds", in: 1...86_400)
      try times.finish()
      guard let count, let seconds else {
        throw times.error(nil, "'times' needs 'count' and 'within-seconds'")
      }
      signature.repetition = SignatureRepetition(count: count, seconds: seconds)
    }
    if let knock = try row.mapping("knock") { signature.knock = try self.knock(knock) }
    if let callBack = try row.mapping("call-back") {
      signature.callBack = try self.callBack(callBack)
    }
  }

  private func sequel(_ mapping: YAMLMapping) throws(ConfigurationError) -> SignatureSequel {
    var mapping = mapping
    var names: [String] = []
    for name in try mapping.scalars("signature") ?? [] {
      guard lines[name.text] != nil || known[name.text] != nil else {
        let words = WordList(signatures.map(\.name) + known.keys.sorted())
        throw name.error(
          "there is no signature '\(name.text)' before this row\(words.suggestion(for: name.text)): "
            + "what comes first stands first")
      }
      names.append(name.text)
    }
    let seconds = try mapping.integer("within-seconds", in: 1...86_400)
    let peer = try mapping.word(
      "peer", among: SignatureSequel.Peer.allCases.map(\.rawValue))
    try mapping.finish()
    guard !names.isEmpty, let seconds else {
      throw mapping.error(nil, "'after' needs 'signature' and 'within-seconds'")
    }
    return SignatureSequel(
      names: names, seconds: seconds, peer: peer.flatMap(SignatureSequel.Peer.init) ?? .any)
  }

  private func knock(_ mapping: YAMLMapping) throws(ConfigurationError) -> SignatureKnock {
    var mapping = mapping
    var ports: [UInt16] = []
    for scalar in try mapping.scalars("port") ?? [] {
      guard let range = SignatureReader.range(scalar.text), range.count == 1 else {
        throw scalar.error("'\(scalar.text)' is not a port: a number from 0 to 65535")
      }
      ports.append(range.lowerBound)
    }
    let seconds = try mapping.integer("within-seconds", in: 1...86_400)
    try mapping.finish()
    guard (2...32).contains(ports.count), let seconds else {
      throw mapping.error(
        nil, "'knock' needs 'port', a list of 2 to 32 in their order, and 'within-seconds'")
    }
    guard !zip(ports, ports.dropFirst()).contains(where: ==) else {
      throw mapping.error(
        nil, "'knock' has one port twice in a row, which a packet that is sent again would be, too")
    }
    return SignatureKnock(ports: ports, seconds: seconds)
  }

  private func callBack(_ mapping: YAMLMapping) throws(ConfigurationError) -> SignatureCallBack {
    var mapping = mapping
    var callBack = SignatureCallBack()
    callBack.address = try mapping.integer("address", in: 0...1532)
    callBack.port = try mapping.integer("port", in: 0...1534)
    callBack.isAnywhere = try mapping.flag("anywhere") ?? false
    let isSource = try mapping.flag("source") ?? false
    try mapping.finish()
    guard isSource || callBack.address != nil || callBack.isAnywhere else {
      throw mapping.error(
        nil,
        "'call-back' needs one of 'address' (where in the packet it stands), 'anywhere: true' and "
          + "'source: true'")
    }
    guard callBack.port == nil || callBack.address != nil else {
      throw mapping.error("port", "'port' needs 'address'")
    }
    return callBack
  }
}
