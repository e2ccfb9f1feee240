"""An honest miner's block gets a member more before anybody else hears of it. Where what is unknown
is neither refused nor hashed, two byte strings have one hash, and the second is never heard."""

import attack_client

attack = attack_client.begin(
    name="note-in-a-block", author="GlyphLab", system="chain", claim="HSH", severity="critical",
    about="Adds a member to a won block, sends it first, and then the block itself.",
    surfaces=["block"], published="broken", references=["HSH-03"])

attack.withhold(as_="won", by=attack.cast[0])
won = attack.artefact("won")[0]
changed = won[:-1] + b',"note":"paid"}' if attack.profile == "published" else won + b"\0"
attack.note("with a note:", attack.submit(changed, to="block").refused)
attack.note("as it was:", attack.submit(won, to="block").refused)
attack.done()
