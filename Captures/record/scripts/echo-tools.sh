# Benign: what people and monitors do with echo messages, by the programs that they do it with.
# programs: ping fping mtr nmap hping3
. "$here/outside.sh"

outside_network bmc-01 d0:94:66:77:00:21 77
machine mon-01 52:54:00:77:00:10 10.77.0.10/24 10.77.0.1
record
say "bmc-01 pings mon-01: 1400 octets, a pattern, fast, and as long as fits"
on bmc-01 ping -q -c 12 -i 0.5 -s 1400 10.77.0.10 >/dev/null || fail "no echo"
on bmc-01 ping -q -c 12 -i 0.5 -p ff00a5 10.77.0.10 >/dev/null || fail "no echo"
on bmc-01 ping -q -c 100 -f 10.77.0.10 >/dev/null || fail "no echo"
on bmc-01 ping -q -c 10 -i 0.5 -M do -s 1472 10.77.0.10 >/dev/null || fail "no echo"
on bmc-01 ping -q -c 3 -s 4000 10.77.0.10 >/dev/null || fail "no echo"
say "bmc-01: fping with 1000 octets, mtr to a machine outside"
on bmc-01 fping -q -c 12 -p 400 -b 1000 10.77.0.10 10.77.0.1 >/dev/null 2>&1 || fail "no echo"
on bmc-01 mtr -n -r -c 5 203.0.113.40 >"$state/mtr.log" 2>&1 || fail "mtr does not run"
on bmc-01 ping -q -c 12 -i 0.5 -s 600 203.0.113.40 >/dev/null || fail "no echo"
say "mon-01: nmap and hping3 to bmc-01, pings for a while"
on mon-01 nmap -n -sS -O --top-ports 20 10.77.0.21 >"$state/nmap.log" 2>&1 || fail "nmap does not run"
on mon-01 hping3 --icmp -c 10 -i u300000 -d 120 10.77.0.21 >"$state/hping3.log" 2>&1 || true
on mon-01 ping -q -c 30 -i 1.2 -s 200 10.77.0.21 >/dev/null || fail "no echo"
say "bmc-01: hping3 to mon-01"
on bmc-01 hping3 --icmp -c 10 -i u300000 -d 120 10.77.0.10 >"$state/hping3.log" 2>&1 || true
