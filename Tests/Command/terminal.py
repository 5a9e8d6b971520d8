"""What a person sees: readable lines, and a progress bar that gets out of their way."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time

from captures import Capture
from harness import CAPTURE, SITE, UNDERTICK, Failure, check, environment, equal, expect, reference, write


def on_terminal(*arguments, columns=120, seconds=10, variables=None, output=True):
    """Runs the program on a terminal of its own, and returns what it shows."""
    controller, end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [UNDERTICK, *arguments], stdin=subprocess.DEVNULL, stdout=end if output else subprocess.DEVNULL,
        stderr=end, env=variables or environment(TERM="xterm"), start_new_session=True)
    os.close(end)
    shown = b""
    limit = time.monotonic() + seconds
    try:
        while True:
            if not select.select([controller], [], [], max(0, limit - time.monotonic()))[0]:
                raise Failure(f"{arguments} does not end within {seconds} seconds on a terminal")
            try:
                part = os.read(controller, 1 << 16)
            except OSError:  # Linux says so where the other end is closed.
                break
            if not part:
                break
            shown += part
        equal(process.wait(timeout=5), 0, f"the status of {arguments}")
    finally:
        process.kill()
        process.wait()
        os.close(controller)
    return shown.decode()


@check
def readable_lines():
    shown = on_terminal("replay", CAPTURE, *SITE)
    expect("\x1b[31mHIGH\x1b[0m" in shown, "no colours on a terminal")
    expect("policy.first-contact bmc-02" in shown and "8714 packets" in shown, shown[:500])
    expect('{"@timestamp"' not in shown, "JSON on a terminal")
    for arguments, variables in [
        (["--color", "never"], environment(TERM="xterm")), ([], environment(TERM="xterm", NO_COLOR="1")),
        ([], environment(TERM="dumb")),
    ]:
        shown = on_terminal("replay", CAPTURE, *SITE, *arguments, variables=variables)
        expect("\x1b" not in shown, f"an escape sequence with {arguments}")
        expect("HIGH" in shown, "no alert")
    shown = on_terminal("replay", CAPTURE, *SITE, "--format", "json", "--quiet")
    equal(shown.replace("\r\n", "\n").encode(), reference().output, "JSON on a terminal when asked for")


@check
def progress_bar():
    write("long.gz", Capture(CAPTURE).long(30))
    for columns in [120, 50, 20]:
        shown = on_terminal("replay", "long.gz", *SITE, "--filter", "arp", "--color", "never", columns=columns)
        drawn = [line for line in re.split("[\r\n]", shown) if " %  " in line]
        expect(drawn, f"no progress on {columns} columns: {shown[:200]!r}")
        expect(all(len(line) < columns for line in drawn), f"wider than {columns} columns: {drawn[-1]!r}")
        expect("\x1b" not in shown, "an escape sequence")
        if columns == 120:
            expect(re.search(r"\[=* *\] \d+ %  \S+ .?B of \S+ .?B  \S+ (. )?packets/s  \d+ alerts", drawn[-1]), drawn[-1])
            shares = [int(re.search(r"(\d+) %", line)[1]) for line in drawn]
            expect(shares == sorted(shares) and shares[-1] <= 100, f"progress goes back: {shares}")
    for arguments in [["--quiet"]]:
        shown = on_terminal("replay", "long.gz", *SITE, "--filter", "arp", *arguments)
        expect(" %  " not in shown, f"progress with {arguments}")
    # Lines do not go where the bar is: on the terminal, only what is for people.
    shown = on_terminal("replay", "long.gz", *SITE, "--filter", "arp", "--stats", "3600", output=False)
    expect("@timestamp" not in shown and " %  " in shown, shown[:300])


@check
def alerts_between_progress():
    write("long.gz", Capture(CAPTURE).long(30))
    shown = on_terminal("replay", "long.gz", *SITE, "--color", "never", seconds=15)
    screen = render(shown)
    alerts = [line for line in screen if any(word in line for word in ("HIGH", "MEDIUM", "LOW"))]
    expect(len(alerts) >= len(reference().alerts()), f"{len(alerts)} alerts on the screen")
    expect(all(line.startswith("2026-") for line in alerts), "an alert does not start its line")
    expect(not any("%  " in line and "packets/s" in line for line in screen), "progress stays on the screen")


def render(shown):
    """The lines of a screen that is wide enough, after carriage returns."""
    screen = []
    for line in shown.replace("\r\n", "\n").split("\n"):
        cells = []
        for part in line.split("\r"):
            cells[:len(part)] = part
        screen.append("".join(cells).rstrip())
    return screen
