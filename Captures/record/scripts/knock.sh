# Port knocking: knockd on a controller opens a shell's port after SYNs to 200, 80, 22, 53 and 3.
# programs: hping3 nmap knockd busybox nc socat
wire wire
machine adm-01 52:54:00:73:00:10 10.73.0.10/24
machine lap-01 52:54:00:73:00:77 10.73.0.77/24
machine bmc-01 d0:94:66:73:00:21 10.73.0.21/24
serve_pages bmc-01 80
cat >"$state/knockd.conf" <<END
[options]
  logfile = $state/knockd.log
  interface = eth0
[open]
  sequence = 200,80,22,53,3
  seq_timeout = 30
  tcpflags = syn
  command = /bin/sh -c 'socat TCP-LISTEN:31337,fork,reuseaddr SYSTEM:"read line; echo done" &'
END
start bmc-01 knockd -c "$state/knockd.conf" -p "$state/knockd.pid"
sleep 2

record
say "adm-01 looks at the web page; a port scan of 20 ports in random order"
on adm-01 sh -c 'printf "GET / HTTP/1.0\r\n\r\n" | nc -q 1 10.73.0.21 80' >/dev/null
on adm-01 nmap -n -Pn -sS --top-ports 20 10.73.0.21 >/dev/null
sleep 3
say "10.73.0.77 tries port 31337: refused"
on lap-01 nc -z -w 2 10.73.0.21 31337 && fail "the port is open before the knocks" || true
for turn in 1 2; do
  say "10.73.0.77 knocks: 200, 80, 22, 53, 3"
  for port in 200 80 22 53 3; do
    on lap-01 hping3 -q -S -c 1 -p "$port" 10.73.0.21 >/dev/null 2>&1 || true
  done
  sleep 1
  say "10.73.0.77 uses port 31337"
  on lap-01 sh -c 'echo id | nc -q 1 -w 3 10.73.0.21 31337' >/dev/null || fail "the port is closed after the knocks"
  sleep 12
done
