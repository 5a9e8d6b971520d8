/// How a connection began and ended, by the names of Zeek's conn.log.
public enum ConnectionState: String, Sendable {
  /// An attempt that nobody answered; of UDP, one that only the originator sent.
  case attempted = "S0"
  /// Established, not ended.
  case established = "S1"
  /// Established and ended by both sides; of UDP, sent by both.
  case finished = "SF"
  /// An attempt that was refused by RST.
  case rejected = "REJ"
  /// Established, ended by the originator alone.
  case closedByOriginator = "S2"
  /// Established, ended by the responder alone.
  case closedByResponder = "S3"
  /// Established, aborted by the originator.
  case resetByOriginator = "RSTO"
  /// Established, aborted by the responder.
  case resetByResponder = "RSTR"
  /// An attempt that the originator itself aborted, no SYN-ACK in between.
  case attemptReset = "RSTOS0"
  /// A SYN-ACK and then an RST of the responder, no SYN seen.
  case answerReset = "RSTRH"
  /// A SYN and then a FIN of the originator, no SYN-ACK seen.
  case halfOpen = "SH"
  /// A SYN-ACK and then a FIN of the responder, no SYN seen; of UDP, sent by the responder alone.
  case halfAnswered = "SHR"
  /// None of these: no SYN was seen, or it is neither TCP nor UDP.
  case other = "OTH"
}
