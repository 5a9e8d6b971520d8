"""A policy that is proposed from traffic, and what it leaves over."""

from captures import Capture
from harness import CAPTURE, DEVICES, SITE, check, equal, expect, run, write


def rules(*arguments):
    lines = run("replay", CAPTURE, *arguments).ended(0).lines()
    return [line["rule"]["id"] for line in lines if line["event"]["kind"] == "alert"]


@check
def proposal():
    first = run("learn", CAPTURE, *DEVICES).ended(0)
    expect(first.output.startswith(b"# Proposed by undertick learn from "), "there is no head")
    equal(run("learn", CAPTURE, *DEVICES).ended(0).output, first.output, "the second run")
    policy = write("policy.yaml", first.output)
    run("check", *DEVICES, "--policy", policy).ended(0)
    outside = "policy.first-contact"
    expect(outside in rules(*DEVICES), "the capture has nothing outside")
    expect(outside in rules(*DEVICES, "--policy", policy), "something outside is expected by itself")
    count = len(Capture(CAPTURE).records)
    expect(f"from {count} packets".encode() in first.output, "the packets are not counted")


@check
def accepted():
    policy = write("all.yaml", run("learn", CAPTURE, *DEVICES, "--accept-outside").ended(0).output)
    run("check", *DEVICES, "--policy", policy).ended(0)
    left = [name for name in rules(*DEVICES, "--policy", policy) if name.startswith("policy.")]
    equal(left, [], "what the policy's rules still tell")
    again = run("learn", CAPTURE, *DEVICES, "--policy", policy, "--accept-outside").ended(0).output
    expect(b"\n  - " not in again, "what is expected is proposed again")


@check
def what_a_policy_expects_already():
    text = run("learn", CAPTURE, *SITE).ended(0).output.decode()
    expect("is left out" in text.split("\nversion:")[0], "the head does not name the policy")
    run("check", *DEVICES, "--policy", write("more.yaml", text)).ended(0)


@check
def without_an_inventory():
    sheet = run("devices", CAPTURE, "--csv").ended(0).output
    inventory = write("inferred.csv", sheet)
    inferred = run("learn", CAPTURE).ended(0).output.decode()
    given = run("learn", CAPTURE, "--devices", inventory).ended(0).output.decode()
    expect("roles inferred" in inferred, "the head does not say that roles are inferred")
    equal(inferred.split("\n", 2)[2], given.split("\n", 2)[2], "the policy by inferred roles")
    run("check", "--devices", inventory, "--policy", write("p.yaml", inferred)).ended(0)


@check
def pipes():
    with open(CAPTURE, "rb") as file:
        data = file.read()
    run("learn", "-", data=data).ended(64)
    whole = run("learn", CAPTURE, *DEVICES).ended(0).output
    equal(run("learn", "-", *DEVICES, data=data).ended(0).output, whole, "what standard input gives")


@check
def refusals():
    run("learn", "missing.pcap", *DEVICES).ended(66)
    run("learn", CAPTURE, "--devices", write("broken.csv", "mac\nx\n")).ended(78)
    run("learn", CAPTURE, *DEVICES, "--policy", write("broken.yaml", "expected: x\n")).ended(78)
    log = write("conn.log", '{"_path":"conn","ts":1.0,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":1,'
                '"id.resp_h":"10.0.0.2","id.resp_p":2,"proto":"udp"}\n')
    run("learn", log).ended(64)
    run("learn", log, *DEVICES).ended(0)
    run("learn", log, *DEVICES, "--filter", "udp").ended(64)
    cut = write("cut.pcap", Capture(CAPTURE).pcap()[:-3])
    result = run("learn", cut, *DEVICES)
    expect(result.output.startswith(b"# Proposed"), "a capture that breaks midway gives nothing")
