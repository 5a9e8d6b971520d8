/// Which of Zeek's logs a line is from; the raw value is the `#path` that Zeek writes.
public enum LogKind: String, Hashable, Sendable {
  /// One line a conversation, written at its end.
  case conn
  /// One line a DNS query and its reply.
  case dns
  /// One line a TLS handshake.
  case ssl
  /// One line an HTTP request and its reply.
  case http

  /// Tells the kind by the path that a log states, where it is one of Zeek's own.
  ///
  /// Other paths (`conn_eth1`) are judged by the fields, but for `conn_long`, which repeats what `conn`
  /// says.
  init?(path: String?, fields: [String]) {
    if let path {
      if let kind = LogKind(rawValue: path) {
        self = kind
        return
      }
      if path == "conn_long" { return nil }
    }
    self.init(fields: fields)
  }

  /// Tells the kind by fields that are never unset in one log and come in no other: in JSON, unset
  /// fields are left out.
  private init?(fields: [String]) {
    if fields.contains("conn_state") || has("proto", "missed_bytes") {
      self = .conn
    } else if has("AA", "RD") || has("trans_id", "query") {
      self = .dns
    } else if has("established", "resumed") || has("established", "cipher") {
      self = .ssl
    } else if has("trans_depth", "request_body_len"),
      // SIP has these two as well.
      !fields.contains("request_path"), !fields.contains("call_id")
    {
      self = .http
    } else {
      return nil
    }

    func has(_ one: String, _ other: String) -> Bool {
      fields.contains(one) && fields.contains(other)
    }
  }
}
