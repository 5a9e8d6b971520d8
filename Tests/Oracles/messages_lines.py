"""Protocols of text lines, and what encrypted ones say in the clear."""

from messages_fields import Field, Protocol, pairs


PROTOCOLS = [
    Protocol("syslog", ("syslog",), pairs("""
        facility syslog.facility
        severity syslog.level
        version syslog.version
        hostname syslog.hostname ~
        app_name syslog.appname ~
        procid syslog.procid ~
        msgid syslog.msgid ~
        timestamp syslog.timestamp_rfc3164 ~
    """)),
    Protocol("smtp", ("smtp",), pairs("""
        reply_code smtp.response.code
        command smtp.req.command ~
    """)),
    Protocol("ftp", ("ftp",), pairs("""
        reply_code ftp.response.code
        command ftp.request.command
        argument ftp.request.arg ~
    """)),
    Protocol("telnet", ("telnet",), pairs("""
        negotiations.option telnet.subcmd ~
    """) + [
        # The end of a subnegotiation is a command of its own to tshark.
        Field("negotiations.command", "telnet.cmd", where_both="a segment may have text only",
              convert=lambda code: int(code) if code != "240" else None),
    ]),
    Protocol("slp", ("srvloc",), pairs("""
        version srvloc.version
        function srvloc.function
        transaction_identifier srvloc.xid
        error_code srvloc.err|srvloc.errv2
        overflow srvloc.flags_v2.overflow|srvloc.flags_v1.overflow
        fresh srvloc.flags_v2.fresh|srvloc.flags_v1.fresh
        url_entries.url srvloc.url.url ~
        url_entry.url srvloc.url.url ~
        service_type srvloc.srvreq.srvtypelist|srvloc.srvreq.srvtype ~
    """)),
]
