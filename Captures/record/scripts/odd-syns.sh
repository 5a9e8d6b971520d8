# SYNs that carry what does not belong there: hping3 and scapy write them, an administrator's programs do not.
# programs: hping3 busybox curl /usr/bin/python3
wire wire
machine lap-01 52:54:00:76:00:77 10.76.0.77/24
machine adm-01 52:54:00:76:00:10 10.76.0.10/24
machine bmc-01 d0:94:66:76:00:21 10.76.0.21/24
serve_pages bmc-01 80

record
on adm-01 curl -s -o /dev/null http://10.76.0.21/ || fail "curl ends with $?"
say "lap-01: SYNs to port 80 with an acknowledgment number, one a second for 70 s (hping3 -S -c 70)"
on lap-01 hping3 -q -S -c 70 -p 80 10.76.0.21 >"$state/hping3.log" 2>&1 || true
say "adm-01: a SYN with payload, one with an urgent pointer, one with a reserved bit"
on adm-01 /usr/bin/python3 - >>"$state/scapy.log" 2>&1 <<'END' || fail "scapy does not run"
from scapy.all import IP, TCP, Raw, send
bmc = IP(dst="10.76.0.21")
send(bmc / TCP(sport=40001, dport=81, flags="S", seq=1) / Raw(b"knock knock"), verbose=False)
send(bmc / TCP(sport=40002, dport=82, flags="S", seq=2, urgptr=17), verbose=False)
send(bmc / TCP(sport=40003, dport=83, flags="S", seq=3, reserved=4), verbose=False)
END
say "bmc-01 writes HELLO into the sequence numbers of SYNs to 10.76.0.10, as covert_tcp does"
on bmc-01 /usr/bin/python3 - >>"$state/scapy.log" 2>&1 <<'END' || fail "scapy does not run"
import time
from scapy.all import IP, TCP, send
for number, letter in enumerate(b"HELLO"):
    send(IP(dst="10.76.0.10") / TCP(sport=41000 + number, dport=443, flags="S", seq=letter << 24, window=512), verbose=False)
    time.sleep(1)
END
on adm-01 curl -s -o /dev/null http://10.76.0.21/ || fail "curl ends with $?"
