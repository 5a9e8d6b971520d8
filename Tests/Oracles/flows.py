"""Conversations by the definition in the README, slow and plain: what `undertick flows` must print.

`conversations(packets)` takes `flows_packets.Packet` values and gives a dictionary a conversation, with
the keys of the JSON line. Nothing is kept small here: every byte of a TCP stream that was seen is an
interval in a list, and every conversation is looked at when its next packet comes.
"""

import base64
import hashlib
import ipaddress
import string
import struct

SECOND = 10**9
TIMEOUT = {1: 60, 58: 60, 6: 300}  # seconds, by IP protocol; everything else 60
LINGER = 5 * SECOND  # after FIN of both sides, or RST
RETRY = 300 * SECOND  # the same SYN for longer is a new connection
PAUSE = SECOND  # a SYN on an old connection after less is a duplicate
STEP = 60 * SECOND  # a packet further back sets the clock back
WARM = 60 * SECOND  # so long after the start an answer may come without its question
SPLIT = 1800 * SECOND  # the first SYN is forgotten after so long
FIN, SYN, RST, ACK = 1, 2, 4, 16
TRUSTED = 1 << 20  # further off, SYN and RST do not move a side's furthest position
LETTERS = 48
PAIRS = {
    1: {8: 0, 0: 8, 13: 14, 14: 13, 15: 16, 16: 15, 17: 18, 18: 17, 10: 9, 9: 10},
    58: {a + b: a + 1 - b for a in (128, 130, 133, 135, 139, 144) for b in (0, 1)},
}
ANSWERS = {1: {0, 14, 16, 18, 9}, 58: {129, 131, 134, 136, 140, 145}}
UNROUTED = [ipaddress.ip_network(text) for text in """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4
    ::/128 ::1/128 64:ff9b:1::/48 100::/64 2001::/23 2001:2::/48 2001:db8::/32 fc00::/7 fe80::/10
    2002::/24 2002:a00::/24 2002:6440::/26 2002:7f00::/24 2002:a9fe::/32 2002:ac10::/28 2002:c000::/40
    2002:c000:200::/40 2002:c0a8::/32 2002:c612::/31 2002:c633:6400::/40 2002:cb00:7100::/40
    2002:f000::/20""".split()]


def wide(address):
    """An address in 16 octets, IPv4 as IPv4-mapped IPv6."""
    return address if len(address) == 16 else bytes(10) + b"\xff\xff" + address


def plain(address):
    """An address object; IPv4-mapped IPv6 is IPv4."""
    address = wide(address)
    mapped = address[:12] == bytes(10) + b"\xff\xff"
    return ipaddress.ip_address(address[12:] if mapped else address)


def ends(packet):
    """Sender and receiver as they tell a conversation apart; None where the frame names no protocol."""
    if not packet.version:
        return (packet.source_mac, packet.destination_mac) if packet.link else None
    first, second = packet.ports or (0, 0)
    if packet.ports and packet.protocol in PAIRS:
        second = PAIRS[packet.protocol].get(first, second)
    return (wide(packet.source), first), (wide(packet.destination), second)


def key(packet, sender, receiver):
    """What makes packets one conversation."""
    scope = (packet.version, packet.protocol) if packet.version else (2, packet.link)
    vlans = (tuple(packet.vlans[:5]), min(len(packet.vlans), 15))
    return scope, frozenset((sender, receiver)), vlans


def sender_started(packet, warm_until):
    """Whether the first packet's sender started the conversation; whether its beginning was missed."""
    if packet.ports is None:
        return True, False
    source, destination = packet.ports
    is_late = packet.time >= warm_until
    if packet.protocol == 6:
        flags = packet.tcp[0] if packet.tcp else 0
        if flags & SYN:
            return not flags & ACK, False
        return not flags & RST and not answers(source, destination), True
    if packet.protocol in ANSWERS:
        return is_late or source not in ANSWERS[packet.protocol], False
    return is_late or not answers(source, destination), False


def answers(source, destination):
    if (source < 1024) != (destination < 1024):
        return source < 1024
    return source < 32768 <= destination


class Side:
    """One direction."""

    def __init__(self):
        self.packets = self.ip_bytes = self.payload = 0
        self.flags = 0
        self.state = self.before = "inactive"
        self.initial = 0
        self.furthest = self.acknowledged = 0
        self.seen = []  # intervals of positions, apart and in order
        self.settled = 1  # holes before here are reported, or were never expected
        self.fin_end = None
        self.last = {}  # position of the last SYN, FIN, RST by letter
        self.once = set()
        self.counts = {}
        self.closing = self.closed = False

    def go(self, state):
        if state != self.state:
            self.before, self.state = self.state, state

    def near(self, reference, sequence):
        delta = (sequence - self.initial - reference) & 0xFFFFFFFF
        return reference + delta - (1 << 32 if delta >= 1 << 31 else 0)

    def restart(self, sequence, furthest):
        if sequence != self.initial:
            self.seen, self.settled = [], 1
        self.initial, self.furthest, self.acknowledged = sequence, furthest, 0

    def clean(self):
        return self.state == "established" or (self.state, self.before) == ("closed", "established")

    def quiet(self):
        return self.state in ("inactive", "partial")

    def has_sent(self):
        return max(self.furthest, self.acknowledged) > (2 if self.fin_end is not None else 1)

    def contiguous(self):
        end = self.settled
        for low, high in self.seen:
            if low > end:
                break
            end = max(end, high)
        return end

    def see(self, low, high):
        """Adds an interval; how much of it is new."""
        low = max(low, self.settled)
        if low >= high:
            return 0
        new = high - low - sum(max(0, min(high, b) - max(low, a)) for a, b in self.seen)
        merged = []
        for a, b in sorted(self.seen + [(low, high)]):
            if merged and a <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
            else:
                merged.append((a, b))
        end = self.contiguous_of(merged)
        self.seen = [part for part in merged if part[1] > end]
        self.settled = end
        return new

    def contiguous_of(self, parts):
        end = self.settled
        for a, b in parts:
            if a <= end:
                end = max(end, b)
        return end

    def holes(self, until):
        """Reports every hole before a position."""
        while until > self.contiguous():
            start = self.contiguous()
            later = [part for part in self.seen if part[0] > start]
            end = min([until] + [part[0] for part in later])
            yield end - start
            self.settled = end
            self.settled = self.contiguous()


class Conversation:
    """A conversation while it goes on."""

    def __init__(self, packet, sender, receiver, warm_until, sequel):
        self.ends = (sender, receiver)
        self.first_packet = packet
        self.start = self.last = self.heard = self.counted_from = packet.time
        self.sequel = sequel
        started, self.midstream = sender_started(packet, warm_until)
        self.originator = 0 if started else 1
        self.sides = (Side(), Side())
        self.history = "" if started else "^"
        self.partial = False
        self.missed = 0
        self.closed = False
        self.has_payload = packet.payload > 0
        flags, sequence, acknowledgment, _ = packet.tcp or (0, 0, 0, 0)
        self.syn = (acknowledgment - 1 if flags & SYN and flags & ACK else sequence) & 0xFFFFFFFF

    def side_of(self, sender, receiver):
        """0 for whoever sent the first packet; between equal ends the key's lower one always sends."""
        return 0 if sender == self.ends[0] else 1

    def timeout(self):
        if self.closed:
            return LINGER
        packet = self.first_packet
        return (TIMEOUT.get(packet.protocol, 60) if packet.version else 60) * SECOND

    def begins_anew(self, packet, side):
        """Whether a SYN is of a new connection."""
        if not packet.tcp or packet.tcp[0] & (SYN | ACK) != SYN:
            return False
        if self.closed:
            return True
        if self.has_payload or self.midstream:
            return packet.time - self.heard >= PAUSE
        if side != self.originator:
            return False
        return packet.tcp[1] != self.syn or packet.time - self.counted_from >= RETRY

    def note_close(self, packet, side):
        flags = packet.tcp[0] if packet.tcp else 0
        if flags & RST or flags & FIN and self.sides[1 - side].flags & FIN:
            self.closed = True

    def add(self, packet, side):
        here = self.sides[side]
        here.packets += 1
        here.ip_bytes += packet.ip_length
        here.flags |= packet.tcp[0] if packet.tcp else 0
        self.heard = max(self.heard, packet.time)
        self.has_payload |= packet.payload > 0
        if packet.has_header:
            self.follow(packet, side)
            return
        self.last = max(self.last, packet.time)
        is_icmp = packet.version and packet.protocol in (1, 58)
        here.payload += max(0, packet.payload - 4) if is_icmp else packet.payload
        if packet.version and packet.protocol == 17 and packet.ports:
            self.once(side, "D")

    def write(self, side, letter):
        if len(self.history) < LETTERS:
            self.history += letter if side == self.originator else letter.lower()

    def once(self, side, letter, mark=None):
        marks = self.sides[side].once
        is_new = (mark or letter) not in marks
        if is_new:
            marks.add(mark or letter)
            self.write(side, letter)
        return is_new

    def at_powers(self, side, letter):
        counts = self.sides[side].counts
        counts[letter] = counts.get(letter, 0) + 1
        if str(counts[letter]).rstrip("0") == "1":
            self.write(side, letter)

    def repeatable(self, side, letter, mark, position):
        here = self.sides[side]
        if not self.once(side, letter, mark) and here.last.get(mark, 0) != position:
            self.write(side, letter)
        here.last[mark] = position

    def follow(self, packet, side):
        flags, sequence, acknowledgment, window = packet.tcp
        here, there = self.sides[side], self.sides[1 - side]
        length = packet.payload
        span = (0 if flags & RST else length) + bool(flags & SYN) + bool(flags & FIN)
        if here.packets == 1:
            if side == self.originator:
                self.partial = flags & (SYN | ACK) != SYN
            elif not flags & SYN:
                self.partial = True
        answered = (here.state, there.state) == ("inactive", "established") and here.initial == sequence
        is_first = self.begin(here, flags, sequence, span)
        position = here.near(here.furthest, sequence)
        self.letters(side, flags, position, length)
        if window == 0 and not flags & RST and there.state != "closed" and here.state != "reset":
            self.at_powers(side, "W")
        if not (self.sides[0].closed and self.sides[1].closed):
            self.last = max(self.last, packet.time)
        if flags & FIN:
            here.fin_end = position + span
        acknowledged = self.acknowledge(there, flags, acknowledgment) if flags & ACK else None
        if not is_first:
            self.move(side, flags, (sequence + span) & 0xFFFFFFFF, length)
        self.change(side, flags, length, answered)
        if acknowledged is not None:
            self.report(1 - side, acknowledged)
        if length and not flags & RST and position >= 0:
            low = position + bool(flags & SYN)
            here.payload += here.see(low, low + length)
        for each in self.sides:
            if each.closing:
                each.closed = each.contiguous() + 1 >= each.furthest

    @staticmethod
    def begin(here, flags, sequence, span):
        syn = flags & SYN
        if here.state == "inactive":
            here.restart(sequence if syn else (sequence - 1) & 0xFFFFFFFF, span if syn else span + 1)
            return True
        wanted = {
            "syn": here.initial != sequence, "syn-ack": here.initial != sequence,
            "established": True, "partial": True, "reset": here.before == "inactive", "closed": False,
        }[here.state]
        if syn and wanted:
            here.restart(sequence, span)
        return bool(syn and wanted)

    def letters(self, side, flags, position, length):
        control = flags & (SYN | FIN | RST)
        if control == 0:
            if length:
                self.once(side, "D")
            elif flags & ACK:
                self.once(side, "A")
        elif control == SYN:
            self.repeatable(side, "H" if flags & ACK else "S", "S", position)
        elif control == FIN:
            self.repeatable(side, "F", "F", position + length)
        elif control == RST:
            self.repeatable(side, "R", "R", position)
        else:
            self.once(side, "I" if flags & FIN and flags & RST else "Q")

    @staticmethod
    def acknowledge(there, flags, acknowledgment):
        if there.state == "inactive":
            there.restart((acknowledgment - 1) & 0xFFFFFFFF, 0)
            return 1
        position = there.near(there.acknowledged, acknowledgment)
        step = position - there.acknowledged
        if position < 0 or acknowledgment == 0 and step > TRUSTED:
            return 0
        if step > 0 and not flags & RST:
            there.acknowledged = position
        return position

    def move(self, side, flags, behind, length):
        here = self.sides[side]
        step = here.near(here.furthest, behind) - here.furthest
        if flags & (SYN | RST) and abs(step) > TRUSTED:
            return
        if flags & FIN and here.furthest == 1:
            here.furthest = (behind - here.initial) & 0xFFFFFFFF
        elif here.state != "reset":
            if step > 0:
                here.furthest += step
            elif length:
                self.at_powers(side, "T")

    def change(self, side, flags, length, answered):
        here, there = self.sides[side], self.sides[1 - side]
        is_originator = side == self.originator
        state = here.state
        if state == "inactive":
            if flags & SYN:
                if not is_originator or answered:
                    if there.state == "syn":
                        there.go("established")
                    here.go("established")
                else:
                    here.go("syn-ack" if flags & ACK else "syn")
            if flags & FIN:
                here.go("closed")
            if flags & RST:
                here.go("reset")
            here.closing |= bool(flags & (FIN | RST))
            if here.state != "inactive":
                return
            if not is_originator and length == 0 and there.state == "syn":
                return
            if flags & ACK and there.state == "established":
                here.go("established")
                self.partial = False
            else:
                here.go("partial")
        elif state in ("syn", "syn-ack"):
            if flags & FIN:
                here.go("closed")
            if flags & RST:
                here.go("reset")
            here.closing |= bool(flags & (FIN | RST))
        elif state in ("established", "partial"):
            if flags & (SYN | ACK) == SYN and state == "partial" and there.state == "inactive":
                here.go("syn")
            if flags & RST:
                here.go("reset")
            elif flags & FIN:
                here.go("closed")
                if (there.state, there.before) == ("reset", "closed"):
                    there.go("closed")
            here.closing |= bool(flags & (FIN | RST))
        elif state == "closed" and flags & RST and there.state != "closed":
            here.go("reset")
            here.closing = True

    def report(self, side, acknowledged):
        here = self.sides[side]
        if here.fin_end is not None and acknowledged >= here.fin_end:
            acknowledged = here.fin_end - 1
        if not all(each.clean() for each in self.sides) or self.partial and acknowledged <= 2:
            return
        for hole in here.holes(acknowledged):
            self.missed += hole
            self.at_powers(side, "G")

    def state(self):
        packet = self.first_packet
        start, other = self.sides[self.originator], self.sides[1 - self.originator]
        if packet.protocol == 17:
            sent = (start.packets > 0, other.packets > 0)
            return {(True, True): "SF", (True, False): "S0", (False, True): "SHR"}[sent]
        if packet.protocol != 6:
            return "OTH"
        if other.state == "reset":
            if start.state in ("syn", "syn-ack"):
                return "REJ"
            if start.state == "reset" and not start.has_sent() and not other.has_sent():
                return "REJ"
            return "RSTRH" if start.quiet() else "RSTR"
        if start.state == "reset":
            if not other.quiet():
                return "RSTO"
            letters = self.history.removeprefix("^")
            before, reset, _ = letters.partition("R")
            alone = before.startswith("S") and reset and not set(before) & set("HAFGIQ")
            return "RSTOS0" if alone else "OTH"
        if start.state == "closed":
            return "SF" if other.state == "closed" else "SH" if other.quiet() else "S2"
        if other.state == "closed":
            return "SHR" if start.quiet() else "S3"
        return {("syn", "inactive"): "S0", ("established", "established"): "S1"}.get(
            (start.state, other.state), "OTH")

    def line(self):
        """The JSON line as a dictionary."""
        packet = self.first_packet
        from_originator = self.originator == 0
        start, other = self.sides[self.originator], self.sides[1 - self.originator]
        macs = (packet.source_mac, packet.destination_mac)
        line = {"ts": seconds(self.start // 1000), "uid": self.uid()}
        duration = self.last // 1000 - self.start // 1000
        if packet.version:
            (origin, origin_port), (response, response_port) = self.ends if from_originator else self.ends[::-1]
            origin, response = plain(origin), plain(response)
            line |= {"id.orig_h": str(origin), "id.orig_p": origin_port, "id.resp_h": str(response),
                     "id.resp_p": response_port}
            names = {6: "tcp", 17: "udp", 1: "icmp", 58: "icmp"}
            line["proto"] = names.get(packet.protocol, "unknown_transport")
            line |= {"conn_state": self.state(), "local_orig": is_local(origin),
                     "local_resp": is_local(response), "missed_bytes": self.missed,
                     "orig_ip_bytes": start.ip_bytes, "resp_ip_bytes": other.ip_bytes,
                     "ip_proto": packet.protocol}
            line["community_id"] = community_id(
                packet.protocol, origin.packed, response.packed, origin_port, response_port)
            if self.history:
                line["history"] = self.history
        else:
            line |= {"proto": "link", "link_protocol": packet.link}
        if duration > 0:
            line |= {"duration": seconds(duration), "orig_bytes": start.payload,
                     "resp_bytes": other.payload}
        line |= {"orig_pkts": start.packets, "resp_pkts": other.packets}
        for name, mac in zip(("orig_l2_addr", "resp_l2_addr"), macs if from_originator else macs[::-1]):
            if any(mac):
                line[name] = mac.hex(":")
        for name, vlan in zip(("vlan", "inner_vlan"), packet.vlans):
            line[name] = vlan
        if packet.is_later_fragment:
            line["fragments"] = True
        if packet.carrier and packet.carrier.conversation:
            line["tunnel_parents"] = [packet.carrier.conversation.uid()]
        return line

    def uid(self):
        packet = self.first_packet
        low, high = sorted(self.ends)
        if packet.version:
            ports = low[1] << 48 | high[1] << 32 | packet.protocol << 8 | packet.version
            words = low[0] + high[0]
        else:
            ports = 2
            words = struct.pack(
                ">QQQQ", int.from_bytes(low), link_number(packet.link), int.from_bytes(high),
                link_number(packet.link))
        vlans = min(len(packet.vlans), 15) | sum(
            vlan << 4 + 12 * place for place, vlan in enumerate(packet.vlans[:5]))
        message = words + struct.pack(">QQqI", ports, vlans, self.start, self.sequel)
        rest = int.from_bytes(hashlib.sha1(message).digest()[:16])
        digits = string.digits + string.ascii_uppercase + string.ascii_lowercase
        text = "C"
        for _ in range(17):
            text += digits[rest % 62]
            rest //= 62
        return text


def link_number(text):
    """The packed form of a link protocol."""
    kind, _, rest = text.partition(" ")
    if not rest:
        return 1 << 56 | int(text, 16)
    if kind == "family":
        return 5 << 56 | int(rest)
    return {"llc": 2, "snap": 3, "ppp": 4}[kind] << 56 | int(rest.replace("/", ""), 16)


def is_local(address):
    return any(address in network for network in UNROUTED)


def seconds(microseconds):
    sign = "-" if microseconds < 0 else ""
    whole, fraction = divmod(abs(microseconds), 10**6)
    return f"{sign}{whole}.{fraction:06d}"


def community_id(protocol, source, destination, source_port, destination_port):
    """Community ID version 1, seed 0."""
    one_way = False
    if protocol in PAIRS:
        one_way = source_port not in PAIRS[protocol]
        destination_port = PAIRS[protocol].get(source_port, destination_port)
    # Addresses of different length cannot meet: one side would be IPv4-mapped IPv6.
    first, second = (wide(source), source_port), (wide(destination), destination_port)
    if not one_way and second < first:
        source, destination = destination, source
        source_port, destination_port = destination_port, source_port
    message = struct.pack(">H", 0) + source + destination + struct.pack(">BB", protocol, 0)
    if protocol in (1, 6, 17, 58, 132):
        message += struct.pack(">HH", source_port, destination_port)
    return "1:" + base64.b64encode(hashlib.sha1(message).digest()).decode()


def conversations(packets):
    """The lines of all conversations, in the order in which they began, and how often the clock was set back.

    A conversation of a time from before the clock was set back ends here with the next packet that comes after
    its time-out; the sensor gives it up sooner or later, as its own timing wheel turns.
    """
    going = {}
    done = []
    clock = warm_until = None
    steps = -1
    for packet in packets:
        if clock is None or clock - packet.time > STEP:
            clock, warm_until = packet.time, packet.time + WARM
            steps += 1
        clock = max(clock, packet.time)
        both = ends(packet)
        if both is None:
            continue
        sender, receiver = both
        name = key(packet, sender, receiver)
        one = going.get(name)
        sequel = steps << 16
        if one:
            # Between ends that are the same there is but one direction.
            side = one.side_of(sender, receiver)
            quiet = one.heard + one.timeout()
            if quiet <= clock // SECOND * SECOND or packet.time >= quiet or one.begins_anew(packet, side):
                sequel = one.sequel + 1 if one.start == packet.time else sequel
                one = None
        if one is None:
            one = Conversation(packet, sender, receiver, warm_until, sequel)
            going[name] = one
            done.append(one)
            side = 0
            if packet.tcp and packet.tcp[0] & RST:
                one.closed = True
        else:
            if packet.time - one.counted_from >= SPLIT:
                one.counted_from = packet.time
            one.note_close(packet, side)
        packet.conversation = one
        one.add(packet, side)
    return [one.line() for one in done], max(steps, 0)
