"""What machines say to each other over IP: small, well-formed messages of real protocols."""

import struct

UNIX_TO_NTP = 2_208_988_800
REDFISH = "urn:dmtf-org:service:redfish-rest:1"


# Time and names.

def ntp(mode, stratum, moment, origin=0):
    """An NTP packet, RFC 5905 section 7.3; `moment` and `origin` in nanoseconds since 1970."""
    def stamp(time):
        if time == 0:
            return bytes(8)
        second, rest = divmod(time, 1_000_000_000)
        return struct.pack("!II", second + UNIX_TO_NTP, (rest << 32) // 1_000_000_000)

    first = 4 << 3 | mode
    head = struct.pack("!BBbbII", first, stratum, 6, -20, 0x00000120, 0x00000340)
    reference = bytes(4) if stratum == 0 else bytes([10, 20, 0, 1])
    return head + reference + stamp(moment - 17_000_000_000 if stratum else 0) \
        + stamp(origin) + stamp(moment if origin else 0) + stamp(moment)


def dns_name(name):
    """A name as DNS writes it."""
    labels = name.split(".")
    return b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"


def dns(identifier, name, address=None):
    """A DNS query for an A record, or its answer, RFC 1035 section 4."""
    flags = 0x0100 if address is None else 0x8580
    head = struct.pack("!6H", identifier, flags, 1, 0 if address is None else 1, 0, 0)
    question = dns_name(name) + struct.pack("!HH", 1, 1)
    if address is None:
        return head + question
    return head + question + struct.pack("!HHHIH", 0xC00C, 1, 1, 3600, 4) + address.packed


def mdns(service):
    """A query for the instances of a service, RFC 6762."""
    return struct.pack("!6H", 0, 0, 1, 0, 0, 0) + dns_name(service) + struct.pack("!HH", 12, 1)


def ssdp(uuid, address):
    """A NOTIFY of a Redfish service, DSP0266 section 9."""
    lines = [
        "NOTIFY * HTTP/1.1", "HOST: 239.255.255.250:1900", "CACHE-CONTROL: max-age=1800",
        f"AL: https://{address}/redfish/v1/", f"NT: {REDFISH}", "NTS: ssdp:alive",
        f"USN: uuid:{uuid}::{REDFISH}", "", ""]
    return "\r\n".join(lines).encode()


def ssdp_answer(uuid, address):
    """What a Redfish service answers to M-SEARCH, DSP0266 section 9."""
    lines = [
        "HTTP/1.1 200 OK", "CACHE-CONTROL: max-age=1800", f"ST: {REDFISH}",
        f"AL: https://{address}/redfish/v1/", f"USN: uuid:{uuid}::{REDFISH}", "", ""]
    return "\r\n".join(lines).encode()


def dhcp(kind, transaction, mac, address, options=b"", flags=0):
    """A DHCP message, RFC 2131; `kind` is option 53, `address` the client's own or zero bytes."""
    operation = 1 if kind in (1, 3) else 2
    head = struct.pack("!BBBBIHH", operation, 1, 6, 0, transaction, 0, flags)
    given = bytes(8) if operation == 1 and kind == 1 else address.ljust(8, b"\0")
    mine = given if operation == 1 else bytes(4) + address
    body = head + mine + bytes(8) + mac.ljust(16, b"\0") + bytes(192)
    body += bytes.fromhex("63825363") + bytes([53, 1, kind]) + options + b"\xff"
    return body.ljust(300, b"\0")


# Management.

def syslog(priority, host, text):
    """A message of RFC 3164."""
    return f"<{priority}>Jan  5 {host} {text}".encode()


def ber(tag, content):
    """A BER value with a definite length."""
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    return bytes([tag, 0x82]) + struct.pack("!H", len(content)) + content


def snmp(kind, request, identifiers, value=None):
    """An SNMPv2c message, RFC 3416; `kind` is 0xA0 get, 0xA2 response, 0xA7 trap."""
    pairs = b"".join(
        ber(0x30, ber(0x06, bytes.fromhex(name)) + (value or b"\x05\x00")) for name in identifiers)
    numbers = ber(0x02, struct.pack("!i", request)) + b"\x02\x01\x00\x02\x01\x00"
    pdu = ber(kind, numbers + ber(0x30, pairs))
    return ber(0x30, b"\x02\x01\x01" + ber(0x04, b"monitoring") + pdu)


def rmcp_ping(tag, answer=False):
    """An ASF presence ping or pong, DSP0136 section 3.2.4."""
    head = bytes.fromhex("0600ff06000011be") + bytes([0x40 if answer else 0x80, tag, 0])
    return head + (b"\x10" + bytes.fromhex("000011be000000008100000000000000") if answer else b"\0")


def ipmi(session, number, random, length=32):
    """An encrypted message of an open IPMI 2.0 session, section 13.6."""
    head = bytes.fromhex("0600ff0706c0") + struct.pack("<IIH", session, number, length)
    return head + random.randbytes(length) + b"\xff\xff\x02\x07" + random.randbytes(12)


def sflow(agent, sequence, uptime):
    """An sFlow version 5 datagram with the counters of one port."""
    counters = struct.pack(
        "!IIQIIQ6IQ6I", 1, 6, 25_000_000_000, 1, 3, sequence * 900_000, sequence * 700, 0, 12, 0, 0,
        0, sequence * 500_000, sequence * 650, 0, 9, 0, 0, 0)
    record = struct.pack("!II", 1, len(counters)) + counters
    sample = struct.pack("!III", sequence, 1, 1) + record
    head = struct.pack("!II", 5, 1) + agent.packed + struct.pack("!III", 0, sequence, uptime)
    return head + struct.pack("!III", 1, 2, len(sample)) + sample


# Conversations over TCP.

def http_get(host, path, agent="curl/8.5.0"):
    """A request without body."""
    return (f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n"
            "Accept: */*\r\n\r\n").encode()


def http_post(host, path, body):
    """A request with a body."""
    return (f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def http_answer(body, kind="text/plain"):
    """A response with a body."""
    return (f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def tls_record(kind, version, content):
    """A TLS record, RFC 8446 section 5.1."""
    return struct.pack("!BHH", kind, version, len(content)) + content


def tls_handshake(kind, content):
    """A handshake message in a record of its own."""
    message = bytes([kind]) + len(content).to_bytes(3, "big") + content
    return tls_record(22, 0x0301 if kind == 1 else 0x0303, message)


def extension(kind, content):
    """An extension of a hello."""
    return struct.pack("!HH", kind, len(content)) + content


def client_hello(random, name=None):
    """A TLS 1.3 ClientHello, RFC 8446 section 4.1.2."""
    extensions = b""
    if name:
        entry = struct.pack("!BH", 0, len(name)) + name.encode()
        extensions += extension(0, struct.pack("!H", len(entry)) + entry)
    extensions += extension(10, struct.pack("!HH", 2, 29))
    extensions += extension(13, struct.pack("!HHH", 4, 0x0403, 0x0804))
    extensions += extension(43, b"\x02\x03\x04")
    extensions += extension(51, struct.pack("!HHH", 36, 29, 32) + random.randbytes(32))
    suites = struct.pack("!HHH", 4, 0x1301, 0x1303)
    body = b"\x03\x03" + random.randbytes(32) + b"\x20" + random.randbytes(32)
    body += suites + b"\x01\x00"
    return tls_handshake(1, body + struct.pack("!H", len(extensions)) + extensions)


def server_hello(random):
    """A TLS 1.3 ServerHello, and the encrypted rest of the server's flight."""
    extensions = extension(43, b"\x03\x04")
    extensions += extension(51, struct.pack("!HH", 29, 32) + random.randbytes(32))
    body = b"\x03\x03" + random.randbytes(32) + b"\x00" + struct.pack("!HB", 0x1301, 0)
    hello = tls_handshake(2, body + struct.pack("!H", len(extensions)) + extensions)
    return hello + tls_record(20, 0x0303, b"\x01") + tls_data(random, 410)


def tls_data(random, length):
    """A record of application data."""
    return tls_record(23, 0x0303, random.randbytes(length))


def bgp_open(system, hold_time, identifier):
    """A BGP OPEN, RFC 4271 section 4.2; the hold time in seconds."""
    body = struct.pack("!BHH", 4, system, hold_time) + identifier.packed + b"\0"
    return b"\xff" * 16 + struct.pack("!HB", 19 + len(body), 1) + body


BGP_KEEPALIVE = b"\xff" * 16 + struct.pack("!HB", 19, 4)
