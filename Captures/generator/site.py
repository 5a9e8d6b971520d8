"""The machines that all cases share, and the files that describe a case."""

import pathlib

from .network import Machine, Network

HEADER = "mac,ip,role,name,vendor,tags"


class Site:
    """A small management network: services, six controllers, two switches, four cards."""

    def __init__(self):
        self.router = Machine("gw", "00:1c:73:79:c8:db", "10.20.0.1", "router", "Arista")
        self.dns = Machine("dns1", "52:54:00:ab:1a:3c", "10.20.0.10", "server", "QEMU", "services")
        self.ntp = Machine("ntp1", "52:54:00:b6:2d:d9", "10.20.0.11", "server", "QEMU", "services")
        self.mon = Machine("mon", "52:54:00:58:07:26", "10.20.0.12", "server", "QEMU", "monitoring")
        self.log = Machine("log", "52:54:00:3d:eb:8b", "10.20.0.13", "server", "QEMU", "services")
        self.dhcp = Machine("dhcp", "52:54:00:ef:ea:07", "10.20.0.14", "server", "QEMU", "services")
        self.build = Machine("build", "3c:fd:fe:73:0d:f2", "10.20.0.60", "host", "Intel", "office")
        self.bmcs = [
            Machine("bmc-01", "94:40:c9:a8:d3:f2", "10.20.1.11", "bmc", "HPE", "rack-a"),
            Machine("bmc-02", "ac:1f:6b:e8:9d:b6", "10.20.1.12", "bmc", "Supermicro", "rack-a"),
            Machine("bmc-03", "d0:94:66:6d:38:f0", "10.20.1.13", "bmc", "Dell", "rack-a"),
            Machine("bmc-04", "2c:60:0c:b4:d0:20", "10.20.1.14", "bmc", "Quanta", "rack-b"),
            Machine("bmc-05", "08:94:ef:ea:82:6c", "10.20.1.15", "bmc", "Wistron", "rack-b"),
            Machine("bmc-06", "0c:c4:7a:19:23:c1", "10.20.1.16", "bmc", "Supermicro", "rack-b"),
        ]
        self.switches = [
            Machine(
                "sw-01", "00:1b:54:3a:33:9b", "10.20.2.11", "switch", "Cisco", "rack-a", ttl=255),
            Machine("sw-02", "00:1c:73:ae:b8:b4", "10.20.2.12", "switch", "Arista", "rack-b"),
        ]
        self.cards = [
            Machine("srv-01", "3c:fd:fe:02:44:18", "10.20.3.11", "nic", "Intel", "rack-a"),
            Machine("srv-02", "ec:0d:9a:d7:d9:c5", "10.20.3.12", "nic", "Mellanox", "rack-a"),
            Machine("srv-03", "00:10:18:13:a7:0e", "10.20.3.13", "nic", "Broadcom", "rack-b"),
            Machine("srv-04", "3c:fd:fe:63:31:99", "10.20.3.14", "nic", "Intel", "rack-b"),
        ]

    def machines(self):
        """All machines of the inventory, in the order of the file."""
        services = [
            self.router, self.dns, self.ntp, self.mon, self.log, self.dhcp, self.build]
        return services + self.bmcs + self.switches + self.cards


def outside(address):
    """A machine beyond the router, twelve hops away."""
    return Machine(f"outside {address}", "", address, hops=12)


class Case:
    """One case: a network that is being recorded, its inventory and its policy."""

    def __init__(self, name):
        self.name = name
        self.site = Site()
        self.network = Network(name, self.site.router)
        self.policy = None
        # Machines that the inventory does not have, and what it calls others.
        self.absent = []
        self.declared = {}

    def files(self, folder):
        """Writes all files of the case except the README, which is written by hand."""
        path = pathlib.Path(folder) / self.name
        path.mkdir(parents=True, exist_ok=True)
        self.network.write(path / "capture.pcap")
        rows = [
            f"{machine.mac},{machine.address},{self.declared.get(machine, machine.role)},"
            f"{machine.name},{machine.vendor},{machine.tags}"
            for machine in self.site.machines() if machine not in self.absent]
        if rows:
            (path / "devices.csv").write_text("\n".join([HEADER] + rows) + "\n")
        if self.policy is not None:
            (path / "policy.yaml").write_text(self.policy)
