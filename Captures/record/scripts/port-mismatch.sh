# Ports that do not speak what they are for: plain text on 22, on 443 and on 53.
# programs: nc socat busybox openssl dropbear dropbearkey ssh curl
wire wire
machine adm-01 52:54:00:75:00:10 10.75.0.10/24
machine lap-01 52:54:00:75:00:77 10.75.0.77/24
machine bmc-01 d0:94:66:75:00:21 10.75.0.21/24
machine bmc-02 0c:c4:7a:75:00:22 10.75.0.22/24
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=bmc-01 -keyout "$state/key" -out "$state/crt" 2>/dev/null
start bmc-01 openssl s_server -quiet -accept 443 -www -key "$state/key" -cert "$state/crt"
dropbearkey -t ed25519 -f "$state/hostkey" >/dev/null 2>&1
start bmc-01 dropbear -F -E -r "$state/hostkey" -P "$state/dropbear" -p 22
for port in 22 443; do
  start bmc-02 socat TCP-LISTEN:$port,fork,reuseaddr 'SYSTEM:while read line; do echo "$line"; done'
  listening bmc-01 tcp $port
  listening bmc-02 tcp $port
done
start lap-01 socat TCP-LISTEN:53,fork,reuseaddr 'SYSTEM:while read line; do echo "ls -l /etc"; done'
listening lap-01 tcp 53

record
say "as it should be: SSH and TLS of bmc-01"
on adm-01 ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \
  admin@10.75.0.21 true >/dev/null 2>&1 || true
on adm-01 curl -sk -o /dev/null https://10.75.0.21/ || fail "curl ends with $?"
sleep 2
for port in 22 443; do
  say "10.75.0.77 talks plain text with bmc-02 on TCP port $port"
  on lap-01 sh -c "(echo 'status 7'; sleep 1; echo 'run 3'; sleep 1) | nc -q 1 -w 5 10.75.0.22 $port" >/dev/null \
    || fail "nc ends with $?"
  sleep 3
done
say "bmc-02 opens TCP port 53 of 10.75.0.77 and talks plain text"
on bmc-02 sh -c "(echo 'ready'; sleep 1; echo 'total 12'; sleep 1) | nc -q 1 -w 5 10.75.0.77 53" >/dev/null \
  || fail "nc ends with $?"
sleep 2
