"""A second output in front of the one that was signed, in an honest receipt that the gateway has
not seen yet. A gateway for which the last of equal keys counts verifies the signed number; whoever
reads the first sees another."""

import attack_client

attack = attack_client.begin(
    name="output-twice", author="GlyphLab", system="receipts", claim="ENC", severity="high",
    about="Writes a second output into an honest receipt.",
    surfaces=["receipt"], published="broken", references=["ENC-32"])

attack.withhold(as_="honest", session="s-twice", output=5)
honest = attack.artefact("honest")[0]
changed = honest.replace(b'"output_tokens":5', b'"output_tokens":5000000,"output_tokens":5')
attack.note(attack.submit(changed, to="receipt").refused)
attack.note(attack.submit(honest, to="receipt").refused)
attack.done()
