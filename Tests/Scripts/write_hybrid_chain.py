"""Writes a drawn chain of the hardened hybrid rules, with branches and many faults, as the reading
in Python judges it: the form of Goldens/hybrid/chain.json, for the program to judge again.

    python3 -B Tests/Scripts/write_hybrid_chain.py SEED BLOCKS
"""
import collections
import json
import random
import struct
import sys

import check_hybrid
import read_hybrid as rules
import read_hybrid_chain as chain
from read_hybrid import Refused, ZERO, digest, domain, u16, u32, u64
from strict_ed25519 import ORDER, public_key, sign

COUNT, SHAPE, RANK = 6, (3, 2, 2), 1


def genesis_bytes(name, chance, epoch_slots):
    seed = rules.hashlib.sha256(name).digest()
    secrets = sorted((digest("key", seed, u16(place)) for place in range(COUNT)), key=public_key)
    samples = b"".join(bytes([chance.randrange(256) for _ in range(3)] + [place & 1])
                       for place in range(6))
    return secrets, b"".join([
        u16(len(name)), name, u16(COUNT),
        *(public_key(secret) + u64(chance.randrange(10**6)) for secret in secrets),
        *map(u16, SHAPE), bytes([RANK, 0]), u16(epoch_slots), u16(6), samples, bytes([255] * 32)])


class Writer:
    def __init__(self, seed):
        self.chance = random.Random(seed)
        name = f"drawn {seed}".encode()
        self.secrets, data = genesis_bytes(name, self.chance, self.chance.choice([1, 2, 2, 3]))
        self.genesis = rules.Genesis(data)
        self.node = chain.Chain(self.genesis)
        self.deltas, self.kept, self.headers, self.made_votes = {}, [], [], []
        self.document = {
            "name": name.decode(), "genesis": data.hex(), "network": self.genesis.network.hex(),
            "start": check_hybrid.head(self.node), "steps": []}

    def rarely(self, share=0.05):
        return self.chance.random() < share

    def sign(self, index, kind, message):
        """The validator's signature, rarely another's or one that is not strict."""
        if self.rarely(0.01):
            index += 1
        signature = sign(self.secrets[index % COUNT], domain(kind) + message)
        if self.rarely(0.01):
            s = int.from_bytes(signature[32:], "little") + ORDER
            signature = signature[:32] + s.to_bytes(32, "little")
        return signature

    def signed(self, index, kind, message):
        return message + self.sign(index, kind, message)

    # Updates

    def delta(self, index, slot, state, factors):
        message = (self.genesis.network + u64(slot) + state.base + u16(index)
                   + rules.words(factors))
        data = self.signed(index, "delta", message)
        self.deltas[rules.delta_id(data)] = data
        return data

    def factors(self, state):
        """Factors that lower the loss where drawing finds some."""
        count = RANK * (SHAPE[0] + 2 * SHAPE[1] + SHAPE[2])
        before = rules.loss(SHAPE, state.weights, self.genesis.samples)
        for _ in range(60):
            drawn = [self.chance.randrange(-60000, 60000) for _ in range(count)]
            weights = [w + v for w, v in zip(state.weights, rules.dense(SHAPE, RANK, drawn))]
            if 1000 * rules.loss(SHAPE, weights, self.genesis.samples) < 990 * before:
                break
        return drawn

    def update(self, slot, parent, state, right):
        """An update's body and its deltas."""
        chance = self.chance
        members = [index for index in state.committee_at(slot) if index not in state.slashed]
        drawn = self.factors(state)
        if self.rarely(0.03):
            members = list(range(COUNT))
        if self.rarely(0.05):
            chance.shuffle(members)
        members = members[:chance.randrange(2, 7)]
        data = [self.delta(index, slot, state, [f + chance.randrange(-50, 51) for f in drawn])
                for index in members]
        body = (self.genesis.network + u64(slot) + parent + state.base + u16(len(data))
                + b"".join(map(rules.delta_id, data)))
        weights = state.weights
        try:
            vectors = [rules.judge_delta(rules.Ground(self.genesis, slot, parent, state), delta)[1]
                       for delta in data]
            order, chosen = rules.select(vectors, list(map(rules.delta_id, data)), 0)
            changes = rules.average([vectors[place] for place in order[:chosen]])
            weights = [w + v for w, v in zip(weights, changes)]
        except Refused:
            pass
        name = rules.weights_hash(SHAPE, weights)
        return body + (name if right else bytes([name[0] ^ 1]) + name[1:]), data

    def certificate(self, slot, update, state):
        committee = state.committee_at(slot)
        members = [index for index in committee if index not in state.slashed]
        need = chain.quorum(len(committee))
        members = members[:need + self.chance.randrange(-1 if self.rarely(0.2) else 0, 2)]
        if self.rarely(0.04):
            members = sorted(set(members + [self.chance.randrange(COUNT + 1)]))
        if update == ZERO and not self.rarely(0.02):
            members = []
        return u16(len(members)) + b"".join(
            u16(index) + self.sign(index, "ack", self.ack(slot, update, index))
            for index in members)

    def ack(self, slot, update, index):
        return self.genesis.network + u64(slot) + update + u16(index)

    # Votes and evidence

    def vote(self, state, index):
        chance = self.chance
        source = state.justified
        if self.rarely(0.25):
            source = chance.choice(sorted(state.checkpoints))
        if self.rarely(0.04):
            source = (source[0], state.blocks[-1][1])
        epoch = state.blocks[-1][0] // self.genesis.epoch_slots
        epoch += chance.choice([0, 0, 0, 0, 0, -1, 1]) if self.rarely(0.5) else 0
        boundary = max(epoch, 0) * self.genesis.epoch_slots
        root = [name for at, name in state.blocks if at <= boundary][-1]
        if self.rarely(0.04):
            root = chance.choice(state.blocks)[1]
        message = (self.genesis.network + u64(source[0]) + source[1] + u64(max(epoch, 0)) + root
                   + u16(index))
        data = self.signed(index % COUNT, "vote", message)
        self.made_votes.append(data)
        return data

    def votes(self, state):
        voters = [index for index in range(COUNT) if self.chance.random() < 0.6]
        if self.rarely(0.6):
            voters = [index for index in voters if index not in state.slashed]
        votes = [self.vote(state, index) for index in voters]
        if self.rarely(0.04) and self.made_votes:
            votes.append(self.chance.choice(self.made_votes))
        data = u16(len(votes)) + b"".join(votes)
        return data + b"\0" if self.rarely(0.01) else data

    def evidence(self, slot, parent, state):
        items = []
        for _ in range(self.chance.choice([1, 1, 1, 2])):
            kind = self.chance.choice([1, 2, 3, 3, 4, 4, 4] + [5] * self.rarely(0.1))
            first, second, deltas = self.item(kind, slot, parent, state)
            if self.rarely(0.05):
                second = first
            items.append(bytes([kind]) + u32(len(first)) + first + u32(len(second)) + second
                         + u16(len(deltas)) + b"".join(u32(len(one)) + one for one in deltas))
        return u16(len(items)) + b"".join(items)

    def item(self, kind, slot, parent, state):
        chance = self.chance
        index = chance.randrange(COUNT)
        if kind == 4:
            return self.wrong(index, slot, parent, state)
        if kind == 1 and self.headers:
            first = chance.choice(self.headers)
            if self.rarely(0.3):
                return first, chance.choice(self.headers), []
            second = first[:210] + bytes([chance.randrange(256)]) * 32 + first[242:250]
            signer = chance.choice([int.from_bytes(first[80:82], "big")] * 5 + [index]) % COUNT
            return first, second + self.sign(signer, "proposal", digest("block", second)), []
        if kind == 3 and len(self.made_votes) > 1:
            first = chance.choice(self.made_votes)
            same = [vote for vote in self.made_votes if vote[112:114] == first[112:114]]
            chosen = chance.choice(same)
            if chosen[:-64] == first[:-64]:
                message = first[:80] + digest("block", first) + first[112:114]
                chosen = self.signed(int.from_bytes(first[112:114], "big") % COUNT, "vote", message)
            if self.rarely(0.5):
                chosen = self.around(first)
            return first, chosen, []
        slots = [slot, slot + self.rarely(0.1)]
        updates = [digest("update", u64(chance.randrange(8))) for _ in slots]
        acks = [self.signed(index, "ack", self.ack(at, update, index))
                for at, update in zip(slots, updates)]
        return acks[0], acks[1], []

    def around(self, first):
        """A vote around another, beside it, or within it."""
        source, target = (int.from_bytes(first[at:at + 8], "big") for at in (32, 72))
        source = max(source + self.chance.choice([-1, 0, 1]), 0)
        target = max(target + self.chance.choice([-1, 0, 1]), 0)
        message = (first[:32] + u64(source) + first[40:72] + u64(target) + first[80:114])
        return self.signed(int.from_bytes(first[112:114], "big") % COUNT, "vote", message)

    def wrong(self, index, slot, parent, state):
        """A signed acknowledgement or header of an update that is wrong, or of a right one."""
        chance = self.chance
        slot = max(slot - chance.randrange(2), 0)
        base = self.node.states[parent]
        if self.rarely(0.3):
            parent = chance.choice(list(self.node.states))
            base = self.node.states[parent]
        body, deltas = self.update(slot, parent, base, right=not self.rarely(0.6))
        way = chance.randrange(12)
        if way == 0:
            body += b"\0"
        elif way == 1:
            body = body[:chance.randrange(len(body))]
        elif way == 2:
            body = body[:40] + digest("block", body) + body[72:]
        elif way == 3:
            deltas = deltas[:-1]
        elif way == 4:
            body = body[:104] + u16(65) + body[106:138] * 65 + body[-32:]
            deltas = deltas[:1] * 65
        name = rules.update_id(body)
        if self.rarely(0.05):
            name = ZERO
        if self.headers and self.rarely(0.4):
            header = self.chance.choice(self.headers)
            header = (header[:40] + u64(slot) + header[48:80] + u16(index) + name
                      + header[114:250])
            first = header + self.sign(index, "proposal", digest("block", header))
        else:
            first = self.signed(index, "ack", self.ack(slot, name, index))
        return first, body, deltas

    # Blocks

    def block(self):
        chance, node = self.chance, self.node
        parent = node.head
        if self.rarely(0.2):
            parent = chance.choice(list(node.states)[-6:])
        state = node.states[parent]
        number, last = len(state.blocks), state.blocks[-1][0]
        slot = last + chance.choice([1, 1, 1, 2, 3])
        if self.rarely(0.03):
            slot = last + chance.choice([0, 64, 65])
        active = [index for index in state.committee_at(slot) if index not in state.slashed]
        proposer = chance.choice(active)
        if self.rarely(0.05):
            proposer = chance.randrange(COUNT + 2)
        body = b""
        if self.rarely(0.3):
            body, _ = self.update(slot, parent, state, not self.rarely(0.1))
        update = rules.update_id(body) if body else ZERO
        certificate = self.certificate(slot, update, state)
        evidence = self.evidence(slot, parent, state) if self.rarely(0.12) else u16(0)
        votes = self.votes(state) if not self.rarely(0.2) else u16(0)
        root = ZERO
        for _ in range(2):
            head = b"".join([
                self.genesis.network, u64(number), u64(slot), parent, u16(proposer), update,
                digest("acks", certificate), digest("evidence", evidence),
                digest("votes", votes), root, u64(chance.randrange(2**64))])
            head = head + self.sign(proposer % COUNT, "proposal", digest("block", head))
            data = head + b"".join(
                u32(len(part)) + part for part in (body, certificate, evidence, votes))
            node.deltas = self.deltas
            try:
                root = node.apply(data)[1].root()
            except Refused:
                break
        self.headers.append(head)
        if self.rarely(0.03):
            at = chance.randrange(len(data))
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:]
        return data

    def step(self):
        data = self.block()
        deltas = []
        length = struct.unpack(">I", data[314:318])[0]
        names = rules.listed(data[318:318 + length]) or []
        deltas = [self.deltas[name] for name in names if name in self.deltas]
        if self.rarely(0.03):
            deltas = deltas[:-1]
        self.node.deltas = {}
        for delta in deltas:
            self.node.give(delta)
        try:
            self.node.judge(data)
            verdict = "taken"
        except Refused as refused:
            verdict = refused.args[0]
        self.document["steps"].append({
            "block": data.hex(), "deltas": [delta.hex() for delta in deltas],
            "verdict": verdict, "head": check_hybrid.head(self.node)})
        return verdict


def main():
    seed, blocks = map(int, sys.argv[1:])
    writer, verdicts = Writer(seed), collections.Counter()
    for _ in range(blocks):
        verdicts[writer.step()] += 1
    json.dump(writer.document, sys.stdout)
    state = writer.node.states[writer.node.head]
    print(dict(verdicts.most_common()), "slashed", state.slashed, "justified", state.justified[0],
          "finalised", writer.node.finalised[0], file=sys.stderr)


if __name__ == "__main__":
    main()
