/// Domains below which programs ask, in names, what is known of a file, an address or a sender: reputation services
/// of virus scanners, and lists of senders of mail. And a delivery network that codes where its machines stand.
///
/// Their questions carry hashes and keys to somebody by design, or look so, as those of tunnels do. Vendors' documentation names them;
/// a device that has no scanner has no business there either, so it is told at the lowest severity and not left out.
enum LookupServices {
  private static let domains: Set<String> = [
    "sophosxl.net", "e5.sk", "mcafee.com", "trendmicro.com",
    "bitdefender.net", "kaspersky-labs.com", "surbl.org", "uribl.com", "spamhaus.org",
    "spamhaus.net",
    "spamcop.net", "cymru.com", "abuse.ch", "senderbase.org", "dnswl.org", "barracudacentral.org",
    "rspamd.com", "msbl.org", "mailspike.net", "googlevideo.com",
  ]

  /// Whether a registered domain is one of them.
  static func includes(_ domain: String) -> Bool { domains.contains(domain) }
}
