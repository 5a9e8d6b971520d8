# Somebody on the wire of a controller answers in its place, with its hardware and IP address.
# programs: busybox curl /usr/bin/python3
wire wire
machine mgmt-01 52:54:00:59:00:10 10.59.0.10/24
machine bmc-01 d0:94:66:59:00:21 10.59.0.21/24
serve_pages bmc-01 80
# busybox waits half a second before it answers, as controllers do; the wire is faster.
mkdir -p "$state/bmc-01-pages/cgi-bin"
printf '#!/bin/sh\nsleep 0.5\nprintf "Content-Type: text/html\\r\\n\\r\\n<html><title>bmc-01</title>sensors are well, all fans turn</html>"\n' \
  >"$state/bmc-01-pages/cgi-bin/sensors"
chmod +x "$state/bmc-01-pages/cgi-bin/sensors"

fetches() {
  local fetch
  for fetch in $(seq "$1"); do
    pause 2 5
    on mgmt-01 curl -s -o "$state/page" --max-time 5 http://10.59.0.21/cgi-bin/sensors || say "curl ends with $?"
    say "mgmt-01 gets: $(tail -c +1 "$state/page" | head -c 60)"
  done
}

record
say "bmc-01 answers by itself"
fetches 3
say "the next two answers: somebody is faster, with the time to live of bmc-01"
"$here/inject" wire d0:94:66:59:00:21 10.59.0.21 64 2 >>"$state/inject.log" 2>&1 &
sleep 2
fetches 2
say "the next two: the same, with a time to live of 255"
"$here/inject" wire d0:94:66:59:00:21 10.59.0.21 255 2 >>"$state/inject.log" 2>&1 &
sleep 2
fetches 2
say "bmc-01 answers by itself again"
fetches 2
