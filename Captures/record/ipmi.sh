# A management controller that answers IPMI, by ipmi_sim.

password=staple

# ipmi_on MACHINE ADDRESS: its user is admin, its password $password.
ipmi_on() {
  mkdir -p "$state/$1-ipmi"
  cat >"$state/$1.lan.conf" <<END
name "$1"
set_working_mc 0x20
  startlan 1
    addr $2 623
    priv_limit admin
    allowed_auths_callback none md2 md5 straight
    allowed_auths_user none md2 md5 straight
    allowed_auths_operator none md2 md5 straight
    allowed_auths_admin none md2 md5 straight
    guid a123456789abcdefa123456789abcdef
  endlan
  user 2 true "admin" "$password" admin 10 none md2 md5 straight
END
  cat >"$state/ipmi.emu" <<END
mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
END
  start "$1" ipmi_sim -n -d -c "$state/$1.lan.conf" -f "$state/ipmi.emu" -s "$state/$1-ipmi"
  listening "$1" udp 623
}
