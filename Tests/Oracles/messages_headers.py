"""Headers up to the transport: fields of the objects `ipv4`, `ipv6`, `tcp` and `arp` of a line.

They are the deepest packet's, so tshark's last occurrence is the one to compare, except where it
quotes packets in ICMP errors.
"""

from messages_fields import Field, Protocol

PROTOCOLS = [
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
