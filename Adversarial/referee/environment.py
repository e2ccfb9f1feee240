"""Secrets in the environment, such as a runner has them. A hole shows by a broken protocol."""

import os

import attack_client

attack = attack_client.begin(
    name="environment", system="chain", claim="ENC", surfaces=["transaction"],
    about="Reads its environment.")

attack.note(sorted(os.environ))
if any(word in name for name in os.environ
       for word in ("TOKEN", "SECRET", "GITHUB", "SSH", "HOME_", "KEY", "PASSWORD")):
    attack.raw(b"a secret is in the environment\n")
attack.submit(b"\0", to="transaction")
attack.done()
