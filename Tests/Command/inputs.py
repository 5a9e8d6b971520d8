"""Files, folders, pipes and filters."""

import gzip
import os
import select
import subprocess
import threading

from captures import Capture
from harness import CAPTURE, SITE, check, equal, expect, finish, need, reference, run, start, write


def same_alerts(what, *files, **options):
    result = run("replay", *files, *SITE, "--quiet", **options).ended(0)
    equal(result.alerts(), reference().alerts(), f"alerts of {what}")
    equal(result.metrics()["packets"], reference().metrics()["packets"], f"packets of {what}")


@check
def variants():
    capture = Capture(CAPTURE)
    equal(capture.pcap(), capture.data, "the capture as written here")
    for name, data in [
        ("big.pcap", capture.pcap(order=">")), ("little.pcapng", capture.pcapng()),
        ("big.pcapng", capture.pcapng(order=">")), ("pcap.gz", gzip.compress(capture.data)),
        ("pcapng.gz", gzip.compress(capture.pcapng())),
        ("members.gz", gzip.compress(capture.data[:1000]) + gzip.compress(capture.data[1000:])),
    ]:
        same_alerts(name, write(name, data))
        same_alerts(f"{name} on standard input", "-", data=data)
    micro = [write(name, capture.pcap(order=order, is_nano=False)) for name, order in [("l", "<"), ("b", ">")]]
    outputs = [run("replay", name, *SITE).ended(0).output for name in micro]
    equal(outputs[0], outputs[1], "microseconds in the other byte order")


@check
def zstd():
    need("zstd")
    packed = subprocess.run(["zstd", "-q", "-c", CAPTURE], capture_output=True, check=True).stdout
    same_alerts("zst", write("a.zst", packed))
    same_alerts("zst on standard input", "-", data=packed)


@check
def editcap():
    need("editcap")
    subprocess.run(["editcap", "-F", "pcapng", CAPTURE, "a.pcapng"], check=True)
    same_alerts("editcap's pcapng", "a.pcapng")
    os.mkdir("parts")
    subprocess.run(["editcap", "-c", "1000", CAPTURE, "parts/part.pcap"], check=True)
    same_alerts("editcap's parts", "parts")


@check
def tcpdump():
    need("tcpdump")
    os.mkdir("parts")
    # As root tcpdump would give its rights, and the folder, away.
    command = ["tcpdump", "--time-stamp-precision=nano", *(["-Z", "root"] if os.getuid() == 0 else [])]
    subprocess.run([*command, "-r", CAPTURE, "-C", "1", "-w", "parts/part"], stderr=subprocess.DEVNULL, check=True)
    same_alerts("tcpdump's rotated files", "parts")
    writer = subprocess.Popen(
        [*command, "-r", CAPTURE, "-U", "-w", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    same_alerts("tcpdump -w -", "-", stdin=writer.stdout)
    writer.stdout.close()
    writer.wait(timeout=5)


@check
def rotated_files():
    parts = Capture(CAPTURE).split(7)
    names = [write(f"{place}.pcap{'.gz' if place % 2 else ''}", gzip.compress(part) if place % 2 else part)
             for place, part in enumerate(parts)]
    for order in [names, names[::-1], names[3:] + names[:3], names[::2] + names[1::2]]:
        same_alerts(f"parts {order}", *order)
    os.mkdir("folder")
    # Names that do not sort by time, and what is no capture.
    for place, name in enumerate(names):
        os.rename(name, f"folder/{(place * 3) % 7}-{name}")
    write("folder/notes.txt", "nothing to see")
    same_alerts("a folder", "folder")
    # Every second packet in another file: merged packet by packet.
    records = Capture(CAPTURE).records
    capture = Capture(CAPTURE)
    same_alerts("interleaved files", write("odd", capture.pcap(records[1::2])), write("even", capture.pcap(records[::2])))


@check
def slow_pipe():
    capture = Capture(CAPTURE)
    first = reference().lines()[0]["event"]["end"]
    expect(first.startswith("2026-01-05T03:00:17"), first)
    process = start("replay", "-", *SITE, stdin=subprocess.PIPE)
    try:
        begin = 1767582017 * 10**9
        early = [record for record in capture.records if record[0] < begin]
        process.stdin.write(capture.pcap(early))
        process.stdin.flush()
        expect(not select.select([process.stdout], [], [], 0.3)[0], "a line comes before its packet")
        due = [record for record in capture.records if begin <= record[0] < begin + 10**9]
        # Byte by byte, as a bad line delivers.
        for byte in capture.pcap(due)[24:]:
            process.stdin.write(bytes([byte]))
            process.stdin.flush()
        expect(select.select([process.stdout], [], [], 3)[0], "no alert while the pipe waits")
        # Not by readline, which takes more than the line and keeps it.
        line = b""
        while not line.endswith(b"\n"):
            line += os.read(process.stdout.fileno(), 1) or b"\n"
        equal(line.rstrip(b"\n"), reference().alerts()[0], "the first alert")
        process.stdin.close()
        process.stdin = None
        finish(process).ended(0).metrics()
    finally:
        process.kill()
        process.wait()


@check
def cut_captures():
    data = Capture(CAPTURE).data
    half = run("replay", write("cut.pcap", data[:len(data) // 2 + 3]), *SITE).ended(0)
    expect(0 < half.metrics()["packets"] < reference().metrics()["packets"], "half a file")
    equal(half.metrics()["capture"]["truncated_captures"], 1, "truncated_captures")
    packed = gzip.compress(data)
    for name, broken in [("cut.gz", packed[:len(packed) // 2]), ("bad.gz", packed[:9999] + b"\0" * 99 + packed[10099:])]:
        result = run("replay", write(name, broken), *SITE)
        expect(result.status in (0, 74), f"{name} ended with {result.status}")
        expect(result.status == 0 or name in result.errors, f"{name} is not named in {result.errors}")
        result.metrics()


@check
def filters():
    for expression in ["arp", "not arp", "udp port 53", "ether proto 0x88b5", ""]:
        result = run("replay", CAPTURE, *SITE, "--filter", expression).ended(0)
        capture = result.metrics()["capture"]
        packets = len(run("packets", CAPTURE, "--filter", expression).ended(0).lines())
        equal(capture["frames"], packets, f"frames that match {expression!r}")
        equal(capture["frames"] + capture["filtered"], 8714, f"frames in all with {expression!r}")
        through_pipe = run("replay", "-", *SITE, "--filter", expression, data=Capture(CAPTURE).data)
        equal(through_pipe.output, result.output, f"standard input with {expression!r}")
    expect(len(run("replay", CAPTURE, *SITE, "--filter", "ether proto 0x88b5").alerts()) == 2, "filtered alerts")


@check
def stdin_equals_file():
    data = Capture(CAPTURE).data
    for extra in [[], ["--stats", "600"]]:
        process = start("replay", "-", *SITE, *extra, stdin=subprocess.PIPE)
        stdin, process.stdin = process.stdin, None
        writer = threading.Thread(target=deliver, args=(stdin, data))
        writer.start()
        result = finish(process).ended(0)
        writer.join()
        equal(result.output, run("replay", CAPTURE, *SITE, *extra).output, f"the output of pieces, {extra}")


def deliver(stdin, data):
    # In pieces that divide no packet evenly.
    for at in range(0, len(data), 7919):
        stdin.write(data[at:at + 7919])
        stdin.flush()
    stdin.close()
