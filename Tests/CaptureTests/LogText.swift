import Capture

/// Writes small logs as Zeek does.
enum LogText {
  /// A header of columns.
  static func header(_ path: String?, _ fields: [String]) -> String {
    var lines = [
      "#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-",
    ]
    if let path { lines.append("#path\t\(path)") }
    lines.append("#open\t2025-07-07-13-58-03")
    lines.append("#fields\t" + fields.joined(separator: "\t"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// The fields of a short `conn.log`.
  static let conversationFields = [
    "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service", "duration",
    "orig_bytes", "resp_bytes", "conn_state",
  ]

  /// A short `conn.log`: starts and lengths in seconds, one conversation each, by the name `C` and its
  /// start.
  static func conversations(_ times: [(start: Int, length: Int)]) -> String {
    header("conn", conversationFields) + times.map { conversation($0.start, $0.length) }.joined()
  }

  /// One line of it.
  static func conversation(_ start: Int, _ length: Int) -> String {
    "\(start).000000\tC\(start)\t10.0.0.1\t1024\t10.0.0.2\t443\ttcp\tssl\t\(length).0\t10\t20\tSF\n"
  }

  /// An `http.log`, `ssl.log` or `dns.log` of names: when, for which conversation, which.
  static func names(_ kind: LogKind, _ lines: [(time: Int, identifier: String, name: String)])
    -> String
  {
    let field =
      switch kind {
      case .dns: "query"
      case .ssl: "server_name"
      case .conn, .http: "host"
      }
    let fields = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", field]
    return header(kind.rawValue, fields)
      + lines.map {
        "\($0.time).5\t\($0.identifier)\t10.0.0.1\t1024\t10.0.0.2\t443\t\($0.name)\n"
      }.joined()
  }
}
