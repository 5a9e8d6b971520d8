# Two routers share an address by VRRP; the first one stops, the second one takes over, and back.
# programs: busybox curl keepalived ping
wire wire
machine cli-01 52:54:00:66:00:10 10.66.0.10/24

router() {
  machine "$1" "$2" "$3"
  cat >"$state/$1.keepalived.conf" <<END
global_defs {
  router_id $1
  vrrp_garp_master_refresh 0
}
vrrp_instance VI_1 {
  state BACKUP
  interface eth0
  virtual_router_id 51
  priority $4
  advert_int 1
  ${virtual_mac-}
  virtual_ipaddress {
    10.66.0.1/24
  }
}
END
}

# vrrp MACHINE: its number is in $last.
vrrp() {
  mkdir -p "$state/$1-run"
  start "$1" keepalived -n -l -D --vrrp -f "$state/$1.keepalived.conf" \
    -p "$state/$1-run/parent" -r "$state/$1-run/vrrp"
}

record
say "gw-01 and gw-02: the address is at gw-01"
router gw-01 00:1c:73:66:00:02 10.66.0.2/24 150
router gw-02 00:1c:73:66:00:03 10.66.0.3/24 100
vrrp gw-01
first=$last
sleep 4
vrrp gw-02
sleep 2
asks() {
  local round
  for round in $(seq "$1"); do
    pause 1 3
    on cli-01 ping -q -c 1 -W 1 10.66.0.1 >/dev/null || say "no echo"
  done
}
asks 5
say "gw-01 stops"
stop "$first"
asks 6
say "gw-01 is back and takes the address again"
vrrp gw-01
sleep 2
asks 6
