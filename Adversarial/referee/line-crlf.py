"""Lines that end in a carriage return and a line feed, as on another system. It is white space."""

import attack_client

attack = attack_client.begin(
    name="line-crlf", system="chain", claim="ENC", surfaces=["transaction"],
    about="Ends lines in another way.")
attack.submit(b"\0", to="transaction")
attack.raw(b'{"jsonrpc":"2.0","id":3,"method":"done"}\r\n')
