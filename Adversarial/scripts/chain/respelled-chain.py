"""The main chain in other spellings: white space, another order of members, escapes. Nobody's key
or work is needed. White space between the blocks of a hardened file says nothing; the rest must not
be taken."""

import json

import attack_client

attack = attack_client.begin(
    name="respelled-chain", author="GlyphLab", system="chain", claim="ENC", severity="high",
    about="Offers the main chain as a file, spelled in another way each time.",
    surfaces=["chain"], published="broken", references=["ENC-09"])

height = attack.head().height
attack.file(as_="whole", blocks=[f"main:0-{height}"])
text = attack.artefact("whole")[0].decode()
value = json.loads(text)
spellings = [
    json.dumps(value, indent=1),
    json.dumps(value, separators=(",", ": ")),
    json.dumps(value, sort_keys=True, separators=(",", ":")),
    " " + text,
    text + "\n",
    text.replace('"', '"\\u00', 0).replace("[\"", "[ \""),
    text.replace('"f', '"F').replace('"0', '"\\u0030'),
    text.upper(),
]
for spelling in spellings:
    if spelling == text:
        continue
    answer = attack.submit(spelling.encode(), to="chain")
    attack.note(spelling[:24], answer.refused, answer.taken)
attack.done()
