"""Keys of so many validators that the attacker is the quorum: whoever holds more than a third of
all weight needs no hole to stop an epoch, and with two thirds mints what he likes."""

import attack_client

attack = attack_client.begin(
    name="quorum-granted", system="receipts", claim="QRM", surfaces=["vote", "settlement"],
    keys=["validator-a", "validator-b", "validator-c"],
    about="Asks for five of six shares of the weight.")
attack.submit(b"{}", to="vote")
attack.done()
