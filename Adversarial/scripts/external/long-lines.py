"""Bytes that no node should stumble over: long ones, nulls, all bytes, depth, and keys that are no
points of the curve."""

import attack_client

attack = attack_client.begin(
    name="long-lines", author="GlyphLab", system="external", claim="RES", severity="high",
    about="Sends long and odd bytes.", keys=["attacker"], surfaces=["transfer"],
    guards=["form", "signature"])

attack.payment(as_="plain", from_="attacker", to="accomplice", amount=1)
words = attack.artefact("plain")[0].split(b" ")
odd_keys = [
    b"00" * 32, b"01" + b"00" * 31, b"ff" * 32, b"ec" + b"ff" * 30 + b"7f",
    b"01" + b"00" * 30 + b"80",
    b"02" + b"00" * 31]
many = [
    b"", b"\x00", bytes(range(256)), b"transfer" + b" " * 100_000, b"[" * 100_000,
    b"9" * 500_000, b"transfer " * 1_000, b'{"a":' * 1_000]
many += [b" ".join([words[0], key] + words[2:]) for key in odd_keys]
many += [b" ".join(words[:5] + [key + words[5][64:]]) for key in odd_keys]
many += [b" ".join(words[:5] + [words[5][:64] + key]) for key in odd_keys]
for answer in attack.submit_all(many, to="transfer"):
    attack.note(answer.refused, answer.died)
attack.done()
