import Capture
import Packets

extension Session {
  /// What a log takes a conversation for. It is no more than suggested: how Zeek came to it is not known.
  init(_ record: borrowing LogRecord) {
    self.init()
    suggested = record.services.first.map { ProtocolName(rawValue: Session.names[$0] ?? $0) }
  }

  /// Zeek's names of protocols that are called otherwise here.
  private static let names = [
    "ssl": "tls", "krb": "kerberos", "krb_tcp": "kerberos", "ldap_tcp": "ldap", "ldap_udp": "ldap",
  ]
}
