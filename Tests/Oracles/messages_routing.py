"""Routing, redundancy, groups, errors, export of flows, and what goes with them."""

from messages_fields import Field, Protocol, pairs


def thousandths(text):
    """Milliseconds of a time in seconds."""
    return round(float(text) * 1000)


def version(text):
    """Two numbers of a version in one of 16 bits."""
    return f"{int(text, 0) >> 8}.{int(text, 0) & 255}"


# Errors quote a message that may be one of these.
ICMP_QUERIES = (0, 8, 13, 14, 15, 16, 17, 18, 42, 43)

PROTOCOLS = [
    Protocol("bfd", ("bfd",), pairs("""
        version bfd.version
        diagnostic bfd.diag
        state bfd.sta
        poll bfd.flags.p
        final bfd.flags.f
        control_plane_independent bfd.flags.c
        authentication_present bfd.flags.a
        demand bfd.flags.d
        multipoint bfd.flags.m
        detect_multiplier bfd.detect_time_multiplier
        my_discriminator bfd.my_discriminator
        your_discriminator bfd.your_discriminator
        desired_min_tx_interval_microseconds bfd.desired_min_tx_interval
        required_min_rx_interval_microseconds bfd.required_min_rx_interval
        required_min_echo_rx_interval_microseconds bfd.required_min_echo_interval
        authentication_type bfd.auth.type
        authentication_key_id bfd.auth.key
    """)),
    Protocol("vrrp", ("vrrp",), pairs("""
        version vrrp.version
        type vrrp.type
        virtual_router_id vrrp.virt_rtr_id
        priority vrrp.prio
        authentication_type vrrp.auth_type
        advertisement_interval_seconds vrrp.adver_int
        maximum_advertisement_interval_centiseconds vrrp.short_adver_int
        checksum vrrp.checksum
        addresses vrrp.ip_addr|vrrp.ipv6_addr
    """)),
    Protocol("carp", ("carp",), pairs("""
        version carp.version
        type carp.type
        virtual_host_id carp.vhid
        advertisement_skew carp.advskew
        demotion carp.demotion
        advertisement_base_seconds carp.adver_int
        checksum carp.checksum
        counter carp.counter
    """)),
    Protocol("hsrp", ("hsrp",), pairs("""
        version hsrp.version|hsrp2.version
        op_code hsrp.opcode|hsrp2.opcode
        advertisement_type hsrp.adv.tlvtype
        state hsrp.state|hsrp2.state|hsrp.adv.state
        active_groups hsrp.adv.activegrp|hsrp2.active_groups
        passive_groups hsrp.adv.passivegrp|hsrp2.passive_groups
        hello_time_seconds hsrp.hellotime
        hold_time_seconds hsrp.holdtime
        hello_time_milliseconds hsrp2.hellotime
        hold_time_milliseconds hsrp2.holdtime
        priority hsrp.priority|hsrp2.priority
        group hsrp.group|hsrp2.group
        identifier hsrp2.identifier
        virtual_ip_address hsrp.virt_ip|hsrp2.virt_ip|hsrp2.virt_ip_v6
        authentication_data hsrp.auth_data|hsrp2.auth_data
        authentication_algorithm hsrp2.md5_algorithm
        authentication_address hsrp.md5_ip_address
        authentication_key_id hsrp2.md5_key_id
    """)),
    Protocol("glbp", ("glbp",), pairs("""
        version glbp.version
        group glbp.group
        owner_id glbp.ownerid
        state glbp.hello.vgstate
        priority glbp.hello.priority
        hello_time_milliseconds glbp.hello.helloint
        hold_time_milliseconds glbp.hello.holdint
        redirect_seconds glbp.hello.redirect
        timeout_seconds glbp.hello.timeout
        virtual_ip_address glbp.hello.virtualipv4|glbp.hello.virtualipv6
        forwarders.forwarder glbp.reqresp.forwarder
        forwarders.state glbp.reqresp.vfstate
        forwarders.priority glbp.reqresp.priority
        forwarders.weight glbp.reqresp.weight
        forwarders.virtual_mac_address glbp.reqresp.virtualmac
        authentication_type glbp.auth.authtype
    """)),
    Protocol("ospf", ("ospf",), pairs("""
        version ospf.version
        type ospf.msg
        router_id ospf.srcrouter
        area_id ospf.area_id
        checksum ospf.checksum
        authentication_type ospf.auth.type
        instance_id ospf.instance_id
        network_mask ospf.hello.network_mask
        interface_id ospf.hello.interface_id
        hello_interval_seconds ospf.hello.hello_interval
        options ospf.v2.options|ospf.v3.options ~
        router_priority ospf.hello.router_priority
        router_dead_interval_seconds ospf.hello.router_dead_interval
        designated_router ospf.hello.designated_router
        backup_designated_router ospf.hello.backup_designated_router
        neighbors ospf.hello.active_neighbor
        interface_mtu ospf.db.interface_mtu
        init ospf.dbd.i
        more ospf.dbd.m
        master ospf.dbd.ms
        dd_sequence_number ospf.db.dd_sequence
        link_state_advertisement_count ospf.ls.number_of_lsas
    """) + pairs("""
        link_state_advertisements.link_state_age_seconds ospf.lsa.age
        link_state_advertisements.link_state_type ospf.lsa|ospf.v3.lsa
        link_state_advertisements.link_state_id ospf.lsa.id ~
        link_state_advertisements.sequence_number ospf.lsa.seqnum
        link_state_advertisements.advertising_router ospf.advrouter
    """, when=lambda message: message["type"] in (2, 4, 5)) + pairs("""
        requests.link_state_id ospf.link_state_id
        requests.advertising_router ospf.advrouter
    """, when=lambda message: message["type"] == 3)),
    Protocol("eigrp", ("eigrp",), pairs("""
        version eigrp.version
        opcode eigrp.opcode
        checksum eigrp.checksum
        init eigrp.flags.init
        conditional_receive eigrp.flags.condrecv
        restart eigrp.flags.restart
        end_of_table eigrp.flags.eot
        sequence_number eigrp.seq
        acknowledgment_number eigrp.ack
        virtual_router_id eigrp.vrid
        autonomous_system_number eigrp.as
        tlv_types eigrp.tlv_type
        k_values eigrp.par.k1+eigrp.par.k2+eigrp.par.k3+eigrp.par.k4+eigrp.par.k5+eigrp.par.k6
        hold_time_seconds eigrp.par.holdtime
        authentication_type eigrp.auth.type
    """) + [
        Field("vendor_os_version", "eigrp.release_version", convert=version),
        Field("eigrp_version", "eigrp.tlv_version", convert=version),
    ]),
    Protocol("rip", ("rip",), pairs("""
        command rip.command
        version rip.version
        authentication_type rip.auth.type
        entries.address_family rip.family ~
        entries.route_tag rip.route_tag
        entries.address rip.ip
        entries.subnet_mask rip.netmask
        entries.next_hop rip.next_hop
        entries.metric rip.metric
    """)),
    Protocol("ripng", ("ripng",), pairs("""
        command ripng.cmd
        version ripng.version
        entries.prefix ripng.rte.ipv6_prefix
        entries.route_tag ripng.rte.route_tag
        entries.prefix_length ripng.rte.prefix_length
        entries.metric ripng.rte.metric
    """)),
    Protocol("pim", ("pim",), pairs("""
        version pim.version
        type pim.type
        checksum pim.cksum
        border pim.register_flag.border
        null_register pim.register_flag.null_register
        fragment_tag pim.fragment_tag
        hash_mask_length pim.hash_mask_len
        bsr_priority pim.bsr_priority
        bsr_address pim.bsr|pim.bsr_ip6
        metric_preference pim.metric_pref
        metric pim.metric
        prefix_count pim.prefix_count
        priority pim.priority
        holdtime_seconds pim.holdtime
        rp_address pim.rp|pim.rp_ip6
        option_types pim.optiontype
        tracking_support pim.t
        propagation_delay_milliseconds pim.propagation_delay
        override_interval_milliseconds pim.override_interval
        dr_priority pim.dr_priority
        generation_id pim.generation_id
        state_refresh_interval_seconds pim.state_refresh_interval
        addresses pim.address_list+pim.address_list_ip6
        upstream_neighbor pim.upstream_neighbor|pim.upstream_neighbor_ip6
    """)),
    Protocol("igmp", ("igmp",), pairs("""
        type igmp.type
        version igmp.version
        max_response_time_tenths igmp.max_resp ~
        checksum igmp.checksum
        suppress_router_side_processing igmp.s
        querier_robustness_variable igmp.qrv
        querier_query_interval_seconds igmp.qqic
    """) + pairs("""
        group_address igmp.maddr
        source_addresses igmp.saddr
    """, when=lambda message: message["type"] != 0x22) + pairs("""
        group_records.record_type igmp.record_type
        group_records.multicast_address igmp.maddr
        group_records.source_addresses igmp.saddr
    """, when=lambda message: message["type"] == 0x22)),
    Protocol("icmp", ("icmp",), pairs("""
        type icmp.type
        code icmp.code
        checksum icmp.checksum
        next_hop_mtu icmp.mtu
        gateway_address icmp.redir_gw
        pointer icmp.pointer
        originate_timestamp_milliseconds icmp.originate_timestamp
        receive_timestamp_milliseconds icmp.receive_timestamp
        transmit_timestamp_milliseconds icmp.transmit_timestamp
        address_mask icmp.address_mask
        lifetime_seconds icmp.lifetime
        routers.address icmp.router_address
        routers.preference_level icmp.pref_level
    """) + pairs("""
        identifier icmp.ident
        sequence_number icmp.seq|icmp.ext.echo.seq
    """, when=lambda message: message["type"] in ICMP_QUERIES) + pairs("""
        original.source_address ip.src ~
        original.destination_address ip.dst ~
        original.protocol ip.proto ~
        original.source_port udp.srcport|tcp.srcport ~
        original.destination_port udp.dstport|tcp.dstport ~
    """, occurrence=-1)),
    Protocol("icmpv6", ("icmpv6",), pairs("""
        type icmpv6.type
        code icmpv6.code
        checksum icmpv6.checksum
        mtu icmpv6.mtu
        pointer icmpv6.pointer
        maximum_response_delay_milliseconds icmpv6.mld.maximum_response_delay|icmpv6.mld.maximum_response_code
        multicast_address icmpv6.mld.multicast_address
        suppress_router_side_processing icmpv6.mld.flag.s
        querier_robustness_variable icmpv6.mld.flag.qrv
        querier_query_interval_seconds icmpv6.mld.qqi
        source_addresses icmpv6.mld.source_address
        address_records.record_type icmpv6.mldr.mar.record_type
        address_records.multicast_address icmpv6.mldr.mar.multicast_address
        address_records.source_addresses icmpv6.mldr.mar.source_address
        current_hop_limit icmpv6.nd.ra.cur_hop_limit
        managed_address_configuration icmpv6.nd.ra.flag.m
        other_configuration icmpv6.nd.ra.flag.o
        home_agent icmpv6.nd.ra.flag.h
        default_router_preference icmpv6.nd.ra.flag.prf
        router_lifetime_seconds icmpv6.nd.ra.router_lifetime
        reachable_time_milliseconds icmpv6.nd.ra.reachable_time
        retransmit_timer_milliseconds icmpv6.nd.ra.retrans_timer
        router icmpv6.nd.na.flag.r
        solicited icmpv6.nd.na.flag.s
        override icmpv6.nd.na.flag.o
        target_address icmpv6.nd.ns.target_address|icmpv6.nd.na.target_address|icmpv6.nd.rd.target_address
        destination_address icmpv6.rd.na.destination_address
        options.type icmpv6.opt.type
        options.link_layer_address icmpv6.opt.linkaddr
        options.on_link icmpv6.opt.prefix.flag.l
        options.autonomous_address_configuration icmpv6.opt.prefix.flag.a
        options.valid_lifetime_seconds icmpv6.opt.prefix.valid_lifetime
        options.preferred_lifetime_seconds icmpv6.opt.prefix.preferred_lifetime
        options.prefix icmpv6.opt.prefix ~
        options.mtu icmpv6.opt.mtu
        options.nonce icmpv6.opt.nonce
        options.recursive_dns_servers icmpv6.opt.rdnss
    """) + pairs("""
        identifier icmpv6.echo.identifier
        sequence_number icmpv6.echo.sequence_number
    """, when=lambda message: message["type"] in (128, 129)) + pairs("""
        original.source_address ipv6.src ~
        original.destination_address ipv6.dst ~
        original.source_port udp.srcport|tcp.srcport ~
        original.destination_port udp.dstport|tcp.dstport ~
    """, occurrence=-1)),
    Protocol("bgp", ("bgp",), pairs("""
        messages.type bgp.type
        messages.length bgp.length
        messages.version bgp.open.version
        messages.my_autonomous_system bgp.open.myas
        messages.hold_time_seconds bgp.open.holdtime
        messages.bgp_identifier bgp.open.identifier
        messages.capabilities.code bgp.cap.type
        messages.capabilities.address_family_identifier bgp.cap.mp.afi
        messages.capabilities.subsequent_address_family_identifier bgp.cap.mp.safi
        messages.capabilities.four_octet_as_number bgp.cap.4as
        messages.capabilities.hostname bgp.cap.orf.fqdn.hostname
        messages.withdrawn_routes_length bgp.update.withdrawn_routes.length
        messages.total_path_attribute_length bgp.update.path_attributes.length
        messages.path_attribute_types bgp.update.path_attribute.type_code
        messages.error_code bgp.notify.major_error
    """)),
    Protocol("radius", ("radius",), pairs("""
        code radius.code
        identifier radius.id
        length radius.length
        authenticator radius.authenticator
        attribute_types radius.avp.type ~
        vendor_ids radius.avp.vendor_id ~
        user_name radius.User_Name
        filter_id radius.Filter_Id
        reply_message radius.Reply_Message
        called_station_id radius.Called_Station_Id
        calling_station_id radius.Calling_Station_Id
        nas_identifier radius.NAS_Identifier
        acct_session_id radius.Acct_Session_Id
        connect_info radius.Connect_Info
        nas_port_id radius.NAS_Port_Id
        nas_port radius.NAS_Port
        service_type radius.Service_Type
        framed_protocol radius.Framed_Protocol
        framed_mtu radius.Framed_MTU
        session_timeout_seconds radius.Session_Timeout
        idle_timeout_seconds radius.Idle_Timeout
        acct_status_type radius.Acct_Status_Type
        acct_delay_time_seconds radius.Acct_Delay_Time
        acct_session_time_seconds radius.Acct_Session_Time
        acct_terminate_cause radius.Acct_Terminate_Cause
        nas_port_type radius.NAS_Port_Type
        nas_ip_address radius.NAS_IP_Address
        framed_ip_address radius.Framed-IP-Address
        login_ip_host radius.Login_IP_Host
        nas_ipv6_address radius.NAS_IPv6_Address
    """)),
    Protocol("tacacs_plus", ("tacplus",), pairs("""
        major_version tacplus.majvers
        minor_version tacplus.minvers
        type tacplus.type
        seq_no tacplus.seqno
        unencrypted tacplus.flags.unencrypted
        single_connect tacplus.flags.singleconn
        session_id tacplus.session_id
        length tacplus.packet_len
        action tacplus.authen_action
        priv_lvl tacplus.privilege_level ~
        user tacplus.user ~
        port tacplus.port ~
        rem_addr tacplus.remote_address ~
    """)),
    Protocol("netflow", ("cflow",), only=("cflow.version", lambda versions: "10" not in versions), fields=pairs("""
        version cflow.version
        count cflow.count
        unix_seconds cflow.unix_secs
        unix_nanoseconds cflow.unix_nsecs
        source_id cflow.source_id
        engine_type cflow.engine_type
        engine_id cflow.engine_id
        sampling_mode cflow.samplingmode
        sampling_interval cflow.samplerate ~
        set_ids cflow.flowset_id
        templates.template_id cflow.template_id
        templates.field_count cflow.template_field_count ~
    """) + [
        Field("sequence_number", "cflow.sequence", when=lambda message: message["version"] == 9),
        Field("flow_sequence", "cflow.sequence", when=lambda message: message["version"] < 9),
        Field("system_uptime_milliseconds", "cflow.sysuptime", convert=thousandths),
    ]),
    Protocol("ipfix", ("cflow",), only=("cflow.version", lambda versions: "10" in versions), fields=pairs("""
        version cflow.version
        length cflow.len
        export_time_seconds cflow.exporttime
        sequence_number cflow.sequence
        observation_domain_id cflow.od_id
        set_ids cflow.flowset_id
        templates.template_id cflow.template_id ~
    """)),
    Protocol("sflow", ("sflow",), pairs("""
        version sflow_245.version
        agent_address sflow_245.agent|sflow_245.agent.v6
        sub_agent_id sflow_245.sub_agent_id
        sequence_number sflow_245.sequence_number
        uptime_milliseconds sflow_245.sysuptime
        sample_count sflow_245.numsamples
        samples.format sflow_245.sampletype
        samples.sequence_number sflow.flow_sample.sequence_number+sflow.counters_sample.sequence_number ~
        samples.sampling_rate sflow.flow_sample.sampling_rate
        samples.sample_pool sflow.flow_sample.sample_pool
        samples.drops sflow.flow_sample.dropped_packets
    """)),
    Protocol("tftp", ("tftp",), pairs("""
        opcode tftp.opcode
        filename tftp.source_file|tftp.destination_file ~
        mode tftp.type
        block tftp.block
        error_code tftp.error.code
        error_message tftp.error.message
        options.option tftp.option.name
        options.value tftp.option.value
    """)),
]
