/// Certificate of the Internet X.509 public key infrastructure, RFC 5280 section 4.1, in DER.
///
///     SEQUENCE { SEQUENCE { [0] version, serialNumber, signature { algorithm }, issuer,
///                           validity { notBefore, notAfter }, subject,
///                           subjectPublicKeyInfo { { algorithm, parameters }, BIT STRING },
///                           [1], [2], [3] extensions },
///                signatureAlgorithm, signatureValue }
enum X509Certificate {
  /// Reads a certificate, or the octets that there are of one.
  ///
  /// - Throws: `.truncated` where it is cut, else what contradicts the standard.
  static func read(
    _ certificate: RawSpan, isCut: Bool, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    if !isCut {
      fields.add(
        "sha256",
        .octets(
          SHA256.digest(certificate.copied())))
    }
    var reader = BERReader(certificate, isCut: isCut)
    var outer = try reader.next(.sequence).elements
    var body = try outer.next(.sequence).elements
    if let version = try body.nextIf(.contextSpecific(0)) {
      var number = version.elements
      // The number counts from zero; the standard's name counts from one.
      fields.add("version", try number.next(.integer).unsigned() &+ 1)
    }
    fields.add("serial_number", octets: try body.next(.integer).octets())
    try readAlgorithm(try body.next(.sequence), as: "signature_algorithm", into: &fields)
    let issuer = try body.next(.sequence)
    fields.add("issuer", try X501Name.text(of: issuer))
    var validity = try body.next(.sequence).elements
    fields.add("not_before", try X509Time.text(of: try validity.next()))
    fields.add("not_after", try X509Time.text(of: try validity.next()))
    let subject = try body.next(.sequence)
    fields.add("subject", try X501Name.text(of: subject))
    fields.add("self_issued", areEqual(try issuer.octets(), try subject.octets()))
    try readPublicKey(try body.next(.sequence), into: &fields)
    _ = try body.nextIf(.contextSpecific(1, isConstructed: false))
    _ = try body.nextIf(.contextSpecific(2, isConstructed: false))
    if let extensions = try body.nextIf(.contextSpecific(3)) {
      try readExtensions(extensions, into: &fields)
    }
    if isCut { throw .truncated }
  }

  private static func areEqual(_ left: RawSpan, _ right: RawSpan) -> Bool {
    guard left.byteCount == right.byteCount else { return false }
    for index in 0..<left.byteCount where left.uint8(at: index) != right.uint8(at: index) {
      return false
    }
    return true
  }

  private static func readAlgorithm(
    _ identifier: borrowing BERElement, as name: String, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var parts = identifier.elements
    let algorithm = try parts.next(.objectIdentifier).objectIdentifier()
    fields.add(name, algorithm)
    if let word = X509Algorithm.name(of: algorithm) { fields.add(name + "_name", word) }
  }

  /// `SubjectPublicKeyInfo`: the algorithm, and how many bits the key has where that is told.
  private static func readPublicKey(
    _ information: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var parts = information.elements
    let identifier = try parts.next(.sequence)
    try readAlgorithm(identifier, as: "public_key_algorithm", into: &fields)
    var algorithm = identifier.elements
    switch try algorithm.next(.objectIdentifier).objectIdentifier() {
    case X509Algorithm.rsaEncryption:
      let key = try parts.next(.bitString).octets()
      guard key.byteCount > 1 else { throw .field }
      // Behind the count of unused bits: SEQUENCE { modulus, publicExponent }, RFC 3279 section 2.3.1.
      var reader = BERReader(key.extracting(droppingFirst: 1), isCut: false)
      var numbers = try reader.next(.sequence).elements
      let modulus = try numbers.next(.integer).octets()
      fields.add("public_key_bits", UInt(bits(of: modulus)))
    case X509Algorithm.ecPublicKey:
      // The named curve, RFC 5480 section 2.1.1.
      guard let curve = try algorithm.nextIf(.objectIdentifier) else { return }
      let identifier = try curve.objectIdentifier()
      fields.add("named_curve", identifier)
      if let name = X509Algorithm.name(of: identifier) { fields.add("named_curve_name", name) }
    default: break
    }
  }

  /// Bits of a number without its leading zeros.
  private static func bits(of number: RawSpan) -> Int {
    for index in 0..<number.byteCount where number.uint8(at: index) != 0 {
      return (number.byteCount - index) * 8 - number.uint8(at: index).leadingZeroBitCount
    }
    return 0
  }

  /// Extensions, section 4.2: of them basicConstraints and subjectAltName.
  private static func readExtensions(
    _ extensions: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var outer = extensions.elements
    var list = try outer.next(.sequence).elements
    while !list.isAtEnd {
      var parts = try list.next(.sequence).elements
      let identifier = try parts.next(.objectIdentifier).objectIdentifier()
      _ = try parts.nextIf(.boolean)
      var value = try parts.next(.octetString).elements
      switch identifier {
      case "2.5.29.17": try readAlternativeNames(try value.next(.sequence), into: &fields)
      case "2.5.29.19":
        var constraints = try value.next(.sequence).elements
        fields.add("ca", try constraints.nextIf(.boolean)?.boolean() ?? false)
      default: break
      }
    }
  }

  /// `GeneralNames`, section 4.2.1.6: host names and addresses.
  private static func readAlternativeNames(
    _ names: borrowing BERElement, into fields: inout Fields
  ) throws(DecodeFault.Kind) {
    var list = names.elements
    var hosts: [FieldValue] = []
    var addresses: [FieldValue] = []
    while !list.isAtEnd, hosts.count + addresses.count < Fields.mostValues {
      let name = try list.next()
      guard name.tag.tagClass == .contextSpecific else { throw .field }
      switch name.tag.number {
      case 2: hosts.append(FieldValue(text: try name.octets()))
      case 7: addresses.append(try address(try name.octets()))
      default: _ = try name.octets()
      }
    }
    if !hosts.isEmpty { fields.add("dns_names", hosts) }
    if !addresses.isEmpty { fields.add("ip_addresses", addresses) }
  }

  private static func address(_ octets: RawSpan) throws(DecodeFault.Kind) -> FieldValue {
    var reader = ByteReader(octets)
    switch octets.byteCount {
    case 4: return .address(try reader.ipv4Address())
    case 16: return .address(try reader.ipv6Address())
    default: throw .field
    }
  }
}
