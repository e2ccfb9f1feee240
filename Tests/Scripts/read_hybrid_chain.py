"""The second half of the hardened hybrid chain's page: acknowledgements, certificates, headers,
blocks, evidence, votes, finality and state, read from that page alone."""
import dataclasses

import read_hybrid as rules
from read_hybrid import Ground, Reader, Refused, ZERO, digest, guard, signed, u16, u64

ACK, HEADER, VOTE, BLOCK = 138, 314, 178, 2**20
EVIDENCE_MOST, VOTES_MOST, JUMP = 8, 64, 64


def quorum(members):
    return 2 * members // 3 + 1


def number(data, start, count):
    return int.from_bytes(data[start:start + count], "big")


# State


@dataclasses.dataclass
class State:
    """The state after a block, with what stands in no root: the committee of the block's epoch, the
    votes taken, the justified checkpoints, and the slots and hashes of the blocks so far."""

    weights: list
    base: bytes
    burnt: int
    bonds: list
    slashed: set
    justified: tuple
    finalised: tuple
    epoch: int
    committee: list
    epoch_slots: int
    checkpoints: set
    votes: list
    blocks: list

    @staticmethod
    def first(genesis):
        weights = genesis.first_weights()
        start = (0, genesis.tip)
        return State(
            weights, rules.weights_hash(genesis.shape, weights), 0, list(genesis.bonds), set(),
            start, start, 0, list(range(len(genesis.keys))), genesis.epoch_slots, {start}, [],
            [(0, genesis.tip)])

    def copy(self):
        return dataclasses.replace(
            self, bonds=list(self.bonds), slashed=set(self.slashed),
            checkpoints=set(self.checkpoints), votes=list(self.votes), blocks=list(self.blocks))

    def committee_at(self, slot):
        """The committee of the slot's epoch, for a block whose parent has this state."""
        if slot // self.epoch_slots <= self.epoch:
            return self.committee
        return [index for index in range(len(self.bonds)) if index not in self.slashed]

    def root(self):
        validators = b"".join(
            u64(bond) + bytes([index in self.slashed]) for index, bond in enumerate(self.bonds))
        return digest(
            "state", self.base, u64(self.burnt), u16(len(self.bonds)), validators,
            *(u64(epoch) + root for epoch, root in (self.justified, self.finalised)))


# Acknowledgements and certificates


def judge_ack(ground, data, known, taken):
    """An acknowledgement by itself, at a node that knows updates and has taken acknowledgements."""
    genesis = ground.genesis
    guard("size", len(data) == ACK)
    guard("network", data[:32] == genesis.network)
    guard("slot", number(data, 32, 8) == ground.slot)
    index = number(data, 72, 2)
    guard("ack_member", ground.member(index))
    guard("update_known", data[40:72] in known)
    if index in taken:
        guard("duplicate", taken[index] != data[:-64])
        raise Refused("ack_once")
    signed("ack_signature", genesis, index, "ack", data[:-64], data[-64:])
    return index


def judge_certificate(ground, data, update, name="cert_size"):
    """The certificate of a block whose update's id is given."""
    reader = Reader(data, name)
    pairs = [(reader.number(2), reader.take(64)) for _ in range(reader.number(2))]
    reader.end()
    if update == ZERO:
        guard("empty_acks", not pairs)
        return
    indices = [index for index, _ in pairs]
    guard("ack_order", all(a < b for a, b in zip(indices, indices[1:])))
    guard("ack_member", all(map(ground.member, indices)))
    guard("quorum", len(pairs) >= quorum(len(ground.state.committee_at(ground.slot))))
    for index, signature in pairs:
        message = ground.genesis.network + u64(ground.slot) + update + u16(index)
        signed("ack_signature", ground.genesis, index, "ack", message, signature)


# Headers and blocks


class Header:
    def __init__(self, data):
        self.data = data
        self.network, self.parent = data[:32], data[48:80]
        self.number, self.slot = number(data, 32, 8), number(data, 40, 8)
        self.proposer, self.update = number(data, 80, 2), data[82:114]
        self.roots, self.state = data[114:210], data[210:242]
        self.hash, self.signature = digest("block", data[:250]), data[250:]


def judge_header(ground, data, parent_number, parent_slot):
    """A header by itself: all its guards up to `proposal_signature`."""
    genesis = ground.genesis
    guard("size", len(data) == HEADER)
    header = Header(data)
    guard("network", header.network == genesis.network)
    guard("parent", header.parent == ground.parent)
    guard("number", header.number == parent_number + 1)
    guard("slot", header.slot > parent_slot)
    guard("slot_jump", header.slot <= parent_slot + JUMP)
    ground = dataclasses.replace(ground, slot=header.slot)
    guard("proposer", ground.member(header.proposer))
    guard("work", int.from_bytes(header.hash, "big") <= genesis.target)
    signed("proposal_signature", genesis, header.proposer, "proposal", header.hash,
           header.signature)
    return header


class Chain:
    """A node's blocks: states by hash, the deltas that it has by id, its head, and the highest
    checkpoint that a head of it finalised."""

    def __init__(self, genesis):
        self.genesis = genesis
        self.head, self.finalised = genesis.tip, (0, genesis.tip)
        self.states = {genesis.tip: State.first(genesis)}
        self.bodies = {}
        self.deltas = {}

    def give(self, data):
        self.deltas[rules.delta_id(data)] = data

    def judge(self, data):
        """The header and the state of a block, which the chain then holds."""
        header, state = self.apply(data)
        guard("state", header.state == state.root())
        state.blocks.append((header.slot, header.hash))
        self.states[header.hash] = state
        self.choose(header.hash, state)
        return header, state

    def apply(self, data):
        """The header and the state after it, by all guards but `state`."""
        guard("size", HEADER <= len(data) <= BLOCK)
        reader = Reader(data, "encoding")
        head = reader.take(HEADER)
        body, certificate, evidence, votes = (reader.take(reader.number(4)) for _ in range(4))
        reader.end()
        parent = head[48:80]
        guard("network", head[:32] == self.genesis.network)
        guard("parent", parent in self.states)
        before = self.states[parent]
        guard("fork_choice", self.finalised[1] in (name for _, name in before.blocks))
        ground = Ground(self.genesis, 0, parent, before)
        header = judge_header(ground, head, len(before.blocks) - 1, before.blocks[-1][0])
        ground = dataclasses.replace(ground, slot=header.slot)
        parts = digest("acks", certificate) + digest("evidence", evidence)
        guard("roots", header.roots == parts + digest("votes", votes))
        guard("roots", header.update == (rules.update_id(body) if body else ZERO))
        judge_certificate(ground, certificate, header.update)
        weights = rules.judge_update(ground, body, self.deltas) if body else before.weights
        state = before.copy()
        state.committee = before.committee_at(header.slot)
        state.epoch = header.slot // self.genesis.epoch_slots
        self.punish(state, header.proposer, evidence)
        count_votes(self.genesis, state, votes)
        state.weights = weights
        state.base = rules.weights_hash(self.genesis.shape, weights)
        return header, state

    def choose(self, name, state):
        """The new block as the head, if it stands above the old head."""
        def rank(name, state):
            return -state.justified[0], -len(state.blocks), name

        if rank(name, state) < rank(self.head, self.states[self.head]):
            self.head = name
            self.finalised = max(self.finalised, state.finalised, key=lambda pair: pair[0])

    def punish(self, state, proposer, data):
        """Evidence of a block: guards, the proposer's share and what is burnt."""
        reader = Reader(data, "evidence_size")
        count = reader.number(2)
        guard("evidence_size", count <= EVIDENCE_MOST)
        items = []
        for _ in range(count):
            kind = reader.number(1)
            first, second = (reader.take(reader.number(4)) for _ in range(2))
            items.append((kind, first, second, [
                reader.take(reader.number(4)) for _ in range(reader.number(2))]))
        reader.end()
        ancestors = {name: self.states[name] for _, name in state.blocks}
        for item in items:
            try:
                index = judge_evidence(self.genesis, ancestors, *item)
            except Refused as refused:
                raise Refused("evidence_" + refused.args[0]) from None
            guard("slashed_once", index not in state.slashed)
            share = state.bonds[index] // 512
            state.burnt += state.bonds[index] - share
            state.bonds[index] = 0
            state.bonds[proposer] += share
            state.slashed.add(index)


# Evidence

HEADERS, ACKS, VOTES, WRONG = 1, 2, 3, 4
KINDS = {
    HEADERS: (HEADER, lambda data: number(data, 80, 2)),
    ACKS: (ACK, lambda data: number(data, 72, 2)),
    VOTES: (VOTE, lambda data: number(data, 112, 2))}


def judge_evidence(genesis, states, kind, first, second, deltas):
    """The index of the validator whom the evidence convicts; `states` are those of the block's
    parent and its ancestors, by hash."""
    guard("kind", kind in (HEADERS, ACKS, VOTES, WRONG))
    if kind == WRONG:
        return judge_wrong(genesis, states, first, second, deltas)
    size, signer = KINDS[kind]
    guard("size", not deltas and len(first) == len(second) == size)
    guard("network", first[:32] == second[:32] == genesis.network)
    index = signer(first)
    guard("not_conflicting", index == signer(second))
    guard("same", message(first) != message(second))
    guard("not_conflicting", conflicting(kind, first, second))
    guard("validator", index < len(genesis.keys))
    for data in (first, second):
        signed_by(genesis, index, data)
    return index


def message(data):
    return data[:-64]


def signed_by(genesis, index, data):
    """The signature of a header, an acknowledgement or a vote, told apart by size."""
    kind = {HEADER: "proposal", ACK: "ack", VOTE: "vote"}[len(data)]
    what = digest("block", data[:-64]) if len(data) == HEADER else data[:-64]
    signed("signature", genesis, index, kind, what, data[-64:])


def conflicting(kind, first, second):
    if kind == VOTES:
        return votes_conflict(Vote(first), Vote(second))
    start = 40 if kind == HEADERS else 32
    return first[start:start + 8] == second[start:start + 8]


def judge_wrong(genesis, states, first, second, deltas):
    guard("size", len(first) in (ACK, HEADER))
    guard("network", first[:32] == genesis.network)
    kind = ACKS if len(first) == ACK else HEADERS
    index = KINDS[kind][1](first)
    guard("validator", index < len(genesis.keys))
    signed_by(genesis, index, first)
    slot = number(first, 40 if kind == HEADERS else 32, 8)
    claimed = first[82:114] if kind == HEADERS else first[40:72]
    guard("update", rules.update_id(second) == claimed)
    ids = rules.listed(second)
    if ids is None or second[:40] != genesis.network + u64(slot) or (
            kind == HEADERS and second[40:72] != first[48:80]):
        return index
    guard("parent", second[40:72] in states)
    guard("deltas", [rules.delta_id(delta) for delta in deltas] == ids)
    ground = Ground(genesis, slot, second[40:72], states[second[40:72]])
    try:
        rules.judge_update(ground, second, dict(zip(ids, deltas)))
    except Refused:
        return index
    raise Refused("not_wrong")


# Votes and finality


class Vote:
    def __init__(self, data):
        self.data, self.message = data, data[:-64]
        self.source = (number(data, 32, 8), data[40:72])
        self.target = (number(data, 72, 8), data[80:112])
        self.index = number(data, 112, 2)


def votes_conflict(first, second):
    """Two different votes for one target epoch, or one around the other."""
    def around(outer, inner):
        return outer.source[0] < inner.source[0] and inner.target[0] < outer.target[0]

    return first.message != second.message and (
        first.target[0] == second.target[0] or around(first, second) or around(second, first))


def judge_vote(genesis, state, data, may_vote, members, target_holds):
    """Takes a vote into the state, or refuses it."""
    vote = Vote(data)
    guard("network", data[:32] == genesis.network)
    guard("validator", may_vote(vote.index))
    guard("source", vote.source in state.checkpoints)
    guard("epoch_order", vote.source[0] < vote.target[0])
    guard("finalised", vote.target[0] > state.finalised[0])
    target_holds(vote.target)
    mine = [other for other in state.votes if other.index == vote.index]
    guard("duplicate", all(other.message != vote.message for other in mine))
    signed("vote_signature", genesis, vote.index, "vote", vote.message, data[-64:])
    guard("vote_once", not any(votes_conflict(other, vote) for other in mine))
    state.votes.append(vote)
    alike = sum((other.source, other.target) == (vote.source, vote.target) and
                may_vote(other.index) for other in state.votes)
    if alike >= quorum(members):
        state.checkpoints.add(vote.target)
        if vote.target[0] > state.justified[0]:
            state.justified = vote.target
        if vote.target[0] == vote.source[0] + 1 and vote.source[0] > state.finalised[0]:
            state.finalised = vote.source


def count_votes(genesis, state, data):
    guard("votes_size", len(data) >= 2)
    count = number(data, 0, 2)
    guard("votes_size", count <= VOTES_MOST and len(data) == 2 + VOTE * count)

    def target_holds(target):
        boundary = genesis.epoch_slots * target[0]
        guard("target_future", boundary <= state.blocks[-1][0])
        last = [name for at, name in state.blocks if at <= boundary][-1]
        guard("target_root", target[1] == last)

    def may_vote(index):
        return index < len(genesis.keys) and index not in state.slashed

    for at in range(2, len(data), VOTE):
        judge_vote(genesis, state, data[at:at + VOTE], may_vote, len(state.committee),
                   target_holds)
