# An administrator scans a server from another one, with programs that make their own TCP segments.
# programs: busybox curl nmap hping3
wire wire
machine web-01 52:54:00:55:00:10 10.55.0.10/24
serve_pages web-01 80

fetches() {
  local fetch
  for fetch in $(seq "$1"); do
    pause 1 3
    on srv-01 curl -s -o /dev/null --max-time 5 http://10.55.0.10/ || fail "curl ends with $?"
  done
}

record
machine srv-01 3c:fd:fe:55:00:20 10.55.0.20/24
fetches 4
say "nmap -n -sS -O --top-ports 60 10.55.0.10"
on srv-01 nmap -n -sS -O --top-ports 60 10.55.0.10 >"$state/nmap.log" 2>&1 || fail "nmap does not run"
fetches 3
say "hping3 -S -p 80 -c 8 -i u700000 10.55.0.10"
on srv-01 hping3 -S -p 80 -c 8 -i u700000 10.55.0.10 >"$state/hping3.log" 2>&1 || true
fetches 3
say "nmap -n -sS --top-ports 20 10.55.0.10, hping3 --udp -p 33434 -c 3, hping3 --icmp -c 3"
on srv-01 nmap -n -sS --top-ports 20 10.55.0.10 >>"$state/nmap.log" 2>&1 || fail "nmap does not run"
on srv-01 hping3 --udp -p 33434 -c 3 10.55.0.10 >>"$state/hping3.log" 2>&1 || true
on srv-01 hping3 --icmp -c 3 10.55.0.10 >>"$state/hping3.log" 2>&1 || true
fetches 3
