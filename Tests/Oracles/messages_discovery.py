"""Link layer discovery, port access, precision time and storage over Ethernet."""

from messages_fields import Field, Protocol, pairs

def address_identifier(text):
    """A Fibre Channel address as a number."""
    return int(text.replace(".", ""), 16)


PROTOCOLS = [
    Protocol("lldp", ("lldp",), pairs("""
        chassis_id_subtype lldp.chassis.subtype
        chassis_id lldp.chassis.id.mac|lldp.chassis.id.ip4|lldp.chassis.id.ip6|lldp.chassis.id ~
        port_id_subtype lldp.port.subtype
        port_id lldp.port.id.mac|lldp.port.id.ip4|lldp.port.id.ip6|lldp.port.id ~
        time_to_live_seconds lldp.time_to_live
        port_description lldp.port.desc
        system_name lldp.tlv.system.name
        system_description lldp.tlv.system.desc
        system_capabilities lldp.tlv.system_cap
        enabled_capabilities lldp.tlv.enable_system_cap
        management_addresses.address_subtype lldp.mgn.address.subtype
        management_addresses.address lldp.mgn.addr.ip4+lldp.mgn.addr.ip6+lldp.mgn.addr.hex ~
        management_addresses.interface_numbering_subtype lldp.mgn.interface.subtype
        management_addresses.interface_number lldp.mgn.interface.number
        management_addresses.object_identifier lldp.mgn.obj.id ~
        ieee_802_1.port_vlan_id lldp.ieee.802_1.port_vlan.id
        ieee_802_1.port_and_protocol_vlans.port_and_protocol_vlan_id lldp.ieee.802_1.port_proto_vlan.id ~
        ieee_802_1.vlans.vlan_id lldp.ieee.802_1.vlan.id
        ieee_802_1.vlans.vlan_name lldp.ieee.802_1.vlan.name
        ieee_802_3.mac_phy_configuration_status.autonegotiation_supported lldp.ieee.802_3.mac_phy_auto_neg_status.supported ~
        ieee_802_3.mac_phy_configuration_status.autonegotiation_enabled lldp.ieee.802_3.mac_phy_auto_neg_status.enabled ~
        ieee_802_3.mac_phy_configuration_status.operational_mau_type lldp.ieee.802_3.pmd_mau_type ~
        ieee_802_3.maximum_frame_size lldp.ieee.802_3.max_frame_size
        ieee_802_3.power_via_mdi.pse_power_pair lldp.ieee.802_3.mdi_pse_pair ~
        ieee_802_3.power_via_mdi.power_class lldp.ieee.802_3.mdi_power_class ~
        ieee_802_3.power_via_mdi.pse_mdi_power_supported lldp.ieee.802_3.mdi_power_support.supported ~
        lldp_med.capabilities lldp.media.subtype.caps
        lldp_med.device_class lldp.media.subtype.class
        lldp_med.network_policies.application_type lldp.media.app_type
        lldp_med.network_policies.vlan_id lldp.media.vlan_id
        lldp_med.network_policies.layer_2_priority lldp.media.l2_prio
        lldp_med.network_policies.dscp lldp.media.dscp
        lldp_med.extended_power_via_mdi.power_type lldp.media.power.type
        lldp_med.extended_power_via_mdi.power_source lldp.media.power.source
        lldp_med.extended_power_via_mdi.power_priority lldp.media.power.prio
        lldp_med.extended_power_via_mdi.power_value_100_milliwatts lldp.media.power.value ~
        lldp_med.hardware_revision lldp.media.hardware
        lldp_med.firmware_revision lldp.media.firmware
        lldp_med.software_revision lldp.media.software
        lldp_med.serial_number lldp.media.sn
        lldp_med.manufacturer_name lldp.media.manufacturer
        lldp_med.model_name lldp.media.model
        lldp_med.asset_id lldp.media.asset
        dcbx.sequence_number lldp.dcbx.control.seq
        dcbx.acknowledgment_number lldp.dcbx.control.ack
    """)),
    Protocol("eapol", ("eapol",), pairs("""
        protocol_version eapol.version
        packet_type eapol.type
        eap.code eap.code
        eap.identifier eap.id
        eap.type eap.type
        eap.identity eap.identity ~
        key.descriptor_type eapol.keydes.type
        key.key_length eapol.keydes.key_len
        key.replay_counter eapol.keydes.replay_counter
        mka.mka_version_identifier mka.version_id
        mka.key_server mka.key_server
        mka.macsec_desired mka.macsec_desired
        mka.macsec_capability mka.macsec_capability
        mka.actor_member_identifier mka.actor_mi
        mka.actor_message_number mka.actor_mn ~
    """)),
    Protocol("ptp", ("ptp",), pairs("""
        major_sdo_id ptp.v2.majorsdoid
        message_type ptp.v2.messagetype
        version_ptp ptp.v2.versionptp
        minor_version_ptp ptp.v2.minorversionptp
        domain_number ptp.v2.domainnumber
        minor_sdo_id ptp.v2.minorsdoid
        flag_field ptp.v2.flags
        two_step ptp.v2.flags.twostep
        unicast ptp.v2.flags.unicast
        source_port_identity.clock_identity ptp.v2.clockidentity
        source_port_identity.port_number ptp.v2.sourceportid
        sequence_id ptp.v2.sequenceid
        control_field ptp.v2.controlfield
        log_message_interval ptp.v2.logmessageperiod
        origin_timestamp.seconds ptp.v2.sdr.origintimestamp.seconds|ptp.v2.an.origintimestamp.seconds|ptp.v2.pdrq.origintimestamp.seconds
        origin_timestamp.nanoseconds ptp.v2.sdr.origintimestamp.nanoseconds|ptp.v2.an.origintimestamp.nanoseconds|ptp.v2.pdrq.origintimestamp.nanoseconds
        precise_origin_timestamp.seconds ptp.v2.fu.preciseorigintimestamp.seconds
        precise_origin_timestamp.nanoseconds ptp.v2.fu.preciseorigintimestamp.nanoseconds
        receive_timestamp.seconds ptp.v2.dr.receivetimestamp.seconds
        receive_timestamp.nanoseconds ptp.v2.dr.receivetimestamp.nanoseconds
        requesting_port_identity.clock_identity ptp.v2.dr.requestingsourceportidentity|ptp.v2.pdrs.requestingportidentity ~
        requesting_port_identity.port_number ptp.v2.dr.requestingsourceportid|ptp.v2.pdrs.requestingsourceportid ~
        current_utc_offset_seconds ptp.v2.an.origincurrentutcoffset
        grandmaster_priority_1 ptp.v2.an.priority1
        grandmaster_clock_quality.clock_class ptp.v2.an.grandmasterclockclass
        grandmaster_clock_quality.clock_accuracy ptp.v2.an.grandmasterclockaccuracy
        grandmaster_clock_quality.offset_scaled_log_variance ptp.v2.an.grandmasterclockvariance
        grandmaster_priority_2 ptp.v2.an.priority2
        grandmaster_identity ptp.v2.an.grandmasterclockidentity
        steps_removed ptp.v2.an.localstepsremoved
    """)),
    Protocol("pagp", ("pagp",), pairs("""
        version pagp.version
        slow_hello pagp.flags.slowhello
        auto_mode pagp.flags.automode
        consistent_state pagp.flags.state
        local.device_id pagp.localdevid
        local.learn_capability pagp.localearncap
        local.port_hot_standby_priority pagp.localportpri
        local.sent_port_ifindex pagp.localsentportifindex
        local.group_capability pagp.localgroupcap
        local.group_ifindex pagp.localgroupifindex
        partner.device_id pagp.partnerdevid
        partner.learn_capability pagp.partnerlearncap
        partner.port_hot_standby_priority pagp.partnerportpri
        partner.sent_port_ifindex pagp.partnersentportifindex
        partner.group_capability pagp.partnergroupcap
        partner.group_ifindex pagp.partnergroupifindex
        partner_count pagp.partnercount
        local_device_id pagp.flushlocaldevid
        partner_device_id pagp.flushpartnerdevid
        transaction_id pagp.transid
    """)),
    Protocol("fip", ("fip",), pairs("""
        version fip.ver
        operation_code fip.opcode
        operation_subcode fip.disc_subcode|fip.ls.subcode|fip.ctrl_subcode|fip.vlan_subcode|fip.vn2vn_subcode|fip.subcode
        fabric_provided_mac_address fip.flags.fpma
        server_provided_mac_address fip.flags.spma
        available_for_login fip.flags.available
        solicited fip.flags.sol
        fibre_channel_forwarder fip.flags.fport
        priority fip.pri
        name_identifier fip.name
        fabric.vf_id fip.fab.vfid
        fabric.fabric_name fip.fab.name
        maximum_fcoe_size fip.fcoe_size
        fka_adv_period_milliseconds fip.fka
        vlans fip.vlan ~
    """)),
    Protocol("fcoe", ("fcoe",), pairs("""
        start_of_frame fcoe.sof
        r_ctl fc.r_ctl
        cs_ctl fc.cs_ctl
        type fc.type
        seq_id fc.seq_id
        df_ctl fc.df_ctl
        seq_cnt fc.seq_cnt
        ox_id fc.ox_id
        rx_id fc.rx_id
        parameter fc.parameter ~
    """) + [
        Field("d_id", "fc.d_id", convert=address_identifier),
        Field("s_id", "fc.s_id", convert=address_identifier),
    ]),
    Protocol("roce", ("infiniband",), pairs("""
        opcode infiniband.bth.opcode
        solicited_event infiniband.bth.se
        migration_state infiniband.bth.m
        pad_count infiniband.bth.padcnt
        transport_header_version infiniband.bth.tver
        partition_key infiniband.bth.p_key
        destination_queue_pair infiniband.bth.destqp
        acknowledge_request infiniband.bth.a
        packet_sequence_number infiniband.bth.psn
        source_gid infiniband.grh.sgid
        destination_gid infiniband.grh.dgid
    """)),
]
