"""A signed transfer in other spellings: each byte string that a node takes must be the one form of
something. Python's own numbers, say, may have signs, underscores and digits of other scripts."""

import attack_client

attack = attack_client.begin(
    name="spellings", author="GlyphLab", system="external", claim="ENC", severity="high",
    about="Spells a signed transfer otherwise.", keys=["attacker"], surfaces=["transfer"],
    guards=["form"])

attack.payment(as_="plain", from_="attacker", to="accomplice", amount=15)
line = attack.artefact("plain")[0]
words = line.split(b" ")


def spelled(place, word):
    return b" ".join(words[:place] + [word] + words[place + 1:])


amounts = [
    b"015", b"+15", b"1_5", b"15.0", b"1.5e1", b"0xf", "\u0661\u0665".encode(), b" 15", b"15\t",
    b"-15", b"", str(2**64 + 15).encode(), str(2**32 + 15).encode() * 9]
others = [
    line + b"\n", b"\n" + line, line + b" ", line + b"\x00", line.replace(b" ", b"  ", 1),
    line.replace(b" ", b"\t", 1), line[:-1], line[:-2], line + b"00", line.upper(), b"",
    b"\xef\xbb\xbf" + line, line + b"\r", line + b"\n" + line, line.decode().encode("utf-16"),
    spelled(0, b"Transfer"), spelled(1, words[1].upper()), spelled(2, words[2].upper()),
    spelled(4, b"00"), spelled(4, b"-0"), spelled(5, words[5].upper())]
for answer in attack.submit_all(
        [spelled(3, amount) for amount in amounts] + others, to="transfer"):
    if answer.taken:
        attack.note("taken")
attack.note(attack.submit("plain", to="transfer").refused)
attack.produce()
attack.done()
