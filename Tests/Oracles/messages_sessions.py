"""What conversations say before they are encrypted: TLS, SSH, HTTP, QUIC.

JA4 is not compared: tshark 4.0 has none.
"""

from messages_fields import Field, Protocol, pairs


def hello(message):
    """The first message of a handshake is a ClientHello or a ServerHello."""
    return message.get("handshake_type") in (1, 2)


# Ours tells a side's first flight where it is whole, tshark each record in the packet that ends it: what
# both have in the same packet is compared.
HELLO = pairs("""
    legacy_version tls.handshake.version ~
    session_id_length tls.handshake.session_id_length ~
    extensions tls.handshake.extension.type ~
    server_name tls.handshake.extensions_server_name ~
    supported_groups tls.handshake.extensions_supported_group ~
    alpn tls.handshake.extensions_alpn_str ~
""", when=hello) + pairs("""
    cipher_suite tls.handshake.ciphersuite ~
""", when=lambda message: message.get("handshake_type") == 2) + pairs("""
    handshake_type tls.handshake.type ~
    cipher_suites tls.handshake.ciphersuite ~
    supported_versions tls.handshake.extensions.supported_version ~
""", when=lambda message: message.get("handshake_type") == 1) + [
    # Delegated credentials have signature algorithms of their own.
    Field("signature_algorithms", "tls.handshake.sig_hash_alg", where_both="see above",
          when=lambda message: 34 not in message.get("extensions", [])),
]

PROTOCOLS = [
    Protocol("tls", ("tls",), pairs("""
        content_type tls.record.content_type ~
        record_version tls.record.version ~
        alert.level tls.alert_message.level ~
        alert.description tls.alert_message.desc ~
        certificate.serial_number x509af.serialNumber ~
    """) + HELLO + [
        # Behind the first certificate follow those that signed it.
        Field("certificate.dns_names", "x509ce.dNSName", most=1, where_both="see above"),
    ]),
    Protocol("dtls", ("dtls",), pairs("""
        content_type dtls.record.content_type
        record_version dtls.record.version
        epoch dtls.record.epoch
        sequence_number dtls.record.sequence_number
        handshake_type dtls.handshake.type
    """)),
    Protocol("ssh", ("ssh",), [
        Field("protocol_version", "ssh.protocol", where_both="both in one segment",
              convert=lambda text: text.split("-")[1]),
        Field("software", "ssh.protocol", where_both="both in one segment",
              convert=lambda text: text.split("-", 2)[2].split(" ")[0]),
    ] + pairs("""
        kex_algorithms ssh.kex_algorithms
        server_host_key_algorithms ssh.server_host_key_algorithms
        encryption_algorithms_client_to_server ssh.encryption_algorithms_client_to_server
        encryption_algorithms_server_to_client ssh.encryption_algorithms_server_to_client
        mac_algorithms_client_to_server ssh.mac_algorithms_client_to_server
        mac_algorithms_server_to_client ssh.mac_algorithms_server_to_client
        compression_algorithms_client_to_server ssh.compression_algorithms_client_to_server
        compression_algorithms_server_to_client ssh.compression_algorithms_server_to_client
    """)),
    Protocol("http", ("http",), pairs("""
        method http.request.method
        target http.request.uri
        status_code http.response.code
        reason_phrase http.response.phrase
        host http.host
        user_agent http.user_agent
        server http.server
        location http.location
        content_type http.content_type
        upgrade http.upgrade
    """) + [
        Field("version", "http.request.version|http.response.version",
              convert=lambda text: text.removeprefix("HTTP/")),
    ]),
    Protocol("quic", ("quic",), pairs("""
        version quic.version
        destination_connection_id quic.dcid ~
        source_connection_id quic.scid
        packet_type quic.long.packet_type ~
        token_length quic.token_length ~
        length quic.length ~
        supported_versions quic.supported_version
    """)),
]
