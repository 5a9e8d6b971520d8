"""Addresses, names, time and service discovery."""

import re

from messages_fields import Field, Protocol, pairs

def signed(text):
    """A number of eight bits with sign."""
    return int(text) - 256 if int(text) > 127 else int(text)


def short_format(text):
    """NTP's short format, 16 bits of seconds and 16 of their fraction, in microseconds."""
    return int(text) * 1_000_000 >> 16


def four_octets(identifier):
    """The octets of a reference identifier that ours writes as an address or a text."""
    if re.fullmatch("[0-9a-f]{8}", identifier):
        return identifier
    if re.fullmatch(r"[0-9]+(\.[0-9]+){3}", identifier):
        return bytes(map(int, identifier.split("."))).hex()
    return identifier.encode().ljust(4, b"\0").hex()


def is_response(message):
    """tshark says some flags of answers only."""
    return bool(message.get("response"))


def raw_names(names):
    """Names with the octets that ours escapes as RFC 1035 section 5.1 does, as tshark shows them."""
    def octet(match):
        code = match.group(1)
        return bytes([int(code)]) if len(code) == 3 else code
    return [re.sub(rb"\\([0-9]{3}|.)", octet, name.encode()).decode(errors="replace")
            for name in names]


DNS = """
    identifier dns.id
    response dns.flags.response
    opcode dns.flags.opcode
    truncation dns.flags.truncated
    question_count dns.count.queries|dns.count.zones
    answer_count dns.count.answers|dns.count.prerequisites
    authority_count dns.count.auth_rr|dns.count.updates
    additional_count dns.count.add_rr
    questions.type dns.qry.type
    questions.class dns.qry.class
"""
# tshark lists the records of all sections one behind the other.
def is_direct(message):
    """What a relay carries has the same fields to tshark."""
    return message.get("message_type") not in (12, 13)


def root(name):
    """tshark's word for the name without labels."""
    return "." if name == "<Root>" else name


def only_answers(*without):
    """tshark lists the records of all sections one behind the other; without records of some types."""
    def judge(message):
        types = [each.get("type") for each in message.get("answers", [])]
        return (not message.get("authority_count") and not message.get("additional_count")
                and not set(types) & set(without))
    return judge


RECORDS = pairs("response_code dns.flags.rcode", when=is_response) + [
    Field("questions.name", "dns.qry.name", ours=raw_names, convert=root),
    # Of a service's record tshark shows the parts of the name.
    Field("answers.name", "dns.resp.name", ours=raw_names, convert=root, when=only_answers(33)),
    # What exists beside a name is told by the same field.
    Field("answers.type", "dns.resp.type", when=only_answers(47, 50)),
    Field("answers.time_to_live_seconds", "dns.resp.ttl", when=only_answers()),
    Field("answers.address", "dns.a", when=only_answers(28)),
    Field("answers.address", "dns.aaaa", when=only_answers(1)),
    Field("edns.udp_payload_size", "dns.rr.udp_payload_size"),
    Field("edns.extended_response_code", "dns.resp.ext_rcode"),
    Field("edns.version", "dns.resp.edns0_version"),
    Field("edns.dnssec_ok", "dns.resp.z.do"),
]

PROTOCOLS = [
    Protocol("wake_on_lan", ("wol",), pairs("""
        target wol.mac
        password wol.passwd
    """)),
    Protocol("dhcp", ("dhcp",), pairs("""
        operation dhcp.type
        hardware_type dhcp.hw.type
        hops dhcp.hops
        transaction_identifier dhcp.id
        seconds dhcp.secs
        flags dhcp.flags
        client_address dhcp.ip.client
        your_address dhcp.ip.your
        next_server_address dhcp.ip.server
        relay_agent_address dhcp.ip.relay
        client_hardware_address dhcp.hw.mac_addr|dhcp.hw.addr ~
        server_host_name dhcp.server ~
        boot_file_name dhcp.file ~
        subnet_mask dhcp.option.subnet_mask
        routers dhcp.option.router
        domain_name_servers dhcp.option.domain_name_server
        log_servers dhcp.option.log_server
        host_name dhcp.option.hostname
        domain_name dhcp.option.domain_name
        interface_mtu dhcp.option.interface_mtu
        broadcast_address dhcp.option.broadcast_address
        ntp_servers dhcp.option.ntp_server
        netbios_name_servers dhcp.option.netbios_over_tcpip_name_server
        netbios_node_type dhcp.option.netbios_over_tcpip_node_type
        requested_address dhcp.option.requested_ip_address
        lease_time_seconds dhcp.option.ip_address_lease_time
        option_overload dhcp.option.option_overload
        message_type dhcp.option.dhcp
        server_identifier dhcp.option.dhcp_server_id
        parameter_request_list dhcp.option.request_list_item
        message dhcp.option.message
        maximum_message_size dhcp.option.dhcp_max_message_size
        renewal_time_seconds dhcp.option.renewal_time_value
        rebinding_time_seconds dhcp.option.rebinding_time_value
        vendor_class_identifier dhcp.option.vendor_class_id
        tftp_server_name dhcp.option.tftp_server_name
        bootfile_name dhcp.option.bootfile_name
        client_architecture dhcp.option.client_system_architecture
        domain_search dhcp.option.dhcp_dns_domain_search_list_fqdn
        captive_portal dhcp.option.captive_portal
        tftp_server_addresses dhcp.option.tftp_server_address
        client_fqdn.flags dhcp.fqdn.flags
        client_fqdn.name dhcp.fqdn.name
        relay_agent_information.suboptions dhcp.option.agent_information_option.suboption
        relay_agent_information.link_selection dhcp.option.agent_information_option.link_selection
    """) + [
        Field("options", "dhcp.option.type",
              convert=lambda code: int(code) if code not in ("0", "255") else None),
    ]),
    Protocol("dhcpv6", ("dhcpv6",), pairs("""
        message_type dhcpv6.msgtype
        hop_count dhcpv6.hopcount
        link_address dhcpv6.linkaddr
        peer_address dhcpv6.peeraddr
    """) + pairs("""
        transaction_identifier dhcpv6.xid
        option_request dhcpv6.requested_option_code
        preference dhcpv6.option_preference
        server_address dhcpv6.unicast
        domain_name_servers dhcpv6.dns_server
        sntp_servers dhcpv6.sntp_server
        information_refresh_time_seconds dhcpv6.lifetime
        status_code dhcpv6.status_code ~
        reconfigure_message_type dhcpv6.reconf_msg
        non_temporary_addresses.t1_seconds dhcpv6.iaid.t1 ~
        non_temporary_addresses.t2_seconds dhcpv6.iaid.t2 ~
        non_temporary_addresses.assigned.address dhcpv6.iaaddr.ip
        non_temporary_addresses.assigned.preferred_lifetime_seconds dhcpv6.iaaddr.pref_lifetime
        non_temporary_addresses.assigned.valid_lifetime_seconds dhcpv6.iaaddr.valid_lifetime
        delegated_prefixes.assigned.prefix dhcpv6.iaprefix.pref_addr
        delegated_prefixes.assigned.prefix_length dhcpv6.iaprefix.pref_len
    """, when=is_direct) + pairs("""
        client_identifier.type dhcpv6.duid.type ~
    """, when=lambda message: (message.get("options") or [0])[0] == 1) + [
        Field("client_fqdn.name", "dhcpv6.client_domain", when=is_direct, where_both="may be empty",
              convert=lambda name: name.rstrip(".")),
        Field("domain_search", "dhcpv6.search_list_entry", when=is_direct,
              convert=lambda name: name.rstrip(".")),
        Field("elapsed_time_centiseconds", "dhcpv6.elapsed_time", when=is_direct,
              convert=lambda milliseconds: int(milliseconds) // 10),
    ]),
    Protocol("dns", ("dns",), pairs(DNS + """
        recursion_desired dns.flags.recdesired
        checking_disabled dns.flags.checkdisable
    """) + pairs("""
        authoritative_answer dns.flags.authoritative
        recursion_available dns.flags.recavail
        authentic_data dns.flags.authenticated
    """, when=is_response) + RECORDS),
    Protocol("mdns", ("mdns",), pairs(DNS) + RECORDS),
    Protocol("llmnr", ("llmnr",), pairs(DNS) + RECORDS),
    Protocol("nbns", ("nbns",), pairs("""
        identifier nbns.id
        response nbns.flags.response
        opcode nbns.flags.opcode
        truncation nbns.flags.truncated
        recursion_desired nbns.flags.recdesired
        broadcast nbns.flags.broadcast
        answers.addresses.address nbns.addr ~
        answers.unit_identifier nbns.unit_id ~
    """) + pairs("""
        authoritative_answer nbns.flags.authoritative
        recursion_available nbns.flags.recavail
        response_code nbns.flags.rcode
    """, when=is_response)),
    Protocol("ntp", ("ntp",), pairs("""
        leap_indicator ntp.flags.li
        version ntp.flags.vn ~
        mode ntp.flags.mode
        stratum ntp.stratum
        response ntp.ctrl.flags2.r|ntp.priv.flags.r
        error ntp.ctrl.flags2.error|ntp.priv.err
        more ntp.ctrl.flags2.more|ntp.priv.flags.more
        opcode ntp.ctrl.flags2.opcode
        sequence ntp.ctrl.sequence|ntp.priv.seq
        status ntp.ctrl.status|ntp.ctrl.err_status ~
        association_identifier ntp.ctrl.associd
        offset ntp.ctrl.offset
        count ntp.ctrl.count
        authenticated ntp.priv.auth
        implementation ntp.priv.impl
        request_code ntp.priv.reqcode
        item_count ntp.priv.numitems
        item_size ntp.priv.itemsize
        extension_fields.type ntp.ext.type
        extension_fields.length ntp.ext.length
    """) + [
        Field("key_identifier", "ntp.keyid", convert=lambda octets: int(octets, 16)),
        Field("poll", "ntp.ppoll", convert=signed),
        Field("precision", "ntp.precision", convert=signed),
        Field("root_delay_microseconds", "ntp.rootdelay", convert=short_format),
        Field("root_dispersion_microseconds", "ntp.rootdispersion", convert=short_format),
        Field("reference_identifier", "ntp.refid", ours=four_octets),
    ]),
    Protocol("ssdp", ("ssdp",), pairs("""
        method http.request.method
        status_code http.response.code
        server http.server
        host http.host
        user_agent http.user_agent
        location http.location
        cache_control http.cache_control
    """)),
]
