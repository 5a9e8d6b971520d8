# Characters and bits in header fields, by hping3, beside connections of the kernel.
# programs: hping3 nc busybox
wire wire
machine log-01 52:54:00:74:00:10 10.74.0.10/24
machine bmc-01 d0:94:66:74:00:21 10.74.0.21/24
machine bmc-02 d0:94:66:74:00:22 10.74.0.22/24
machine bmc-03 d0:94:66:74:00:23 10.74.0.23/24
machine bmc-04 d0:94:66:74:00:24 10.74.0.24/24
machine bmc-05 d0:94:66:74:00:25 10.74.0.25/24
machine bmc-06 d0:94:66:74:00:26 10.74.0.26/24
serve_pages log-01 443
text='the quick brown fox jumps over the lazy dog, and the watchdog writes it down.'
numbers=$(printf '%s' "$text" | od -An -v -tu1)
bits='0 1 1 1 0 1 0 0 0 1 1 0 1 0 0 0 0 1 1 0 0 1 0 1 0 0 1 0 0 0 0 0 0 1 1 1 0 0 0 1 0 1 1 1 0 1 0 1'

record
say "bmc-01: a character in each identification (hping3 -N)"
for number in $numbers; do
  on bmc-01 hping3 -q -S -c 1 -p 6514 -N $((number * 256)) 10.74.0.10 >/dev/null 2>&1 || true
done
say "bmc-02: a character in each initial sequence number (hping3 -M)"
for number in $numbers; do
  on bmc-02 hping3 -q -S -c 1 -p 6514 -M $((number * 16777216)) 10.74.0.10 >/dev/null 2>&1 || true
done
say "bmc-03: a bit in each time to live (hping3 -t)"
for bit in $bits; do
  on bmc-03 hping3 -q -2 -c 1 -s 50514 -k -p 514 -d 20 -t $((64 - bit)) 10.74.0.10 >/dev/null 2>&1 || true
done
say "bmc-04: a bit in each type of service (hping3 -o)"
for bit in $bits; do
  on bmc-04 hping3 -q -2 -c 1 -s 50514 -k -p 514 -d 20 -o $((bit * 28)) 10.74.0.10 >/dev/null 2>&1 || true
done
say "bmc-05: hping3 as it is, 80 SYNs one by one"
for number in $numbers; do
  on bmc-05 hping3 -q -S -c 1 -p 6514 10.74.0.10 >/dev/null 2>&1 || true
done
say "bmc-06: connections of the kernel, refused, and datagrams"
for number in $numbers; do
  on bmc-06 nc -z -w 1 10.74.0.10 6514 || true
  printf '<30>up' | on bmc-06 nc -u -q 0 -w 1 -p 50514 10.74.0.10 514 || true
done
