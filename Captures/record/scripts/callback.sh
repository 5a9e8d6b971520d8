# A controller with a hidden listener is woken by four packets, and calls whom they stand for.
# programs: hping3 busybox nc socat /usr/bin/python3 ping
. "$here/outside.sh"
outside_network bmc-01 d0:94:66:74:00:21 74
for number in 41 42 43; do ip -n far-01 address add "203.0.113.$number/24" dev eth0; done
machine mon-01 52:54:00:74:00:10 10.74.0.10/24 10.74.0.1
machine lap-01 52:54:00:74:00:77 10.74.0.77/24 10.74.0.1
for port in 8443 2022 443; do start far-01 socat "TCP-LISTEN:$port,fork,reuseaddr" SYSTEM:'read line; echo done'; done
start far-01 socat UDP-RECVFROM:9053,fork SYSTEM:'read line'
start mon-01 socat TCP-LISTEN:10051,fork,reuseaddr SYSTEM:'read line; echo done'
for port in 8443 2022 443; do listening far-01 tcp "$port"; done
listening mon-01 tcp 10051
serve_pages bmc-01 80
start bmc-01 "$here/passive-listener" eth0 10.74.0.21

# packet MACHINE EXPRESSION: one packet that scapy writes.
packet() { on "$1" /usr/bin/python3 -c "from scapy.all import *; send($2, verbose=False)" >>"$state/scapy.log" 2>&1; }

record
start mon-01 ping -i 10 10.74.0.21
say "mon-01 pings bmc-01 every 10 s from here on; adm looks at a page"
on lap-01 sh -c 'printf "GET / HTTP/1.0\r\n\r\n" | nc -q 1 10.74.0.21 80' >/dev/null
sleep 12
say "lap-01 sends an echo request: halloo 203.0.113.40 8443"
packet lap-01 'IP(dst="10.74.0.21")/ICMP(id=7, seq=1)/Raw(b"halloo" + bytes([203, 0, 113, 40]) + struct.pack("!H", 8443) + bytes(20))'
sleep 12
say "lap-01 sends a datagram to port 7777: halloo 203.0.113.41 9053, reversed and under the key 0x5a"
packet lap-01 'IP(dst="10.74.0.21")/UDP(sport=41000, dport=7777)/Raw(b"halloo" + bytes(o ^ 0x5a for o in bytes([41, 113, 0, 203]) + struct.pack("<H", 9053)))'
sleep 12
say "203.0.113.42 sends a SYN with halloo to port 4000"
packet far-01 'IP(src="203.0.113.42", dst="10.74.0.21")/TCP(sport=41001, dport=4000, flags="S", seq=77001)/Raw(b"halloo")'
sleep 12
say "lap-01 sends a SYN to port 9, window 4242, sequence number 203.0.113.43"
on lap-01 hping3 -q -S -c 1 -p 9 -w 4242 -M $(((203 << 24) + (113 << 8) + 43)) 10.74.0.21 >/dev/null 2>&1 || true
sleep 12
say "bmc-01 calls mon-01, which has been pinging it all the time, on port 10051"
on bmc-01 sh -c 'echo agent | nc -q 1 -w 3 10.74.0.10 10051' >/dev/null
sleep 3
