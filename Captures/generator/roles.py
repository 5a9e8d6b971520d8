"""The cases about what machines are: an inventory that is wrong, and none at all."""

from . import control, life
from .network import HOUR, MINUTE, SECOND, seconds
from .site import outside


def announcing(network, machine, end, every=30 * SECOND):
    """A switch that tells its neighbours who it is, and speaks spanning tree."""
    for number in range(end // every):
        time = number * every + seconds(network.random.uniform(0, 0.05))
        network.frame(time, control.lldp(machine.mac, machine.name, "Ethernet7"))
        network.frame(time + SECOND, control.stp(machine.mac, 7))


def role_mismatch_fires(case):
    """Two controllers and a switch that the inventory does not have or declares as something else."""
    network, site = case.network, case.site
    end = HOUR
    for bmc in site.bmcs[:4]:
        life.polled(network, bmc, site, end, every=900)
    announcing(network, site.switches[1], 20 * MINUTE)
    # A card's machine that suddenly is a bridge.
    announcing(network, site.cards[0], 10 * MINUTE)
    case.absent = [site.bmcs[1], site.switches[1]]
    case.declared = {site.bmcs[2]: "server"}


def role_mismatch_near_miss(case):
    """An inventory that is right, machines of which nothing is known, and a card that says its name."""
    network, site = case.network, case.site
    end = HOUR
    for bmc in site.bmcs[:4]:
        life.quiet_day(network, bmc, site, end)
        life.polled(network, bmc, site, end, every=900)
    announcing(network, site.switches[1], 20 * MINUTE)
    for card in site.cards[:2]:
        for number in range(20):
            network.frame(number * 30 * SECOND, control.lldp_station(card.mac, card.name, "eth0"))
    # Ordinary machines that are in no inventory.
    for time in range(MINUTE, end, 5 * MINUTE):
        life.tls_visit(network, time, site.build, outside("203.0.113.80"), name="www.example.com")
        life.check_in(network, time + SECOND, site.build, site.mon)
    case.absent = [site.build, site.mon]


def without_inventory(case):
    """The network of the demonstration for some hours, without an inventory: roles by evidence alone."""
    network, site = case.network, case.site
    end = 6 * HOUR
    for bmc in site.bmcs:
        life.quiet_day(network, bmc, site, end)
        life.polled(network, bmc, site, end, every=900)
    for switch in site.switches:
        announcing(network, switch, end, every=5 * MINUTE)
        life.quiet_day(network, switch, site, end)
    command = outside("203.0.113.77")
    for time in life.beats(network, 20 * MINUTE, 600, 34, jitter=0.1):
        life.tls_visit(network, time, site.bmcs[2], command)
    for time in life.beats(network, 31 * MINUTE, 720, 26, jitter=0.05):
        life.check_in(network, time, site.bmcs[4], site.bmcs[5])
    # Nobody has said that this one matters, and nothing shows it.
    for time in life.beats(network, 5 * MINUTE, 300, 60):
        life.tls_visit(network, time, site.build, outside("198.51.100.60"))
    case.absent = site.machines()


CASES = {
    "identity.role-mismatch-fires": role_mismatch_fires,
    "identity.role-mismatch-near-miss": role_mismatch_near_miss,
    "without-inventory": without_inventory,
}
