"""An attack that does nothing, and says that it is done."""

import attack_client

attack_client.begin(
    name="nothing-tried", system="chain", claim="LED", about="Does nothing.").done()
