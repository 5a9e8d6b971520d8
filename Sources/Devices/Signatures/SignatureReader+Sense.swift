import Packets

/// Whether a row makes sense as a whole.
extension SignatureReader {
  /// Refuses what can never be, and what anything would fit.
  func check(_ signature: Signature, _ row: YAMLMapping) throws(ConfigurationError) {
    guard !signature.transports.isEmpty else {
      throw row.error(nil, "'transport' is missing: say what IP carries, as in transport: udp")
    }
    func require(
      _ key: String, _ isUsed: Bool, _ isPossible: (IPProtocol) -> Bool, _ what: String
    ) throws(ConfigurationError) {
      guard !isUsed || signature.transports.allSatisfy(isPossible) else {
        throw row.error(key, "'\(key)' is of \(what): this row's 'transport' has others")
      }
    }
    let isICMP = { (transport: IPProtocol) in transport == .icmp || transport == .icmpv6 }
    let isTCP = { (transport: IPProtocol) in transport == .tcp }
    try require("flags", !signature.flags.isEmpty, isTCP, "TCP")
    try require("without-flags", !signature.withoutFlags.isEmpty, isTCP, "TCP")
    try require("icmp-type", !signature.messageTypes.isEmpty, isICMP, "ICMP")
    try require("icmp-code", !signature.messageCodes.isEmpty, isICMP, "ICMP")
    let hasPorts = { (transport: IPProtocol) in transport.hasPorts }
    try require("source-port", !signature.sourcePorts.isEmpty, hasPorts, "TCP, UDP and SCTP")
    try require(
      "destination-port", !signature.destinationPorts.isEmpty, hasPorts, "TCP, UDP and SCTP")
    try require("knock", signature.knock != nil, hasPorts, "TCP, UDP and SCTP")
    try require(
      "unrecognized", signature.isUnrecognized, { !isICMP($0) }, "anything but ICMP, which is read")
    try require(
      "bytes", signature.bytes.contains { $0.region == .options }, isTCP,
      "TCP, where it speaks of options")
    for field in signature.nonZero {
      try require(
        "non-zero", true, field.isField(of:), "a transport with the field \(field.rawValue)")
    }
    if let relation = signature.relation {
      for field in [relation.minuend, relation.subtrahend] {
        try require(
          "relation", true, field.isField(of:), "a transport with the field \(field.rawValue)")
      }
    }
    if signature.callBack?.address != nil,
      signature.bytes.first.map({ $0.isNegated }) ?? true
    {
      throw row.error(
        "call-back", "'address' counts from the row's first bytes, and there are none")
    }
    if !signature.flags.isDisjoint(with: signature.withoutFlags) {
      throw row.error("without-flags", "a control bit cannot be set and not set")
    }
    if signature.callBack != nil, signature.direction != .toDevice {
      throw row.error("call-back", "'call-back' needs a packet to the device")
    }
    let says =
      signature.bytes.contains { !$0.isNegated } || signature.relation != nil
      || signature.knock != nil || !signature.peers.isEmpty || signature.sequel != nil
      || signature.callBack != nil
    guard says else {
      throw row.error(
        nil,
        "anything fits '\(signature.name)': say what it has, by 'bytes', 'relation', 'knock', 'peer', "
          + "'after' or 'call-back'")
    }
  }
}
