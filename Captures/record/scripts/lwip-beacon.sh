# As lwip-switch, with enough connections that chance cannot explain their rhythm.
# programs: gcc busybox curl
count=40
seconds=12
. "$here/scripts/lwip-switch.sh"
