internal import Rules

extension Technique {
  /// Whether this is a sub-technique: its number has a dot.
  var isSubtechnique: Bool { id.utf8.contains(0x2e) }

  /// The technique's own number: the part before the dot.
  var parentID: Substring { id.prefix { $0 != "." } }

  /// The technique's own name in ATT&CK v18.1, which a sub-technique does not carry; the number
  /// where the name is not known.
  var parentName: String {
    guard isSubtechnique else { return name }
    return switch parentID {
    case "T1001": "Data Obfuscation"
    case "T1020": "Automated Exfiltration"
    case "T1021": "Remote Services"
    case "T1048": "Exfiltration Over Alternative Protocol"
    case "T1071": "Application Layer Protocol"
    case "T1090": "Proxy"
    case "T1102": "Web Service"
    case "T1132": "Data Encoding"
    case "T1195": "Supply Chain Compromise"
    case "T1205": "Traffic Signaling"
    case "T1542": "Pre-OS Boot"
    case "T1556": "Modify Authentication Process"
    case "T1557": "Adversary-in-the-Middle"
    case "T1568": "Dynamic Resolution"
    case "T1573": "Encrypted Channel"
    case "T1599": "Network Boundary Bridging"
    case "T1601": "Modify System Image"
    case "T1602": "Data from Configuration Repository"
    default: String(parentID)
    }
  }
}
