"""Management of servers, directories, authentication and remote consoles."""

from messages_fields import Field, Protocol, pairs


def is_dissected(message):
    """tshark 4.0 leaves errors of the group extension undissected, which have no body."""
    return message.get("network_function") != 0x2d or message.get("completion_code") == 0


PROTOCOLS = [
    Protocol("rmcp", ("rmcp",), pairs("""
        sequence_number rmcp.sequence
        class rmcp.class
        iana_enterprise_number asf.iana
        message_type asf.type
        message_tag asf.tag
        data_length asf.len
        status_code asf.rssp_status_code
        management_console_session_id asf.mgt_console_id
        managed_client_session_id asf.client_id
    """), only=("rmcp.class", lambda classes: "0x07" not in classes)),
    Protocol("ipmi", ("ipmi", "ipmi_session"), pairs("""
        authentication_type ipmi_session.authtype
        session_sequence_number ipmi_session.sequence
        session_id ipmi_session.id
        message_length ipmi_session.msg.len ~
        payload_length ipmi_session.msg.len ~
        payload_type ipmi_session.payloadtype
        encrypted ipmi_session.payloadtype.enc
        channel ipmi.app38.rq_chan|ipmi.app38.rs_chan ~
        two_key_login ipmi.app38.rs_kg_status
        non_null_user_names ipmi.app38.rs_user_nonnull
        null_user_names ipmi.app38.rs_user_null
        anonymous_login ipmi.app38.rs_user_anon
        supports_ipmi_2_0 ipmi.app38.rs_ipmi20_conn ~
        supports_ipmi_1_5 ipmi.app38.rs_ipmi15_conn ~
        session_authentication_type ipmi.app39.authtype|ipmi.app3a.authtype|ipmi.app3a.authtype_session
        user_name ipmi.app39.user ~
        temporary_session_id ipmi.app39.temp_session
        new_session_id ipmi.app3a.session_id
        initial_outbound_sequence_number ipmi.app3a.outbound_seq
        initial_inbound_sequence_number ipmi.app3a.inbound_seq
        closed_session_id ipmi.app3c.session_id
        chassis_control ipmi.ch02.chassis_control
        power_on ipmi.ch01.cur_pwr.powered
        device_id ipmi.app00.dev.id
        device_revision ipmi.app00.dev.rev
        manufacturer_id ipmi.app01.manufacturer
        product_id ipmi.app01.product
    """) + pairs("""
        requester_sequence_number ipmi.header.sequence
        network_function ipmi.header.netfn
        command ipmi.header.command
        completion_code ipmi.header.completion
    """, when=is_dissected) + pairs("""
        requester_address ipmi.header.source
        requester_lun ipmi.header.src_lun
        responder_address ipmi.header.target
        responder_lun ipmi.header.trg_lun
    """, when=lambda message: is_dissected(message) and not message.get("response")) + pairs("""
        responder_address ipmi.header.source
        responder_lun ipmi.header.src_lun
        requester_address ipmi.header.target
        requester_lun ipmi.header.trg_lun
    """, when=lambda message: is_dissected(message) and message.get("response"))),
    Protocol("snmp", ("snmp",), pairs("""
        version snmp.version|snmp.msgVersion
        community snmp.community
        message_id snmp.msgID
        maximum_message_size snmp.msgMaxSize
        authenticated snmp.v3.flags.auth
        encrypted snmp.v3.flags.crypt
        reportable snmp.v3.flags.report
        security_model snmp.msgSecurityModel
        engine_id snmp.msgAuthoritativeEngineID
        engine_boots snmp.msgAuthoritativeEngineBoots
        engine_time_seconds snmp.msgAuthoritativeEngineTime
        user_name snmp.msgUserName
        engine_enterprise snmp.engineid.enterprise ~
        engine_address snmp.engineid.ipv4|snmp.engineid.ipv6 ~
        engine_mac_address snmp.engineid.mac ~
        engine_text snmp.engineid.text ~
        context_engine_id snmp.contextEngineID
        context_name snmp.contextName
        pdu_type snmp.data
        request_id snmp.request_id
        error_status snmp.error_status
        error_index snmp.error_index
        non_repeaters snmp.non_repeaters
        max_repetitions snmp.max_repetitions
        enterprise snmp.enterprise
        agent_address snmp.agent_addr
        generic_trap snmp.generic_trap
        specific_trap snmp.specific_trap
        time_stamp_centiseconds snmp.time_stamp
    """) + [Field("variable_bindings.name", "snmp.name", most=16)]),
    Protocol("ldap", ("ldap", "cldap"), pairs("""
        message_id ldap.messageID
        operation ldap.protocolOp
        version ldap.version
        name ldap.name
        mechanism ldap.mechanism
        base_object ldap.baseObject
        scope ldap.scope
        deref_aliases ldap.derefAliases
        size_limit ldap.sizeLimit
        time_limit_seconds ldap.timeLimit
        types_only ldap.typesOnly
        result_code ldap.resultCode ~
        matched_dn ldap.matchedDN ~
        diagnostic_message ldap.errorMessage ~
        request_name ldap.requestName
        abandoned_message_id ldap.abandonRequest
    """)),
    Protocol("kerberos", ("kerberos",), pairs("""
        message_type kerberos.msg_type
        realm kerberos.realm ~
        client_realm kerberos.crealm
        client_name kerberos.CNameString ~
        encryption_types kerberos.ENCTYPE
        error_code kerberos.error_code
        error_text kerberos.e_text
    """)),
    Protocol("rfb", ("vnc",), pairs("""
        protocol_version vnc.server_proto_ver|vnc.client_proto_ver ~
        security_types vnc.security_type ~
    """)),
    Protocol("rdp", ("rdp",), pairs("""
        requested_protocols rdp.negReq.requestedProtocols
        selected_protocol rdp.negReq.selectedProtocol
        failure_code rdp.negFailure.failureCode
    """) + [
        Field("cookie", "rdp.rt_cookie", where_both="a routing token is no cookie",
              convert=lambda line: line.removeprefix("Cookie: mstshash=").rstrip()),
    ]),
]
