"""What switches and cards say to their neighbours below IP."""

from messages_fields import Field, Protocol, pairs


def parts_of_a_second(text):
    """256ths of a second."""
    return round(float(text) * 256)


BRIDGE = """
    protocol_version_identifier stp.version
    bpdu_type stp.type
    topology_change stp.flags.tc
    proposal stp.flags.proposal ~
    port_role stp.flags.port_role ~
    learning stp.flags.learning ~
    forwarding stp.flags.forwarding ~
    agreement stp.flags.agreement ~
    topology_change_acknowledgment stp.flags.tcack
    root_identifier.priority stp.root.prio
    root_identifier.system_id_extension stp.root.ext
    root_identifier.address stp.root.hw
    root_path_cost stp.root.cost ~
    external_path_cost stp.root.cost ~
    port_identifier stp.port
"""
PLAIN_BRIDGE = """
    bridge_identifier.priority stp.bridge.prio
    bridge_identifier.system_id_extension stp.bridge.ext
    bridge_identifier.address stp.bridge.hw
"""
BRIDGE_TIMES = [
    Field("message_age_256ths_of_second", "stp.msg_age", convert=parts_of_a_second),
    Field("max_age_256ths_of_second", "stp.max_age", convert=parts_of_a_second),
    Field("hello_time_256ths_of_second", "stp.hello", convert=parts_of_a_second),
    Field("forward_delay_256ths_of_second", "stp.forward", convert=parts_of_a_second),
]

PROTOCOLS = [
    Protocol("stp", ("stp",), pairs(BRIDGE + """
        regional_root_identifier.priority stp.bridge.prio ~
        regional_root_identifier.address stp.bridge.hw ~
        mst_configuration_identifier.format_selector mstp.config_format_selector
        mst_configuration_identifier.configuration_name mstp.config_name
        mst_configuration_identifier.revision_level mstp.config_revision_level
        mst_configuration_identifier.configuration_digest mstp.config_digest
        internal_root_path_cost mstp.cist_internal_root_path_cost
        remaining_hops mstp.cist_remaining_hops
        msti_configuration_messages.internal_root_path_cost mstp.msti.root_cost
        msti_configuration_messages.remaining_hops mstp.msti.remaining_hops
        msti_configuration_messages.regional_root_identifier.address mstp.msti.root.hw
    """) + pairs(PLAIN_BRIDGE, when=lambda message: "regional_root_identifier" not in message) + pairs("""
        bridge_identifier.priority mstp.cist_bridge.prio
        bridge_identifier.system_id_extension mstp.cist_bridge.ext
        bridge_identifier.address mstp.cist_bridge.hw
    """, when=lambda message: "regional_root_identifier" in message) + BRIDGE_TIMES, only=("stp.pvst.origvlan", lambda vlans: not vlans)),
    Protocol("pvst_plus", ("stp",), pairs(BRIDGE + PLAIN_BRIDGE + """
        originating_vlan stp.pvst.origvlan
    """) + BRIDGE_TIMES, only=("stp.pvst.origvlan", bool)),
    Protocol("cdp", ("cdp",), pairs("""
        version cdp.version
        time_to_live_seconds cdp.ttl
        checksum cdp.checksum
        device_id cdp.deviceid
        port_id cdp.portid
        platform cdp.platform
        vtp_management_domain cdp.vtp_management_domain
        system_name cdp.system_name
        capabilities cdp.capabilities
        native_vlan cdp.native_vlan
        full_duplex cdp.duplex
        power_consumption_milliwatts cdp.power_consumption
        mtu cdp.mtu
        extended_trust cdp.trust_bitmap
        untrusted_port_class_of_service cdp.untrusted_port_cos
        location cdp.location
        prefixes.address cdp.ip_prefix ~
    """) + [Field("software_version", "cdp.software_version", join="\n")]),
    Protocol("lacp", ("lacp",), pairs("""
        version_number lacp.version
        actor.system_priority lacp.actor.sys_priority
        actor.system lacp.actor.sysid
        actor.key lacp.actor.key
        actor.port_priority lacp.actor.port_priority
        actor.port lacp.actor.port
        actor.lacp_activity lacp.actor.state.activity
        actor.lacp_timeout lacp.actor.state.timeout
        actor.aggregation lacp.actor.state.aggregation
        actor.synchronization lacp.actor.state.synchronization
        actor.collecting lacp.actor.state.collecting
        actor.distributing lacp.actor.state.distributing
        actor.defaulted lacp.actor.state.defaulted
        actor.expired lacp.actor.state.expired
        partner.system_priority lacp.partner.sys_priority
        partner.system lacp.partner.sysid
        partner.key lacp.partner.key
        partner.port_priority lacp.partner.port_priority
        partner.port lacp.partner.port
        partner.lacp_activity lacp.partner.state.activity
        partner.lacp_timeout lacp.partner.state.timeout
        partner.aggregation lacp.partner.state.aggregation
        partner.synchronization lacp.partner.state.synchronization
        partner.collecting lacp.partner.state.collecting
        partner.distributing lacp.partner.state.distributing
        partner.defaulted lacp.partner.state.defaulted
        partner.expired lacp.partner.state.expired
        collector_max_delay_10_microseconds lacp.collector.max_delay
    """)),
    Protocol("lamp", ("marker",), pairs("""
        version_number marker.version
        requester_port marker.requesterPort
        requester_system marker.requesterSystem
        requester_transaction_id marker.requesterTransId
    """)),
    Protocol("link_oam", ("oampdu",), pairs("""
        link_fault oampdu.flags.linkFault
        dying_gasp oampdu.flags.dyingGasp
        critical_event oampdu.flags.criticalEvent
        local_stable oampdu.flags.localStable
        local_evaluating oampdu.flags.localEvaluating
        remote_stable oampdu.flags.remoteStable
        remote_evaluating oampdu.flags.remoteEvaluating
        code oampdu.code
        sequence_number oampdu.event.sequence
        link_events.type oampdu.event.type ~
    """)),
    Protocol("esmc", ("ossp",), pairs("""
        version ossp.esmc.version
        event_flag ossp.esmc.event_flag
        ssm_code ossp.esmc.tlv_ql_ssm
        enhanced_ssm_code ossp.esmc.tlv_ext_ql_essm
        mixed_eec_and_eeec ossp.esmc.tlv_ext_ql_flag_mixed
        partial_chain ossp.esmc.tlv_ext_ql_flag_chain
        cascaded_eeecs ossp.esmc.tlv_ext_ql_eeec
        cascaded_eecs ossp.esmc.tlv_ext_ql_eec
    """)),
    Protocol("mac_control", ("macc",), pairs("""
        opcode macc.opcode
        pause_time_quanta macc.pause_time
        class_enable_vector macc.cbfc.enbv
    """)),
    Protocol("udld", ("udld",), pairs("""
        version udld.version
        opcode udld.opcode
        recommended_timeout udld.flags.rt
        resynchronize udld.flags.rsy
        checksum udld.checksum
        device_id udld.device_id
        port_id udld.sent_through_interface
    """)),
    Protocol("vtp", ("vtp",), pairs("""
        version vtp.version
        code vtp.code
        followers vtp.followers
        sequence_number vtp.seq_num
        management_domain vtp.md
        configuration_revision_number vtp.conf_rev_num
        updater_identity vtp.upd_id
        md5_digest vtp.md5_digest
        start_value vtp.start_value
        first_vlan vtp.pruning.first
        last_vlan vtp.pruning.last
        vlans.type vtp.vlan_info.vlan_type
        vlans.vlan_id vtp.vlan_info.isl_vlan_id
        vlans.mtu vtp.vlan_info.mtu_size
        vlans.ieee_802_10_index vtp.vlan_info.802_10_index
        vlans.name vtp.vlan_info.vlan_name
        vlans.suspended vtp.vlan_info.status.vlan_susp
    """)),
    Protocol("dtp", ("dtp",), pairs("""
        version dtp.version
        domain dtp.domain
        trunk_operating_status dtp.tos ~
        trunk_administrative_status dtp.tas ~
        trunk_operating_type dtp.tot ~
        trunk_administrative_type dtp.tat ~
        sender_id dtp.senderid
    """)),
    Protocol("edp", ("edp",), pairs("""
        version edp.version
        checksum edp.checksum
        sequence_number edp.seqno
        machine_id edp.midmac
        display edp.display.string
        slot edp.info.slot
        port edp.info.port
        virtual_chassis_id edp.info.vchassid
        virtual_chassis_id_connections edp.info.vchassconn
        vlans.vlan_id edp.vlan.id
        vlans.ip_address edp.vlan.ip
        vlans.name edp.vlan.name
        vlans.has_ip_interface edp.vlan.flags.ip
    """)),
    Protocol("fdp", ("fdp",), pairs("""
        version fdp.version
        hold_time_seconds fdp.holdtime
        checksum fdp.checksum
    """)),
    Protocol("ctp", ("loop",), pairs("""
        skip_count loop.skipcount
        function loop.function|loop.relevant_function ~
        receipt_number loop.receipt_number
        forward_address loop.forwarding_address
    """)),
    Protocol("nc_si", ("ncsi",), pairs("""
        management_controller_id ncsi.mc_id
        header_revision ncsi.revision
        instance_id ncsi.iid
        control_packet_type ncsi.type.code|ncsi.type
        package_id ncsi.pkg
        internal_channel_id ncsi.ichan
        payload_length ncsi.plen
        response_code ncsi.resp
        reason_code ncsi.reason
        aen_type ncsi.aen_type
        mac_address ncsi.sm.mac
        mac_address_number ncsi.sm.macno
        address_type ncsi.sm.at
        aen_control ncsi.cap.aen ~
        packet_filter_settings ncsi.bf.settings ~
        link_status ncsi.lstat
        firmware_name ncsi.fw.name
        manufacturer_id ncsi.iana|ncsi.oem.id
        capabilities ncsi.cap
        vlan_filter_count ncsi.cap.vcnt
        mixed_filter_count ncsi.cap.mixcnt
        multicast_filter_count ncsi.cap.mccnt
        unicast_filter_count ncsi.cap.uccnt
        channel_count ncsi.cap.chcnt
    """)),
]
