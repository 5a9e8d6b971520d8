"""Who is on the network, and what that says of an inventory."""

from captures import Capture
from harness import CAPTURE, DEVICES, check, equal, expect, run, write


@check
def table():
    result = run("devices", CAPTURE).ended(0)
    lines = result.output.decode().splitlines()
    expect(lines[0].startswith("ROLE") and len(lines) > 1, "there is no table")
    equal(run("devices", CAPTURE).ended(0).output, result.output, "the second run")


@check
def json():
    lines = run("devices", CAPTURE, "--json").ended(0).lines()
    equal(len(lines), len(run("devices", CAPTURE).ended(0).output.splitlines()) - 1, "lines and rows")
    for line in lines:
        expect(line["role"] in "bmc switch nic router server host unknown".split(), line["role"])
        expect(0 <= line["confidence"] <= 1, "the confidence")
        counted = [piece for piece in line["evidence"] if piece["counts"]]
        expect(line["role"] == "unknown" or counted, "a role without evidence")
    times = [record[0] for record in Capture(CAPTURE).records]
    expect(sum(line["packets"] for line in lines) <= len(times), "there are more packets than in the capture")


@check
def first_inventory():
    sheet = run("devices", CAPTURE, "--csv").ended(0).output
    run("check", "--devices", write("first.csv", sheet)).ended(0)
    lines = run("devices", CAPTURE, "--json", "--devices", "first.csv").ended(0).lines()
    words = {line["inventory"]["verdict"] for line in lines}
    expect("as_declared" in words and words <= {"as_declared", "unknown"}, f"verdicts are {words}")


@check
def against_the_inventory():
    lines = run("devices", CAPTURE, "--json", *DEVICES).ended(0).lines()
    expect(not any(line["inventory"]["verdict"] == "contradicts" for line in lines), "something contradicts")
    controllers = [line for line in lines if line["role"] == "bmc" and "mac" in line]
    expect(controllers, "there is no controller")
    wrong = write("wrong.csv", f"mac,role\n{controllers[0]['mac']},host\n")
    lines = run("devices", CAPTURE, "--json", "--devices", wrong).ended(0).lines()
    shown = [line["inventory"].get("shows") for line in lines if line["inventory"]["verdict"] == "contradicts"]
    equal(shown, ["bmc"], "what contradicts")
    table = run("devices", CAPTURE, "--devices", wrong).ended(0).output.decode()
    equal(sum(line.startswith("!") for line in table.splitlines()), 1, "marked lines")


@check
def refusals():
    run("devices", CAPTURE, "--json", "--csv").ended(64)
    run("devices", CAPTURE, "--csv", *DEVICES).ended(64)
    run("devices", "missing.pcap").ended(66)
    run("devices", CAPTURE, "--devices", write("broken.csv", "mac\nx\n")).ended(78)
    run("devices").ended(64)
    run("devices", CAPTURE, "--state", "x.db").ended(64)
    run("devices", "--state", "missing.db").ended(73)


@check
def what_a_run_has_heard():
    run("replay", CAPTURE, *DEVICES, "--state", "heard.db").ended(0)
    lines = run("devices", "--state", "heard.db", "--json", *DEVICES).ended(0).lines()
    roles = {line.get("mac"): line["role"] for line in lines}
    whole = {line.get("mac"): line["role"] for line in run("devices", CAPTURE, "--json").ended(0).lines()}
    controllers = {mac for mac, role in whole.items() if role == "bmc" and mac}
    expect(controllers, "there is no controller")
    equal({mac for mac, role in roles.items() if role == "bmc" and mac}, controllers, "the controllers")
