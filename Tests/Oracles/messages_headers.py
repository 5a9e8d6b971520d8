"""Headers up to the transport: the objects `ipv4`, `ipv6`, `tcp` and `arp` of a line, addresses and ports.

They are the deepest packet's, so where tshark shows several headers the last one is compared, and of
packets that ICMP quotes none.
"""

from messages_fields import Field, Protocol

FRAGMENT = "of fragments tshark shows ports where the datagram is whole only"


def carries(transport):
    """Whether a line's packet is of a transport protocol and is not a later fragment."""
    return lambda line: line.get("transport") == transport and "source_port" in line


def ends(network):
    """Addresses and ports of a line."""
    found = [Field("source_ip", f"{network}.src"), Field("destination_ip", f"{network}.dst")]
    for token, transport in (("udp", 17), ("tcp", 6), ("sctp", 132)):
        found += [
            Field("source_port", f"{token}.srcport", when=carries(transport), where_both=FRAGMENT),
            Field("destination_port", f"{token}.dstport", when=carries(transport),
                  where_both=FRAGMENT),
        ]
    return found


PROTOCOLS = [
    Protocol("ends_ipv4", ("ip",), ends("ip"), section="line ipv4"),
    Protocol("ends_ipv6", ("ipv6",), ends("ipv6"), section="line ipv6"),
    Protocol("ipv4", ("ip",), section="ipv4", fields=[
        Field("header_length", "ip.hdr_len"),
        Field("type_of_service", "ip.dsfield"),
        Field("total_length", "ip.len"),
        Field("identification", "ip.id"),
        Field("flags", "ip.flags"),
        Field("header_checksum", "ip.checksum"),
    ]),
    Protocol("ipv6", ("ipv6",), section="ipv6", fields=[
        Field("traffic_class", "ipv6.tclass"),
        Field("flow_label", "ipv6.flow"),
        Field("payload_length", "ipv6.plen"),
        Field("next_header", "ipv6.nxt"),
    ]),
    Protocol("arp", ("arp",), section="arp", fields=[
        Field("operation", "arp.opcode"),
        Field("sender_hardware_address", "arp.src.hw_mac"),
        Field("target_hardware_address", "arp.dst.hw_mac"),
    ]),
    Protocol("tcp", ("tcp",), section="tcp", fields=[
        Field("sequence_number", "tcp.seq_raw"),
        Field("acknowledgment_number", "tcp.ack_raw"),
        Field("data_offset", "tcp.hdr_len"),
        # Eight flags, without the reserved bits and AE (RFC 9768).
        Field("flags", "tcp.flags", convert=lambda text: int(text, 0) & 0xff),
        Field("window", "tcp.window_size_value"),
        Field("options", "tcp.options"),
    ]),
]
