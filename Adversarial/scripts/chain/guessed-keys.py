"""The victim's key, guessed: from the public seed by every derivation that comes to mind, and from
numbers that careless people take for keys. With none found, the attacker signs with his own key in
the victim's name, by an implementation of the curve of his own."""

import hashlib
import hmac
import json

import attack_client
import curves

attack = attack_client.begin(
    name="guessed-keys", author="GlyphLab", system="chain", claim="SIG", severity="critical",
    about="Guesses the key of somebody who has coins, and else signs in his name.",
    surfaces=["transaction"], references=["SIG-05"])

victim = attack.cast[-1]
seed, text = bytes.fromhex(attack.init.public_seed), attack.init.public_seed.encode()
guesses = [seed, seed[::-1], hashlib.sha256(seed).digest(), hashlib.sha256(text).digest()]
for label in (victim, "victim", "ada", "ben", "referee", "master", "wallet", "cast", "0"):
    for before in (b"", b"glyphlab/wallet/1", b"glyphlab/attack/1"):
        for key in (seed, text):
            guesses += [
                hashlib.sha256(before + key + b"/" + label.encode()).digest(),
                hmac.new(key, before + label.encode(), hashlib.sha256).digest(),
                hmac.new(before, key + label.encode(), hashlib.sha256).digest()]
guesses += [number.to_bytes(32, "big") for number in range(1, 17)]

told = json.dumps(attack.challenge)
found = None
for number, key in enumerate(guesses):
    if number % 16 == 0:
        attack.head()  # A machine may be slow, and whoever is silent for long is ended.
    if curves.address(curves.public_key(key)).hex() in told:
        found = found or key
attack.note("a key was guessed!" if found else f"none of {len(guesses)} guesses is a key")

account = attack.account(of=victim)
signer = found or guesses[2]
public = curves.public_key(signer)
sender, to = bytes.fromhex(account.address), curves.address(curves.public_key(guesses[0]))
if attack.profile == "hardened":
    head = to + (1).to_bytes(8, "big") + account.nonce.to_bytes(8, "big")
    digest = hashlib.sha256(
        b"glyphlab/hardened/1/transaction" + bytes.fromhex(attack.challenge.chain_id)
        + sender + head).digest()
    payment = head + curves.compressed(public) + curves.sign(signer, digest)
else:
    signed = {"from": sender.hex(), "to": to.hex(), "amount": 1, "nonce": account.nonce,
              "pubkey": public.hex()}
    payload = json.dumps(signed, sort_keys=True, separators=(",", ":")).encode()
    signed["signature"] = curves.sign(signer, hashlib.sha1(payload).digest()).hex()
    payment = json.dumps(signed, separators=(",", ":")).encode()
attack.note(attack.submit(payment, to="transaction").refused)
attack.done()
