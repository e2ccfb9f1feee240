"""A request that does not say of which protocol it is."""

import attack_client

attack = attack_client.begin(
    name="version-missing", system="chain", claim="ENC", surfaces=["transaction"],
    about="Names no version.")
attack.raw(b'{"id":2,"method":"done"}\n')
attack.done()
