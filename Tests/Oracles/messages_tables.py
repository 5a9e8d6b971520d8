"""All tables of fields."""

import messages_discovery
import messages_headers
import messages_lines
import messages_management
import messages_naming
import messages_neighbors
import messages_routing
import messages_sessions

PROTOCOLS = [
    *messages_headers.PROTOCOLS,
    *messages_neighbors.PROTOCOLS,
    *messages_discovery.PROTOCOLS,
    *messages_routing.PROTOCOLS,
    *messages_naming.PROTOCOLS,
    *messages_management.PROTOCOLS,
    *messages_lines.PROTOCOLS,
    *messages_sessions.PROTOCOLS,
]
