"""Votes for two hundred epochs to come, each of a root of its own, which somebody might keep for
ever."""

import attack_client

attack = attack_client.begin(
    name="wild-snapshots", author="GlyphLab", system="receipts", claim="RES", severity="medium",
    about="Votes for much that nobody will ask for.",
    keys=["validator-c"], surfaces=["vote"], published="broken", references=["RES-24"])

attack.ballot(as_="votes", by="validator-c", epoch=3, count=200,
              published={"set": {"root": '"root-${number}"'}})
attack.note(attack.submit("votes", to="vote").refused)
attack.done()
