"""All tables of fields."""

import messages_headers

PROTOCOLS = [
    *messages_headers.PROTOCOLS,
]
