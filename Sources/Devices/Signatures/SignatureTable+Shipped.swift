/// The text of `Config/implants.yaml`, which a test holds equal to it.
extension SignatureTable {
  /// The file as it is shipped.
  static let shippedText = """
    # Published signatures of implants: what wakes them, and what they answer. These are built in; a file
    # like this one with further rows is named in the configuration (rules: implants: FILE), and
    # `undertick check` reads it. Each row is a rule of its own, implant.NAME: `undertick rules implant.NAME`
    # explains it, and rules: disabled: [implant.NAME] switches it off.
    #
    # A row tells of a packet where every key that it has fits. The README's section Signatures lists the keys.
    version: 1
    signatures:

      # Cisco IOS, 2015. Numbers by the published scanner, in Python and for nmap.
      - name: synful-knock
        title: "SYNful Knock: a SYN that asks a router's implant to answer"
        about: >-
          The implant in Cisco IOS knows its controller by the difference of the two numbers in the SYN. The
          field of the acknowledgment means nothing in a SYN, so ordinary ones have zero there.
        benign: "somebody who looks for the implant with the published scanner."
        source: "Mandiant, github.com/mandiant/synfulknock"
        techniques:
          T1601.001: "Patch System Image"
          T1205: "Traffic Signaling"
        confidence: high
        severity: high
        transport: tcp
        flags: syn
        without-flags: [ack, rst, fin]
        destination-port: 80
        non-zero: acknowledgment
        relation: {of: sequence, minus: acknowledgment, is: [0x000c123d, -0x000c123d]}

      - name: synful-knock-answer
        title: "SYNful Knock: a router's implant answers"
        about: >-
          The implant answers its controller's SYN with a SYN-ACK whose two numbers differ by a constant, and
          with twelve octets of options that never change.
        benign: "none is known."
        source: "Mandiant, github.com/mandiant/synfulknock"
        techniques:
          T1601.001: "Patch System Image"
          T1205: "Traffic Signaling"
        confidence: high
        severity: critical
        direction: from-device
        transport: tcp
        flags: [syn, ack]
        bytes:
          - {in: options, hex: 020405b40101040201030305, whole: true}
        relation: {of: acknowledgment, minus: sequence, is: [0x000c123e, -0x000c123c]}

      # UNC3886 on Junos routers: six TINYSHELL backdoors.
      - name: unc3886-irad
        title: "UNC3886 irad: an ICMP packet that wakes a backdoor of Junos"
        about: >-
          The backdoor sniffs for echo requests with the identifier 0xaa56 and 16 octets that are
          uSarguuS62bKRA0J, each XOR 0x86. It then connects to the address in the packet, or listens on TCP
          port 31234.
        benign: "none is known; the 16 octets do not come by chance."
        source: "Mandiant, China-Nexus Espionage Actor UNC3886 Targets Juniper Routers, 2025-03-11"
        techniques:
          T1205: "Traffic Signaling"
          T1095: "Non-Application Layer Protocol"
        confidence: high
        severity: high
        transport: icmp
        bytes:
          - {in: packet, at: anywhere, hex: f3d5e7f4e1f3f3d5b0b4e4cdd4c7b6cc}
        call-back: {anywhere: true}

      - name: unc3886-jdosd
        title: "UNC3886 jdosd: the beginning of a session with a backdoor of Junos"
        about: >-
          The backdoor listens on UDP port 33512. The first message is 0xdeadbeef, encrypted with a key that
          never changes, so its first eight octets never do; the answer is the same.
        benign: "none is known."
        source: "Mandiant, China-Nexus Espionage Actor UNC3886 Targets Juniper Routers, 2025-03-11"
        techniques:
          T1095: "Non-Application Layer Protocol"
          T1573.001: "Symmetric Cryptography"
        confidence: high
        severity: high
        direction: either
        transport: udp
        payload-length: 16-65535
        bytes:
          - {in: payload, at: 0, hex: [44313a1445956a73, 64111a3465b54a53]}

      - name: unc3886-lmpad
        title: "UNC3886 lmpad: a message to a backdoor of Junos that stops logging"
        about: >-
          The backdoor waits on UDP port 33615 for a message that is encrypted with a key that never changes.
          It takes syslog and SNMP traps from the router before its operator logs in.
        benign: "none is known."
        source: "Mandiant, China-Nexus Espionage Actor UNC3886 Targets Juniper Routers, 2025-03-11"
        techniques:
          T1205: "Traffic Signaling"
          T1095: "Non-Application Layer Protocol"
          T1573.001: "Symmetric Cryptography"
        confidence: high
        severity: high
        direction: either
        transport: udp
        payload-length: 28-65535
        bytes:
          - {in: payload, at: 0, hex: c5c4ec4d}
          - {in: payload, at: 12, hex: a604ed839246ce409a348c7b5ad6e50d}

      - name: unc3886-oemd
        title: "UNC3886 oemd: a datagram, and then a connection to the address that it names"
        about: >-
          The backdoor gets the address and port of its controller in a datagram to UDP port 45678 and
          connects there. Nothing else of the datagram is published, so it is told only with the connection.
        benign: "a program of yours that uses this port in the same way."
        source: "Mandiant, China-Nexus Espionage Actor UNC3886 Targets Juniper Routers, 2025-03-11"
        techniques:
          T1205: "Traffic Signaling"
          T1571: "Non-Standard Port"
        confidence: medium
        severity: silent
        transport: udp
        destination-port: 45678
        payload-length: 6-65535
        call-back: {anywhere: true}

      - name: unc3886-appid
        title: "UNC3886 appid, to: TCP port 22 of a known controller, and not SSH"
        about: >-
          Two of the backdoors call eight controllers on the port of SSH and speak a protocol of their own, in
          which no line with a version comes first.
        benign: "the addresses may belong to somebody else by now; a client of another protocol on port 22."
        source: "Mandiant, China-Nexus Espionage Actor UNC3886 Targets Juniper Routers, 2025-03-11"
        techniques:
          T1571: "Non-Standard Port"
          T1573.001: "Symmetric Cryptography"
          T1090: "Proxy"
        confidence: high
        severity: critical
        direction: from-device
        transport: tcp
        destination-port: 22
        peer:
          - 129.126.109.50
          - 116.88.34.184
          - 223.25.78.136
          - 45.77.39.28
          - 101.100.182.122
          - 118.189.188.122
          - 158.140.135.244
          - 8.222.225.8
        payload-length: 1-65535
        first-payload: true
        bytes:
          - {in: payload, at: 0, text: "SSH-", not: true}

      # Small routers, 2018.
      - name: vpnfilter
        title: "VPNFilter: a SYN that carries the address to call"
        about: >-
          The first stage sniffs for a SYN with data in which four octets that never change stand before an
          IPv4 address; it then connects to TCP port 443 of that address.
        benign: "none is known; a SYN with data is rare, and TCP Fast Open carries what a client asks."
        source: "Cisco Talos, VPNFilter, 2018-05-23"
        techniques:
          T1205: "Traffic Signaling"
        confidence: high
        severity: high
        transport: tcp
        flags: syn
        without-flags: ack
        payload-length: 8-65535
        bytes:
          - {in: payload, at: anywhere, hex: 0c15222b}
        call-back: {address: 4}

      # BPFDoor on Linux, 2021 to 2026. The wake-up: a flag of four octets, IPv4 address, port, password.
      - name: bpfdoor-any
        title: "BPFDoor: a wake-up in any packet, and then a connection to the address that it names"
        about: >-
          The backdoor's filter knows packets and no conversations: datagrams and ICMP messages that begin with 72 55,
          segments that begin with 52 93, also of a SYN, of a connection that goes on and of none. Two octets in
          the midst of conversations come by chance too often, so this is told only with the connection.
        benign: "none is known: the device called what stood behind the two octets."
        source: "SnapAttack, github.com/snapattack/bpfdoor-scanner; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: medium
        severity: silent
        transport: [tcp, udp, icmp]
        payload-length: 10-65535
        bytes:
          - {in: payload, at: 0, hex: [7255, 5293]}
        call-back: {address: 4, port: 8}

      - name: bpfdoor-udp
        title: "BPFDoor: a wake-up in a datagram"
        about: >-
          The backdoor's filter takes datagrams to any port whose payload begins with two octets; behind them
          stand an address and a port to connect to. Two octets come by chance, so the packet alone says
          little: it must be the first payload, and nothing that is known.
        benign: "chance: one in 65,536 unknown datagrams begins so; a scanner for the backdoor."
        source: "SnapAttack, github.com/snapattack/bpfdoor-scanner; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: low
        severity: medium
        transport: udp
        payload-length: 10-65535
        first-payload: true
        unrecognized: true
        bytes:
          - {in: payload, at: 0, hex: 7255}
        call-back: {address: 4, port: 8}

      - name: bpfdoor-icmp
        title: "BPFDoor: a wake-up in an ICMP message"
        about: >-
          The same in the data of an ICMP message, mostly an echo request. The data of an ordinary one begin with
          the time, whose lowest octets are these for a second in 18 hours; the eighth octet is zero then, and the
          upper half of the seventh, and here they are not.
        benign: "chance; somebody who fills echo requests with this pattern; a scanner for the backdoor."
        source: "SnapAttack, github.com/snapattack/bpfdoor-scanner; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: low
        severity: medium
        transport: icmp
        payload-length: 10-65535
        bytes:
          - {in: payload, at: 0, hex: 7255}
          - {in: payload, at: 6, hex: "0000", mask: f0ff, not: true}
        call-back: {address: 4, port: 8}

      - name: bpfdoor-tcp
        title: "BPFDoor: a wake-up in a TCP connection"
        about: >-
          The same as the first payload of a connection to any open port, or of a SYN, with other octets in
          front.
        benign: "chance: one in 65,536 connections of no known protocol begins so; a scanner for the backdoor."
        source: "SnapAttack, github.com/snapattack/bpfdoor-scanner; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: low
        severity: medium
        transport: tcp
        payload-length: 10-65535
        first-payload: true
        unrecognized: true
        bytes:
          - {in: payload, at: 0, hex: 5293}
        call-back: {address: 4, port: 8}

      - name: bpfdoor-second
        title: "BPFDoor, second version: eight octets in any packet"
        about: "The version of 2023 knows its controller by eight octets anywhere in the payload."
        benign: "none is known; eight octets do not come by chance."
        source: "Emerging Threats 4052774; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: high
        severity: high
        transport: [tcp, udp, sctp]
        payload-length: 8-65535
        bytes:
          - {in: payload, at: anywhere, hex: 4430cd9f5e142766}
        call-back: {source: true}

      - name: bpfdoor-reply
        title: "BPFDoor: the answer to a wake-up"
        about: >-
          To a wake-up with a wrong password the backdoor sends one octet, the digit 1, by UDP to the address in
          it. A scanner for the backdoor waits for that.
        benign: "a protocol of yours that sends this digit to the same machine within a minute."
        source: "SnapAttack, github.com/snapattack/bpfdoor-scanner; MITRE ATT&CK S1161"
        techniques:
          T1205.002: "Socket Filters"
          T1205: "Traffic Signaling"
        confidence: high
        severity: critical
        direction: from-device
        transport: udp
        payload-length: 1
        bytes:
          - {in: payload, at: 0, text: "1"}
        after:
          signature: [bpfdoor-udp, bpfdoor-icmp, bpfdoor-tcp, bpfdoor-any]
          within-seconds: 60
          peer: called

      # The variants of 2026. Data that begin with X: alone are one second of the clock in 18 hours.
      - name: bpfdoor-command
        title: "BPFDoor: a command in an echo request"
        about: "Echo requests whose data begin with X: carry a command. Told only with what follows."
        benign: "the time at the beginning of ordinary echo requests is that for a second in 18 hours."
        source: "Rapid7, Stealthy BPFDoor Variants, 2026; Emerging Threats 2069175"
        techniques:
          T1205: "Traffic Signaling"
        confidence: low
        severity: silent
        transport: icmp
        icmp-type: 8
        bytes:
          - {in: payload, at: 0, text: "X:"}

      - name: bpfdoor-heartbeat
        title: "BPFDoor: a heartbeat with the number 1234"
        about: >-
          Behind a command the backdoor sends echo messages whose sequence number is always 1234, in one order of
          its octets or the other. Ordinary ones count on. The vendor's rule for the number alone was
          withdrawn for false alarms, so two of them are needed here, within a minute of a command.
        benign: "none is known in this combination."
        source: "Rapid7, Stealthy BPFDoor Variants, 2026; Emerging Threats 2069173 and 2069174"
        techniques:
          T1205: "Traffic Signaling"
          T1095: "Non-Application Layer Protocol"
        confidence: medium
        severity: high
        direction: from-device
        transport: icmp
        icmp-type: [0, 8]
        bytes:
          - {in: packet, at: 6, hex: [04d2, d204]}
        after: {signature: bpfdoor-command, within-seconds: 60}
        times: {count: 2, within-seconds: 60}

      - name: bpfdoor-heartbeat-code
        title: "BPFDoor: a heartbeat with the code 1"
        about: "Behind a command the backdoor sends echo requests with the code 1; ordinary ones have 0."
        benign: "none is known in this combination."
        source: "Rapid7, Stealthy BPFDoor Variants, 2026"
        techniques:
          T1205: "Traffic Signaling"
          T1095: "Non-Application Layer Protocol"
        confidence: medium
        severity: high
        direction: from-device
        transport: icmp
        icmp-type: 8
        icmp-code: 1
        after: {signature: bpfdoor-command, within-seconds: 60}

      # Junos, 2023 to 2025. One of five conditions; the others have no second source.
      - name: j-magic
        title: "J-magic: a payload that begins with Z4vE"
        about: >-
          The agent on Junos routers watches TCP for five patterns. In this one the address and port to connect
          to stand behind four letters.
        benign: "none is known; four octets at one place come by chance once in four billion packets."
        source: "Black Lotus Labs, The J-Magic Show, 2025-01-23; MITRE ATT&CK S1203"
        techniques:
          T1205: "Traffic Signaling"
          T1095: "Non-Application Layer Protocol"
        confidence: medium
        severity: high
        transport: tcp
        payload-length: 10-65535
        bytes:
          - {in: payload, at: 0, text: "Z4vE"}
        call-back: {address: 4, port: 8}

      - name: cd00r
        title: "cd00r: its five knocks in their order"
        about: >-
          The backdoor opens when SYN packets of one sender come to five ports in order, with none to another
          port between them. These are the ports of its source as published; who builds it may take others.
        benign: "a scanner that was told exactly these ports in this order."
        source: "FX of Phenoelit, cd00r.c 1.3, 2000-06-13; MITRE ATT&CK S1204"
        techniques:
          T1205.001: "Port Knocking"
        confidence: medium
        severity: high
        transport: tcp
        flags: syn
        without-flags: ack
        knock: {port: [200, 80, 22, 53, 3], within-seconds: 600}
        call-back: {source: true}

      - name: pingback
        title: "Pingback: a command in an echo message"
        about: >-
          The backdoor gets commands and gives their output in echo messages with one of three sequence numbers and
          one of two lengths; a command's name stands in front.
        benign: "none is known in this combination."
        source: "Trustwave, Backdoor at the End of the ICMP Tunnel, 2021; github.com/corelight/pingback"
        techniques:
          T1095: "Non-Application Layer Protocol"
          T1572: "Protocol Tunneling"
        confidence: high
        severity: high
        direction: either
        transport: icmp
        icmp-type: [0, 8]
        payload-length: [788, 1056]
        bytes:
          - {in: packet, at: 6, hex: [d204, d304, d404]}
          - {in: payload, at: 0, text: [upload, download, exep, shell, rexec]}

      # Tunnels through echo messages.
      - name: ptunnel
        title: "ptunnel: TCP through echo messages"
        about: "Every message of the tunnel begins with four octets that stand in its source."
        benign: "somebody who tunnels on purpose."
        source: "ptunnel 0.72, ptunnel.h; recorded for this project"
        techniques:
          T1572: "Protocol Tunneling"
          T1095: "Non-Application Layer Protocol"
        confidence: high
        severity: high
        direction: either
        transport: icmp
        icmp-type: [0, 8]
        payload-length: 28-65535
        bytes:
          - {in: payload, at: 0, hex: d5200880}

      - name: ptunnel-ng
        title: "ptunnel-ng: TCP through echo messages"
        about: >-
          The successor's messages begin with 0xdeadc0de, unless somebody chose another number. As others fill
          memory with that, the header behind it must make sense: a port below 65,536 and a known state.
        benign: "somebody who tunnels on purpose."
        source: "ptunnel-ng 1.42, options.c and ptunnel.h"
        techniques:
          T1572: "Protocol Tunneling"
          T1095: "Non-Application Layer Protocol"
        confidence: high
        severity: high
        direction: either
        transport: icmp
        icmp-type: [0, 8]
        payload-length: 28-65535
        bytes:
          - {in: payload, at: 0, hex: deadc0de}
          - {in: payload, at: 8, hex: "0000"}
          - {in: payload, at: 12, hex: "00000000", mask: 3ffffff8}

    """
}
