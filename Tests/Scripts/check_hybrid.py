"""Judges files of the hardened hybrid chain by another reading of its page than the program's.

    python3 -B Tests/Scripts/check_hybrid.py FILE... [--mutate SEED COUNT]

A file is a golden of a node, as Goldens/hybrid/chain.json, or one of the vectors whose names begin
with hardened_. Prints what was counted and `equal`, or the first difference: file, place, field,
what was read here and what stands there; then it ends with 1. With --mutate it also changes one
bit of a golden in memory, COUNT times, and ends with 0 where each change made a difference.
"""
import argparse
import collections
import copy
import json
import random
import sys
import types

import read_hybrid as rules
import read_hybrid_chain as chain
from read_hybrid import Refused
from strict_ed25519 import public_key


class Different(Exception):
    """A difference: place, field, what is expected here, what the file has."""


class Counts(collections.Counter):
    """What was compared, and the place where the comparing is."""

    place = ""

    def equal(self, field, expected, got):
        if expected != got:
            raise Different(self.place, field, expected, got)

    def judged(self, vector, act):
        """The result of a judgement that has to end as the vector says, None where it refuses."""
        try:
            reason, result = None, act()
        except Refused as refused:
            reason, result = refused.args[0], None
        self.equal("reason", reason, vector.get("reason"))
        self.equal("verdict", "reject" if reason else "accept", vector["verdict"])
        return result


unhex = bytes.fromhex


def figures(values):
    return [int(value) for value in values]


# Chains


def check_chains(document, counts):
    for place, history in enumerate(document["histories"]):
        counts.place = f"history {place}, start"
        counts["chains"] += 1
        node = start_chain(history["start"], counts)
        for count, step in enumerate(history["steps"]):
            counts.place = f"history {place}, step {count} ({step['kind']})"
            check_step(node, step, counts)


def start_chain(start, counts):
    genesis = rules.Genesis(unhex(start["genesis"]))
    node = chain.Chain(genesis)
    state = node.states[genesis.tip]
    counts.equal("network", genesis.network.hex(), start["network"])
    counts.equal("tip", genesis.tip.hex(), start["tip"])
    counts.equal("weights", state.base.hex(), start["weights"])
    counts.equal("root", state.root().hex(), start["root"])
    counts.equal("loss", rules.loss(genesis.shape, state.weights, genesis.samples),
                 int(start["loss"]))
    for place, secret in enumerate(start.get("secrets", [])):
        counts.equal(f"key {place}", public_key(unhex(secret)).hex(), genesis.keys[place].hex())
    return node


def check_step(node, step, counts):
    for delta in step.get("deltas", []):
        node.give(unhex(delta))
    block = unhex(step["block"])
    judged = counts.judged(step, lambda: node.judge(block))
    counts["blocks"] += 1
    if judged is None:
        counts["refusals"] += 1
        return
    header, state = judged
    counts["updates"] += header.update != rules.ZERO
    if "state" in step:
        mine = described(node.genesis, header, state)
        for field, value in step["state"].items():
            counts.equal(f"state.{field}", mine.get(field), value)
        counts["states"] += 1


def checkpoint(pair):
    return [pair[0], pair[1].hex()]


def described(genesis, header, state):
    return {
        "bonds": list(map(str, state.bonds)), "burnt": str(state.burnt),
        "finalised": checkpoint(state.finalised), "justified": checkpoint(state.justified),
        "loss": rules.loss(genesis.shape, state.weights, genesis.samples),
        "root": state.root().hex(), "slashed": sorted(state.slashed), "tip": header.hash.hex(),
        "weights": state.base.hex()}


# The golden: one node that sees parted branches


def check_golden(document, counts):
    genesis = rules.Genesis(unhex(document["genesis"]))
    node = chain.Chain(genesis)
    counts.place = "start"
    counts.equal("network", genesis.network.hex(), document["network"])
    counts.equal("start", head(node), document["start"])
    counts.update(blocks=0, updates=0, refusals=0)
    for count, step in enumerate(document["steps"]):
        block, node.deltas = unhex(step["block"]), {}
        counts.place = f"step {count} (block {int.from_bytes(block[32:40], 'big')})"
        for delta in step["deltas"]:
            node.give(unhex(delta))
        try:
            header, _ = node.judge(block)
            counts["updates"] += header.update != rules.ZERO
            verdict = "taken"
        except Refused as refused:
            verdict = refused.args[0]
            counts["refusals"] += 1
        counts["blocks"] += 1
        counts.equal("verdict", verdict, step["verdict"])
        mine = head(node)
        for field, value in step["head"].items():
            counts.equal(f"head.{field}", mine.get(field), value)
    counts["votes"] = len(node.states[node.head].votes)
    counts["slashed"] = len(node.states[node.head].slashed)
    counts["epochs final"] = node.finalised[0]


def head(node):
    state = node.states[node.head]
    genesis = node.genesis
    return {
        "hash": node.head.hex(), "number": len(state.blocks) - 1, "slot": state.blocks[-1][0],
        "root": state.root().hex(), "weights": state.base.hex(),
        "loss": rules.loss(genesis.shape, state.weights, genesis.samples), "burnt": state.burnt,
        "bonds": state.bonds, "slashed": sorted(state.slashed), "committee": state.committee,
        "justified": checkpoint(state.justified), "finalised": checkpoint(state.finalised),
        "never_below": checkpoint(node.finalised)}


# Objects


def check_objects(document, counts):
    for place, world in enumerate(document["worlds"]):
        genesis = rules.Genesis(unhex(world["genesis"]))
        everybody = ground_of(genesis, world, [])
        strangers = set(range(len(genesis.keys))) - set(world["active"])
        ground = ground_of(genesis, world, strangers)
        ground.state.committee = world["committee"]
        counts.place = f"world {place}"
        counts.equal("network", genesis.network.hex(), world["network"])
        counts.equal("base", ground.state.base.hex(), world["base"])
        checks = Objects(ground, everybody, world, counts)
        for name in ("deltas", "updates", "acks", "certificates", "headers", "evidence"):
            for count, vector in enumerate(world[name]):
                counts.place = f"world {place}, {name} {count} ({vector['kind']})"
                getattr(checks, name)(vector)
                counts[name] += 1


def ground_of(genesis, world, slashed):
    state = chain.State.first(genesis)
    slot = int(world["slot"])
    state.epoch, state.slashed = slot // genesis.epoch_slots, set(slashed)
    return rules.Ground(genesis, slot, unhex(world["parent"]), state)


class Objects:
    """The judges of a world's lists. Updates are judged there with every validator active."""

    def __init__(self, ground, everybody, world, counts):
        self.ground, self.everybody, self.world, self.counts = ground, everybody, world, counts
        self.taken, self.acknowledged = {}, {}
        self.known = {unhex(update["update_id"])
                      for update in world["updates"] if "update_id" in update}

    def taking(self, vector, taken, judge):
        data = unhex(vector["bytes"])
        index = self.counts.judged(
            vector, lambda: judge(data, {} if vector["alone"] else taken))
        if index is not None and not vector["alone"]:
            taken[index] = data[:-64]

    def deltas(self, vector):
        self.taking(vector, self.taken, lambda data, taken:
                    rules.judge_delta(self.ground, data, taken)[0])

    def acks(self, vector):
        self.taking(vector, self.acknowledged, lambda data, taken:
                    chain.judge_ack(self.ground, data, self.known, taken))

    def updates(self, vector):
        deltas = {rules.delta_id(data): data for data in map(unhex, vector["deltas"])}
        vectors = [rules.judge_delta(self.everybody, data)[1] for data in deltas.values()]
        false = self.ground.genesis.false
        if "body" not in vector:
            self.counts.judged(vector, lambda: rules.scores(vectors, false))
            return
        body = unhex(vector["body"])
        self.counts.equal("update_id", rules.update_id(body).hex(), vector["update_id"])
        self.counts.equal("scores", rules.scores(vectors, false), figures(vector["scores"]))
        order, chosen = rules.select(vectors, list(deltas), false)
        self.counts.equal("selected", sorted(order[:chosen]), vector["selected"])
        self.counts.judged(vector, lambda: rules.judge_update(self.everybody, body, deltas))

    def certificates(self, vector):
        data, update = unhex(vector["bytes"]), unhex(vector["update_id"])
        self.counts.judged(
            vector, lambda: chain.judge_certificate(self.ground, data, update, "size"))

    def headers(self, vector):
        data, world = unhex(vector["bytes"]), self.world
        if len(data) == chain.HEADER:
            self.counts.equal("hash", chain.Header(data).hash.hex(), vector["hash"])
        self.counts.judged(vector, lambda: chain.judge_header(
            self.ground, data, int(world["parent_number"]), int(world["parent_slot"])))

    def evidence(self, vector):
        genesis = copy.copy(self.ground.genesis)
        genesis.false = self.world["f_in_bad_ack"]
        kind = {"headers": chain.HEADERS, "acks": chain.ACKS, "votes": chain.VOTES,
                "bad_ack": chain.WRONG}[vector["kind"]]
        states = {self.ground.parent: self.ground.state}
        self.counts.judged(vector, lambda: chain.judge_evidence(
            genesis, states, kind, unhex(vector["first"]), unhex(vector["second"]),
            list(map(unhex, vector.get("deltas", [])))))


# Finality


def check_finality(document, counts):
    """Votes alone: a fixed number of validators, any roots, and who votes twice is slashed."""
    for place, history in enumerate(document["histories"]):
        genesis = types.SimpleNamespace(
            network=unhex(history["network"]), keys=list(map(unhex, history["keys"])))
        members, start = len(genesis.keys), (0, unhex(history["genesis_root"]))
        state = types.SimpleNamespace(
            slashed=set(), checkpoints={start}, justified=start, finalised=start, votes=[])

        def may_vote(index):
            return index < members and index not in state.slashed

        for count, step in enumerate(history["steps"]):
            counts.place = f"history {place}, vote {count}"
            data = unhex(step["vote"])
            counts.judged(step, lambda: chain.judge_vote(
                genesis, state, data, may_vote, members, lambda target: None))
            if step.get("reason") == "vote_once":
                state.slashed.add(chain.Vote(data).index)
            for field in ("justified", "finalised"):
                epoch, root = getattr(state, field)
                counts.equal(field, [epoch, root.hex()[:16]], step[field])
            counts.equal("slashed", sorted(state.slashed), step["slashed"])
            counts["votes"] += 1


# Arithmetic


def check_arithmetic(document, counts):
    def each(name):
        for count, vector in enumerate(document[name]):
            counts.place = f"{name} {count}"
            counts[name] += 1
            yield vector

    for members, expected in each("quorum"):
        counts.equal("quorum", chain.quorum(members), expected)
    for total, count, expected in map(figures, each("divide")):
        counts.equal("quotient", rules.divide(total, count), expected)
    for value, expected in each("log2"):
        counts.equal("log2q", rules.log2q(value), expected)
    for vector in each("gate"):
        passes = rules.gate(int(vector["before"]), int(vector["after"]))
        counts.equal("verdict", "accept" if passes else "reject", vector["verdict"])
    for vector in each("expand"):
        shape, rank = vector["shape"][:3], vector["shape"][3]
        dense = rules.dense(shape, rank, vector["factors"])
        counts.equal("delta", dense, vector["delta"])
        counts.judged(vector, lambda: rules.guard_range(dense))
    for vector in each("krum"):
        check_krum(vector, counts)
    for vector in each("losses"):
        weights, shape = vector["W1"] + vector["W2"], vector["shape"]
        losses = [rules.sample_loss(shape, weights, sample) for sample in vector["dev"]]
        counts.equal("each", losses, vector["each"])
        counts.equal("total", sum(losses), int(vector["total"]))
        counts.equal("weights_hash", rules.weights_hash(shape, weights).hex(),
                     vector["weights_hash"])


def check_krum(vector, counts):
    vectors, ids = vector["vectors"], list(map(unhex, vector["ids"]))
    selected = counts.judged(vector, lambda: rules.select(vectors, ids, vector["f"]))
    if selected is None:
        return
    order, chosen = selected
    counts.equal("scores", rules.scores(vectors, vector["f"]), figures(vector["scores"]))
    counts.equal("krum", order[0], vector["krum"])
    counts.equal("multi", sorted(order[:chosen]), vector["multi"])
    counts.equal("average", rules.average([vectors[place] for place in order[:chosen]]),
                 vector["average"])


# Files


def check(document):
    """What was counted in a file of one of the five kinds."""
    counts = Counts()
    if "worlds" in document:
        check_objects(document, counts)
    elif "steps" in document:
        check_golden(document, counts)
    elif "krum" in document:
        check_arithmetic(document, counts)
    elif "genesis_root" in document["histories"][0]:
        check_finality(document, counts)
    else:
        check_chains(document, counts)
    return counts


def mutate(golden, chance):
    """The golden with one bit changed, and where: in a block that is taken, all of whose bytes are
    bound, in one of its deltas where it has an update, in the genesis, or in a state."""
    other = copy.deepcopy(golden)
    taken = [count for count, step in enumerate(other["steps"]) if step["verdict"] == "taken"]
    count = chance.choice(taken)
    step = other["steps"][count]
    way = chance.choice(["block", "block", "delta", "genesis", "state"])
    if way == "genesis":
        thing, field = other, "genesis"
    elif way == "state":
        thing, field = step["head"], chance.choice(["hash", "root", "weights"])
    elif way == "delta" and step["deltas"]:
        thing, field = step["deltas"], chance.randrange(len(step["deltas"]))
    else:
        thing, field = step, "block"
    data = bytearray(unhex(thing[field]))
    at = chance.randrange(len(data))
    data[at] ^= 1 << chance.randrange(8)
    thing[field] = data.hex()
    return other, f"step {count}, byte {at} of {field}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="+")
    parser.add_argument("--mutate", nargs=2, type=int, metavar=("SEED", "COUNT"))
    arguments = parser.parse_args()
    for path in arguments.file:
        with open(path, encoding="ascii") as file:
            document = json.load(file)
        try:
            counts = check(document)
        except Different as different:
            place, field, expected, got = different.args
            print(f"{path}: {place}: {field}: expected {expected}, got {got}",
                  file=sys.stderr)
            return 1
        print(", ".join(f"{count} {name}" for name, count in counts.items()), "equal")
        if not arguments.mutate:
            continue
        chance = random.Random(arguments.mutate[0])
        for _ in range(arguments.mutate[1]):
            other, where = mutate(document, chance)
            try:
                check(other)
            except (Different, Refused):
                continue
            print(f"{path}: {where}: the change was not noticed", file=sys.stderr)
            return 1
        print(arguments.mutate[1], "changes noticed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
