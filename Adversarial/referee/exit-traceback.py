"""An exception that nobody catches."""

import attack_client

attack = attack_client.begin(
    name="exit-traceback", system="chain", claim="ENC", surfaces=["transaction"],
    about="Falls over its own feet.")

attack.submit(b"\0", to="transaction")
raise RuntimeError("BROKEN")
