"""A client for attack scripts of GlyphLab: the protocol attack/1 over standard input and output.

    import attack_client

    attack = attack_client.begin(
        name="greedy", author="A. Stranger", system="chain", claim="LED", severity="high",
        about="The attacker has 700 units and sends two payments of 400.",
        keys=["attacker"], surfaces=["transaction"])
    attack.mine(by=attack.cast[0], blocks=2)
    attack.payment(as_="p", from_="attacker", to="shop", amount=400, count=2)
    answer = attack.submit("p", to="transaction")
    attack.note(answer.refused)           # the guards that refused some, such as ["balance"]
    attack.done()

One file, Python 3.9 or newer, no dependencies. Copy it, or take it as it lies in a sandbox.
Adversarial/PROTOCOL.md tells what goes over the wire.
"""

import base64
import json
import random
import sys
from collections import deque

__all__ = ["begin", "Attack", "Answer", "LabError", "Refused"]

# The protocol has standard output for itself: what a script prints is a note.
_lines_in, _lines_out = sys.stdin.buffer, sys.stdout.buffer
sys.stdout = sys.stderr

# Requests under way never fill a pipe, so that neither side waits for the other to read.
_PENDING_BYTES_MAX = 32_768


class LabError(Exception):
    """The laboratory answered with an error, or not at all. `code` is that of PROTOCOL.md."""

    def __init__(self, code, message):
        super().__init__(f"{code}: {message}")
        self.code, self.message = code, message


class Refused(LabError):
    """A step that was not done: impossible now, more than was declared, or wrong parameters.
    The session goes on."""


class Answer(dict):
    """A result of the laboratory, whose members are attributes, too: `answer.head`."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the answer has no {name}, but {sorted(self)}") from None


class Pending:
    """A request under way. `result()` waits for its answer."""

    def __init__(self, attack, byte_count):
        self._attack, self._byte_count, self._message = attack, byte_count, None

    def result(self):
        while self._message is None:
            self._attack._receive()
        if "error" in self._message:
            error = self._message["error"]
            goes_on = error["code"] in (-32000, -32001, -32601, -32602)
            raise (Refused if goes_on else LabError)(error["code"], error["message"])
        return Answer(self._message["result"])


class Attack:
    """A session. Each step of a scenario and each question is a method of the same name, whose
    parameters are given by name (`as_` and `from_` for `as` and `from`, which are Python's).

    init, profile      what the laboratory said first, and the rules under attack
    challenge, cast    facts drawn after the declaration, and the honest actors
    opening            the whole answer to the declaration, with head, state and clock
    random             a random.Random of the public seed: use it, and a run can be told again
    """

    def __init__(self, **declaration):
        self._last_id, self._pending, self._pending_byte_count = 0, deque(), 0
        self.init = Answer(self._read()["params"])
        self.profile = self.init.profile
        self.random = random.Random(int(self.init.public_seed, 16))
        self.opening = self.step("declare", **declaration)
        self.cast, self.challenge = self.opening.cast, Answer(self.opening.challenge)

    # Requests

    def step(self, method, **parameters):
        """Does a step or asks a question, and waits for the answer."""
        return self.send(method, **parameters).result()

    def __getattr__(self, method):
        if method.startswith("_"):
            raise AttributeError(method)
        return lambda **parameters: self.step(method, **parameters)

    def submit(self, what, to, source=1, times=1, at=0):
        """Sends bytes, or an artefact by its name, to a surface of a node."""
        return self.send_bytes(what, to, source, times, at).result()

    def submit_all(self, many, to, source=1, at=0):
        """Sends many byte strings without waiting in between; the answers come in their order."""
        pending = [self.send_bytes(what, to, source, 1, at) for what in many]
        return [each.result() for each in pending]

    def keep(self, name, data):
        """Keeps bytes as an artefact, for steps that take one."""
        return self.step("keep", as_=name, bytes=base64.b64encode(data).decode())

    def artefact(self, name):
        """The byte strings of an artefact."""
        parts = self.step("artefact", name=name).parts
        return [base64.b64decode(part) for part in parts]

    def done(self):
        """Ends the attack."""
        return self.step("done")

    def raw(self, data):
        """Writes bytes as they are, for those who attack the protocol itself."""
        _lines_out.write(data)
        _lines_out.flush()

    @staticmethod
    def note(*words):
        """Writes a line to standard error, which is kept and believed by nobody."""
        print(*words, file=sys.stderr, flush=True)

    # Lines

    def send_bytes(self, what, to, source=1, times=1, at=0):
        """Like `submit`, without waiting."""
        given = {"what": what} if isinstance(what, str) else {
            "bytes": base64.b64encode(what).decode()}
        return self.send("submit", to=to, source=source, times=times, at=at, **given)

    def send(self, method, **parameters):
        """Sends a request without waiting for its answer, and returns it as `Pending`."""
        self._last_id += 1
        parameters = {name.rstrip("_"): value for name, value in parameters.items()}
        request = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": parameters}
        line = json.dumps(request, ensure_ascii=True, allow_nan=False).encode() + b"\n"
        while self._pending and self._pending_byte_count + len(line) > _PENDING_BYTES_MAX:
            self._receive()
        pending = Pending(self, len(line))
        self._pending.append(pending)
        self._pending_byte_count += len(line)
        self.raw(line)
        return pending

    def _receive(self):
        """Takes the next answer, which is that of the oldest request."""
        message = self._read()
        pending = self._pending.popleft()
        self._pending_byte_count -= pending._byte_count
        pending._message = message

    @staticmethod
    def _read():
        line = _lines_in.readline()
        if not line.endswith(b"\n"):
            raise LabError(0, "the laboratory has ended the session")
        return json.loads(line)


def begin(
    *, name, claim, about, system, author="anonymous", version="1", severity="high",
    work_share="0/1", keys=(), surfaces=(), nodes=1, published="held", hardened="held",
    guards=(), references=(),
):
    """Declares an attack and begins it. `work_share`, `keys` and `surfaces` are what it assumes;
    `published` and `hardened` the verdicts that its author expects there."""
    return Attack(
        name=name, version=version, author=author, about=about, system=system, claim=claim,
        severity=severity, nodes=nodes, guards=list(guards), references=list(references),
        assumes={"work_share": work_share, "keys": list(keys), "surfaces": list(surfaces)},
        expects={"published": published, "hardened": hardened})
