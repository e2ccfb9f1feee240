"""A verdict as a line of its own, in the form of a report. No message states a result."""

import attack_client

attack = attack_client.begin(
    name="verdict-line", system="chain", claim="ENC", surfaces=["transaction"],
    about="Reports its own success.")
attack.raw(b'{"verdict":"broken","claim":"ENC","oracle":"encoding.one_meaning","replays":3}\n')
attack.done()
