"""Differences that are known, and why they are right or cannot be told apart.

Each entry: protocol, field's path, part of a file's path ("" for any), what ours and tshark's value
must be as functions of both texts, and the reason.
"""

import re


def octets_of_text(ours, theirs):
    """tshark's octets are the first four of the address as a text."""
    return bytes.fromhex(theirs).decode().startswith(str(int(ours[:2], 16)))


def swapped(ours, theirs):
    """tshark's number of 16 bits has its octets the other way round."""
    return int(ours) == int.from_bytes(int(theirs).to_bytes(2, "little"), "big")


def overlong_tilde(ours, theirs):
    """tshark reads the octets c1 be, which are no UTF-8, as the character they would be if it were allowed."""
    return theirs.replace("~", "\ufffd\ufffd") == ours


def escaped(ours, theirs):
    """tshark writes a character that it does not print as an escape, and cuts long texts; all else is the same."""
    shown = re.sub(r"\\u[0-9A-Fa-f]{4}|[^\x20-\x7e]", "", theirs)
    kept = re.sub(r"[^\x20-\x7e]", "", ours)
    return kept.startswith(shown.removesuffix("...")) if shown.endswith("...") else shown == kept


NO_TUNNEL = ("VXLAN-GPE that does not announce its next protocol, and GENEVE told by its source port "
             "alone: no tunnels to ours")

OVERLOAD = "options in the file and server names: ours reads and joins them in the order of RFC 3396"

EXPLAINED = [
    ("ends_ipv4", "*", "PcapPlusPlus__Vxlan2", lambda ours, theirs: True,
     "a group policy without the flag that announces it: no VXLAN to ours"),
    ("ipv4", "*", "PcapPlusPlus__Vxlan2", lambda ours, theirs: True,
     "a group policy without the flag that announces it: no VXLAN to ours"),
    ("ipv4", "*", "zeek__erspan", lambda ours, theirs: "absent" not in (ours, theirs),
     "of a tunnel that was put together from fragments, ours shows the last fragment's own header"),
    ("ends_ipv4", "destination_ip", "ipv4-options", lambda ours, theirs: theirs == "0.0.0.0",
     "tshark shows the last address of a source route instead of the header's"),
    ("ends_ipv4", "*", "arkime_synthetic",
     lambda ours, theirs: ours.startswith(("10.40.9.", "10.222.222."))
     or ours in ("40000", "4790", "6081", "12345"), NO_TUNNEL),
    ("ipv4", "*", "arkime_synthetic",
     lambda ours, theirs: ours in ("76", "21484", "123", "43157"), NO_TUNNEL),
    ("ipv4", "total_length", "", lambda ours, theirs: ours == "0",
     "left to the card that segments: ours shows what stands there, tshark what the frame has"),
    ("telnet", "negotiations.option", "iac-check-oobr", lambda ours, theirs: "|1" in theirs,
     "tshark has the request inside a terminal type's subnegotiation under the same name"),
    ("tls", "cipher_suite", "arkime__tls13", lambda ours, theirs: theirs == "0x1301",
     "a ServerHello of TLS 1.3's draft 18, which had no session identifier"),
    ("ldap", "matched_dn", "arkime__ntlm", lambda ours, theirs: ours.startswith(theirs),
     "a challenge of NTLM in place of a name, which tshark ends at its first zero"),
    ("dhcp", "options", "PcapPlusPlus__Dhcp2",
     lambda ours, theirs: sorted(ours.split("|")) == sorted(theirs.split("|")), OVERLOAD),
    ("dhcp", "message", "PcapPlusPlus__Dhcp2", lambda ours, theirs: theirs in ours, OVERLOAD),
    ("dhcp", "seconds", "", swapped,
     "tshark takes the number as Windows' little-endian one, against RFC 2131"),
    ("wake_on_lan", "password", "", octets_of_text,
     "tshark 4.0 gives the octets of its own text of the address, not the message's"),
    ("dns", "questions.name", "tunnel-dns", overlong_tilde,
     "tshark 4.0 takes an overlong sequence of UTF-8 for a tilde, against RFC 3629"),
    ("dns", "answers.name", "tunnel-dns", overlong_tilde,
     "tshark 4.0 takes an overlong sequence of UTF-8 for a tilde, against RFC 3629"),
    ("dns", "questions.name", "protocol.dns", escaped, "tshark 4.0 escapes characters without a shape, and cuts what becomes long"),
    ("dns", "answers.name", "protocol.dns", escaped, "tshark 4.0 escapes characters without a shape, and cuts what becomes long"),
    ("ntp", "leap_indicator", "", lambda ours, theirs: (ours, theirs) == ("absent", "0"),
     "a control message, whose first two bits are no leap indicator (RFC 9327 section 2)"),
    ("rmcp", "managed_client_session_id", "", lambda ours, theirs: theirs == "absent",
     "tshark 4.0 does not read the RAKP messages of ASF 2.0"),
    ("ssh", "*", "protocol.ssh", lambda ours, theirs: theirs == "absent",
     "a server's version and key exchange in one segment: encrypted to tshark 4.0"),
    ("ssh", "*", "management-exposed", lambda ours, theirs: theirs == "absent",
     "a server's version and key exchange in one segment before the client's: encrypted to tshark 4.0"),
    ("vtp", "start_value", "", lambda ours, theirs: ours == "absent",
     "version 3, whose requests tshark 4.0 reads as version 2's"),
]


def reason(protocol, path, file, ours, theirs):
    """Why a difference is as it should be, or `None`."""
    for name, field, part, judge, text in EXPLAINED:
        if name == protocol and field in (path, "*") and part in file and judge(ours, theirs):
            return text
    return None
