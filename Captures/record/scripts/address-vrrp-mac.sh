# The same with the virtual hardware address of VRRP, 00:00:5e:00:01:33: the address keeps its hardware address.
# programs: busybox curl keepalived ping
virtual_mac=use_vmac
. "$here/scripts/address-vrrp.sh"
