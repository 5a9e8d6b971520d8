"""Cases about the interfaces of controllers: IPMI sessions, ASF, virtual media."""

import struct

from . import life, messages
from .life import beats
from .network import HOUR, MINUTE, SECOND, Machine, seconds
from .policies import HEAD
from .site import outside

IPMI = 623
CLASS_ASF = bytes.fromhex("0600ff06000011be")


# Messages of IPMI 2.0, section 13.17 to 13.23, and of ASF, DSP0136 section 3.2.

def plus(kind, data, session=0, number=0):
    """A message of IPMI 2.0 without encryption and integrity."""
    head = bytes.fromhex("0600ff0706") + bytes([kind])
    return head + struct.pack("<IIH", session, number, len(data)) + data


def algorithms(*numbers):
    """What a session agrees on: key exchange, integrity, encryption."""
    return b"".join(
        bytes([kind, 0, 0, 8, number, 0, 0, 0]) for kind, number in enumerate(numbers))


def first_key_message(random, managed, user, length=None):
    """RAKP message 1 of IPMI 2.0; `length` where another one than the user's is declared."""
    role = bytes([0x14, 0, 0, len(user) if length is None else length])
    return plus(0x12, bytes(4) + struct.pack("<I", managed) + random.randbytes(16) + role + user)


def asf(kind, data, length=None):
    """A message of ASF; `length` where another one than that of the data is declared."""
    return CLASS_ASF + bytes([kind, 7, 0, len(data) if length is None else length]) + data


def asf_first_key_message(random, user, length=None, declared=None):
    """RAKP message 1 of ASF."""
    name = bytes([0, 0, len(user) if length is None else length]) + user
    return asf(0xC0, b"\x11\x22\x33\x44" + random.randbytes(16) + b"\x01" + name, declared)


def ask_capabilities(extra=0):
    """Get Channel Authentication Capabilities, before there is a session; `extra` octets are declared only."""
    return bytes.fromhex("0600ff07000000000000000000") + bytes([9 + extra]) + bytes.fromhex(
        "2018c88104388e04b1")


def capabilities():
    """The answer: MD5 and straight password in IPMI 1.5, and IPMI 2.0."""
    return bytes.fromhex("0600ff07000000000000000000") + bytes([16]) + bytes.fromhex(
        "811c632004380001941603000000009a")


# Conversations.

def session(network, time, client, bmc, user=b"admin", status=0, rounds=3):
    """A session of IPMI 2.0 with cipher suite 3; `status` is that of the answer to the user's name."""
    random = network.random
    port = network.port(client)
    console, managed = random.randrange(1, 2**31), random.randrange(1, 2**31)

    def ask(question, answer):
        nonlocal time
        network.ask(time, client, bmc, IPMI, question, answer, source_port=port)
        time += network.jitter(0.002, 0.01)

    numbers = struct.pack("<I", console)
    ask(ask_capabilities(), capabilities())
    ask(plus(0x10, bytes(4) + numbers + algorithms(1, 1, 1)),
        plus(0x11, b"\0\0\x04\0" + numbers + struct.pack("<I", managed) + algorithms(1, 1, 1)))
    head = bytes([0, status, 0, 0]) + numbers
    code = random.randbytes(52) if status == 0 else b""
    ask(first_key_message(random, managed, user), plus(0x13, head + code))
    if status:
        return
    ask(plus(0x14, bytes(4) + struct.pack("<I", managed) + random.randbytes(20)),
        plus(0x15, bytes(4) + numbers + random.randbytes(12)))
    for number in range(1, rounds + 1):
        ask(messages.ipmi(managed, number, random), messages.ipmi(console, number, random, 48))


def media(network, time, client, bmc, port, size, answer=600):
    """A connection that carries so much to a controller in eight parts over a minute, and is closed."""
    connection = network.connect(time, client, bmc, port)
    connection.exchange(b"IUSB    " + bytes(24), network.random.randbytes(32))
    for part in range(8):
        data = network.random.randbytes(size // 8)
        connection.exchange(
            data, network.random.randbytes(answer), at=time + seconds(2 + 7 * part))
    connection.close()


def starts(network, time, mac):
    """A machine asks for an address, having none."""
    machine = Machine(f"start {mac}", mac, "0.0.0.0")
    request = messages.dhcp(
        1, network.random.randrange(2**32), bytes.fromhex(mac.replace(":", "")), b"",
        b"\x3c\x20PXEClient:Arch:00007:UNDI:003016" + b"\x37\x04\x01\x03\x42\x43")
    network.udp_group(time, machine, "255.255.255.255", (68, 67), request, 64)


def tool(number, name="lap-01"):
    """A machine of the network that no inventory has."""
    return Machine(name, f"52:54:00:77:10:{number:02x}", f"10.20.0.{number}")


# Cases.

def new_source_fires(case):
    """A network whose policy names nobody: a station, a controller and an outside address that are new."""
    network, site = case.network, case.site
    for bmc in site.bmcs[:5]:
        for time in beats(network, network.jitter(60, 600), 8 * 3600, 6, jitter=0.001):
            session(network, time, site.mon, bmc, b"monitor", rounds=2)
    laptop = tool(66)
    for number, bmc in enumerate(site.bmcs[:5]):
        session(network, 30 * HOUR + number * 4 * MINUTE, laptop, bmc, b"root")
    for number in range(4):
        session(network, 31 * HOUR + number * 5 * MINUTE, laptop, site.bmcs[0], b"root")
    session(network, 2 * HOUR, site.bmcs[1], site.bmcs[2])
    session(network, 3 * HOUR, outside("203.0.113.66"), site.bmcs[3])


def new_source_near_miss(case):
    """Groups and an entry that name who may; attempts that fail, and questions without a session."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "groups:\n  management: [10.20.0.12]\n  admins: [10.20.0.60]\nexpected:\n"
        "  - role: bmc\n    direction: in\n    peer: 10.20.0.70\n    transport: udp\n    port: 623\n"
        "    reason: the auditors' inventory\n")
    for bmc in site.bmcs[:3]:
        for time in beats(network, network.jitter(60, 300), 600, 8, jitter=0.001):
            session(network, time, site.mon, bmc, b"monitor", rounds=2)
        session(network, 40 * MINUTE + network.jitter(1, 60), site.build, bmc, b"root")
        session(network, 50 * MINUTE + network.jitter(1, 60), tool(70, "audit"), bmc, b"audit")
        stranger = tool(66)
        session(network, 60 * MINUTE + network.jitter(1, 60), stranger, bmc, b"guest", status=0x0D)
        port = network.port(stranger)
        time = 70 * MINUTE + network.jitter(1, 60)
        network.ask(
            time, stranger, bmc, IPMI, messages.rmcp_ping(3), messages.rmcp_ping(3, answer=True),
            source_port=port)
        network.ask(
            time + SECOND, stranger, bmc, IPMI, ask_capabilities(), capabilities(),
            source_port=port)


def virtual_media_fires(case):
    """A stranger gives a server a disk, from which it starts, and looks at the screen of another one."""
    network, site = case.network, case.site
    case.policy = HEAD + "groups:\n  admins: [10.20.0.60]\n"
    stranger = tool(66)
    bmc = site.bmcs[1]
    media(network, 10 * MINUTE, stranger, bmc, 5120, 1_100_000)
    # The server's own card is next to its controller's.
    starts(network, 10 * MINUTE + 35 * SECOND, "ac:1f:6b:e8:9d:b4")
    media(network, 20 * MINUTE, stranger, site.bmcs[2], 5900, 4_000, answer=9_000)
    media(network, 30 * MINUTE, site.bmcs[4], site.bmcs[3], 5120, 2_000)


def virtual_media_near_miss(case):
    """An administrator gives a disk; a stranger is refused, or only knocks; a server starts by itself."""
    network, site = case.network, case.site
    case.policy = HEAD + "groups:\n  admins: [10.20.0.60]\n"
    media(network, 10 * MINUTE, site.build, site.bmcs[1], 5120, 200_000)
    starts(network, 10 * MINUTE + 35 * SECOND, "ac:1f:6b:e8:9d:b4")
    stranger = tool(66)
    for number, port in enumerate((623, 5120, 5900)):
        network.unanswered(20 * MINUTE + number * MINUTE, stranger, site.bmcs[1], port)
    life.tls_visit(network, 30 * MINUTE, stranger, site.bmcs[1])
    # What a server's card answers on such a port is its own system's.
    media(network, 40 * MINUTE, stranger, site.cards[0], 5900, 4_000)


def asf_fires(case):
    """Lengths that lie, in messages of ASF and IPMI."""
    network, site = case.network, case.site
    random = network.random
    one, two = site.bmcs[:2]
    first, second = tool(66), tool(67, "lap-02")

    def send(time, client, bmc, data, port=IPMI):
        network.udp(time, client, bmc, (network.port(client), port), data)

    send(5 * MINUTE, first, one, asf_first_key_message(random, b"A" * 200))
    send(6 * MINUTE, first, one, asf_first_key_message(random, b"admin", length=0xFF))
    send(7 * MINUTE, first, one, asf_first_key_message(random, b"admin", declared=0xF0))
    send(
        8 * MINUTE, first, one,
        b"\x11\x22\x33\x44\0\0\0\x01" + asf_first_key_message(random, b"A" * 64), 664)
    send(9 * MINUTE, second, one, ask_capabilities(extra=120))
    send(10 * MINUTE, second, two, first_key_message(random, 0x1234, b"A" * 60))
    network.ask(
        12 * MINUTE, site.mon, two, IPMI, messages.rmcp_ping(9),
        messages.rmcp_ping(9, answer=True))


def asf_near_miss(case):
    """Messages as they should be: the longest name, padding behind, lengths that fit."""
    network, site = case.network, case.site
    random = network.random
    bmc = site.bmcs[0]

    def send(time, data, port=IPMI):
        network.udp(time, site.mon, bmc, (network.port(site.mon), port), data)

    open_session = b"\x11\x22\x33\x44" + bytes.fromhex("010000080100000002000008010000000000 0004")
    send(4 * MINUTE, asf(0x83, open_session))
    send(5 * MINUTE, asf_first_key_message(random, b"sixteen-octets-x"))
    send(6 * MINUTE, asf_first_key_message(random, b"admin") + bytes(6))
    send(7 * MINUTE, b"\x11\x22\x33\x44\0\0\0\x01" + asf_first_key_message(random, b"admin"), 664)
    send(8 * MINUTE, asf_first_key_message(random, b""))
    send(9 * MINUTE, first_key_message(random, 0x1234, b"sixteen-octets-x"))
    session(network, 10 * MINUTE, site.mon, bmc)
    network.ask(
        12 * MINUTE, site.mon, bmc, IPMI, messages.rmcp_ping(9),
        messages.rmcp_ping(9, answer=True))


CASES = {
    "ipmi.new-source-fires": new_source_fires,
    "ipmi.new-source-near-miss": new_source_near_miss,
    "bmc.virtual-media-fires": virtual_media_fires,
    "bmc.virtual-media-near-miss": virtual_media_near_miss,
    "ipmi.asf-fires": asf_fires,
    "ipmi.asf-near-miss": asf_near_miss,
}
