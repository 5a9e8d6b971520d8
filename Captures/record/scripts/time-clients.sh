# Benign: a controller each with chrony, chrony interleaved and NTPsec, and a switch with bursts.
# programs: chronyd ntpd setpriv
wire wire
. "$here/management.sh"
machine svc-01 52:54:00:79:00:11 10.79.0.11/24
machine bmc-01 d0:94:66:79:00:21 10.79.0.21/24
machine bmc-02 0c:c4:7a:79:00:22 10.79.0.22/24
machine bmc-03 94:40:c9:79:00:23 10.79.0.23/24
machine sw-01 00:1c:73:79:00:02 10.79.0.2/24
keep_time svc-01 'local stratum 8' 'allow 10.79.0.0/24'
sleep 2

# Nobody may touch the clock of the machine that records.
leaving_the_clock() {
  local name=$1
  shift
  start "$name" setpriv --bounding-set=-sys_time --inh-caps=-sys_time "$@"
}

record
say "bmc-01: chronyd, iburst, each 16 s; bmc-02: chronyd, interleaved; sw-01: chronyd, bursts"
keep_time bmc-01 'server 10.79.0.11 iburst minpoll 4 maxpoll 4'
keep_time bmc-02 'server 10.79.0.11 xleave minpoll 4 maxpoll 4'
keep_time sw-01 'server 10.79.0.11 iburst burst minpoll 5 maxpoll 5'
say "bmc-03: ntpd of NTPsec"
printf '%s\n' 'disable ntp' 'server 10.79.0.11 iburst minpoll 4 maxpoll 4' 'restrict default nomodify' >"$state/ntp.conf"
leaving_the_clock bmc-03 ntpd -n -c "$state/ntp.conf" -p "$state/ntpd.pid" -f "$state/ntp.drift"
sleep 170
