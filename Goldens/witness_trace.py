#!/usr/bin/env python3
"""The witness of traces: writes and reads the files that Sources/Traces/README.md describes.

Written from that page, on the computation of `witness.py`:

    python3 witness_trace.py trace DIR (--salt S --prompt P | --prompts N) --level LEVEL --out FILE
    python3 witness_trace.py read FILE
    python3 witness_trace.py check FILE...

LEVEL is layers, operations, values=OPERATION, or values=PARAMETER (which needs no prompt). `read`
refuses a file that is not as the page says; of a good one it prints `run`, the root and the records.
`check` prints a line for each file, its root or why it is refused.
"""
from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import re
import struct
import sys

import numpy as np

import witness

MAGIC = b"glyphlab trace 2\n"
TILE = 1024
TYPES = {"int32": (1, "<i4", 4), "int64": (2, "<i8", 8)}
ZEROS = bytes(32)
STATES = {0: "computed", 1: "stops_early", 2: "shared_prefix", 3: "before_snapshot"}


def sha256(data):
    return hashlib.sha256(data).digest()


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode("ascii")


def tree_root(leaves):
    """Leaves and nodes are marked behind their content: 0 and 1."""
    level = [sha256(leaf + b"\0") for leaf in leaves]
    while len(level) > 1:
        pairs = [sha256(left + right + b"\1") for left, right in zip(level[::2], level[1::2])]
        level = pairs + level[len(pairs) * 2:]
    return level[0] if level else sha256(b"\2")


def tensor_digest(array, kind="int32"):
    number, dtype, _ = TYPES[kind]
    elements = array.astype(dtype)
    if (elements != array).any():
        raise OverflowError(f"an element beyond {kind}")
    shape = b"".join(struct.pack("<q", n) for n in array.shape)
    data = np.ascontiguousarray(elements).tobytes()
    tiles = [data[at:at + TILE] for at in range(0, len(data), TILE)]
    return sha256(b"glyphlab tensor 2\n" + bytes([number, array.ndim]) + shape + tree_root(tiles))


def parameter_digest(array):
    """A matrix transposed: the weights of one output lie together."""
    return tensor_digest(array.T if array.ndim == 2 else array)


# ---------------------------------------------------------------- schedules


def operation(name, inputs, dimensions, kind="int32"):
    return {"name": name, "inputs": inputs, "dimensions": dimensions, "type": kind}


def all_operations(model):
    """Every operation of GPT-2, its inputs by name, then the rows and the proof."""
    width, square = model.width, [model.heads, "tokens", "tokens"]
    operations = [operation("embed", [], ["tokens", width])]
    x = "embed"
    for i in range(model.layers):
        for part, inputs, dimensions, kind in [
                ("ln_1", [x], ["tokens", width], "int32"),
                ("attn.qkv", ["ln_1"], ["tokens", 3 * width], "int32"),
                ("attn.scores", ["attn.qkv"], square, "int64"),
                ("attn.probs", ["attn.scores"], square, "int32"),
                ("attn.heads", ["attn.probs", "attn.qkv"], ["tokens", width], "int32"),
                ("attn.out", ["attn.heads"], ["tokens", width], "int32"),
                ("residual_attn", [x, "attn.out"], ["tokens", width], "int32"),
                ("ln_2", ["residual_attn"], ["tokens", width], "int32"),
                ("mlp.fc", ["ln_2"], ["tokens", 4 * width], "int32"),
                ("mlp.gelu", ["mlp.fc"], ["tokens", 4 * width], "int32"),
                ("mlp.out", ["mlp.gelu"], ["tokens", width], "int32"),
                ("residual_mlp", ["residual_attn", "mlp.out"], ["tokens", width], "int32")]:
            full = [name if name == x else f"h.{i}.{name}" for name in inputs]
            operations.append(operation(f"h.{i}.{part}", full, dimensions, kind))
        x = f"h.{i}.residual_mlp"
    rows = min(witness.FINGERPRINT_HEADS, model.layers * model.heads)
    probabilities = [f"h.{i}.attn.probs" for i in range(model.layers)]
    operations.append(operation("proof.rows", probabilities, [rows, "tokens"]))
    operations.append(operation("proof", ["proof.rows"], []))
    return operations


def schedule(model, level):
    """The operations of a level, their inputs by place."""
    every = all_operations(model)
    by_name = {entry["name"]: entry for entry in every}
    if level.startswith("weights="):
        chosen = []
    elif level == "operations":
        chosen = every
    elif level == "layers":
        stream = ["embed"] + [f"h.{i}.residual_mlp" for i in range(model.layers)]
        inputs = [[]] + [[name] for name in stream[:-1]] + [stream[:-1], ["proof.rows"]]
        chosen = [{**by_name[name], "inputs": read}
                  for name, read in zip(stream + ["proof.rows", "proof"], inputs)]
    else:
        last = by_name[level.removeprefix("values=")]
        chosen = [{**by_name[name], "inputs": []} for name in last["inputs"]] + [last]
    places = {entry["name"]: place for place, entry in enumerate(chosen)}
    return [{**entry, "inputs": [places[name] for name in entry["inputs"]]} for entry in chosen]


# ---------------------------------------------------------------- weights at three stages


def file_entry(directory, name):
    with open(os.path.join(directory, name), "rb") as file:
        data = file.read()
    return {"name": name, "bytes": len(data), "sha256": sha256(data).hex()}


def stored_tensors(directory):
    """Name (without the prefix `transformer.`) -> (type, SHA-256 of the stored bytes)."""
    with open(os.path.join(directory, "model.safetensors"), "rb") as file:
        data = file.read()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    return {name.removeprefix("transformer."):
            (entry["dtype"], sha256(data[slice(*(start + at for at in entry["data_offsets"]))]))
            for name, entry in header.items()}


def tensors(model, directory):
    """(name, dimensions, digest of the integers, stored type, digest of the stored bytes)."""
    stored = stored_tensors(directory)
    layout = witness.layout(model.layers, model.width, model.vocab, model.context)
    names = {short: name for name, short, _, _ in layout if not short.startswith("ln_f.")}
    return [(short, list(model.weights[short].shape), parameter_digest(model.weights[short]),
             *stored[names[short]]) for short in sorted(names)]


# ---------------------------------------------------------------- writing


def records(model, salt, prompt, operations):
    """(token ids, records, elements of the last operation)."""
    seen = {}
    proof = witness.prove(model, salt, prompt, seen.__setitem__)
    seen["proof.rows"] = np.array(proof["rows"])
    digests = [bytes.fromhex(proof["proof_hash"]) if entry["name"] == "proof"
               else tensor_digest(seen[entry["name"]], entry["type"]) for entry in operations]
    last = operations[-1]
    elements = b"" if last["name"] == "proof" else (
        np.ascontiguousarray(seen[last["name"]].astype(TYPES[last["type"]][1])).tobytes())
    return proof["token_ids"], [(0, digest) for digest in digests], elements


def trace(directory, level, prompts):
    directory = os.path.realpath(directory)
    model = witness.Model.load(directory)
    parameters = tensors(model, directory)
    if level.removeprefix("values=") in model.weights:
        level = level.replace("values=", "weights=", 1)
    operations = schedule(model, level)
    run = {"level": level,
           "architecture": {
               "norm": "layer_norm", "positions": "learned", "activation": "gelu_tanh",
               "layers": model.layers, "width": model.width, "heads": model.heads,
               "head_width": witness.HEAD_WIDTH, "hidden_width": 4 * model.width,
               "vocabulary": model.vocab, "context": model.context},
           "integer_weights_hash": model.weights_hash(),
           "tensors": [[name, shape] for name, shape, *_ in parameters],
           "schedule": operations}
    asked, every, elements = [], [], b""
    if level.startswith("weights="):
        elements = model.weights[level.removeprefix("weights=")].astype("<i4").tobytes()
        prompts = []
    for salt, prompt in prompts:
        ids, some, values = records(model, salt, prompt, operations)
        asked.append({"salt": salt, "prompt": prompt, "token_ids": ids})
        every.append(some)
        elements += values if level.startswith("values=") else b""
    return file_bytes(run, asked, made_by(model, directory, parameters), every, elements,
                      [(digest, stored) for *_, digest, _, stored in parameters])


def made_by(model, directory, parameters):
    tokenizer = "".join("{name} {bytes} {sha256}\n".format(**file_entry(directory, name))
                        for name in ("vocab.json", "merges.txt"))
    return {"model": model.name, "files": [file_entry(directory, "model.safetensors")],
            "stored_types": [kind for *_, kind, _ in parameters],
            "tokenizer": sha256(tokenizer.encode()).hex(),
            "facts": [["program", "Goldens/witness_trace.py"], ["numpy", np.__version__]]}


def file_bytes(run, asked, maker, every, elements, digests):
    """`every`: a list of (state, digest) for each prompt; `digests`: (integers, stored)."""
    header = compact({"run": run, "prompts": asked, "made_by": maker})
    data = MAGIC + struct.pack("<Q", len(header)) + header
    data += b"".join(integers + stored for integers, stored in digests)
    data += b"".join(bytes([state]) + digest for some in every for state, digest in some)
    data += elements + root(run, asked, [integers for integers, _ in digests], every, elements)
    return data + sha256(data)


def root(run, asked, integers, every, elements):
    data = b"glyphlab trace root 2\n" + sha256(compact(run)) + sha256(b"".join(integers))
    data += tree_root(struct.pack("<I", place) + sha256(compact(prompt))
                      + tree_root(record_leaves(run, some))
                      for place, (prompt, some) in enumerate(zip(asked, every)))
    return sha256(data + (sha256(elements) if "=" in run["level"] else b""))


def record_leaves(run, some):
    for place, (entry, (state, digest)) in enumerate(zip(run["schedule"], some)):
        name = entry["name"].encode("ascii")
        yield (struct.pack("<IiB", place, layer(entry["name"]), len(name)) + name
               + bytes([state]) + digest)


def layer(name):
    found = re.match(r"h\.(0|[1-9][0-9]*)\.", name)
    return int(found[1]) if found and int(found[1]) < 1 << 31 else -1


# ---------------------------------------------------------------- reading


class BadFile(ValueError):
    pass


def need(holds, what, got=""):
    if not holds:
        raise BadFile(f"expected {what}, got {got!r}" if got != "" else f"expected {what}")


def take_members(value, keys, where):
    need(type(value) is dict and list(value) == keys, f"{where} with members {keys}")
    return [value[key] for key in keys]


def need_list(value, most, where):
    need(type(value) is list and len(value) <= most, f"{where}: an array of {most} at most")


def need_integer(value, low, high, where):
    need(type(value) is int and low <= value <= high, f"{where}: {low} to {high}", value)


def need_name(value, where, most=255):
    need(type(value) is str and re.fullmatch(r"[!-~]{1,%d}" % most, value) is not None,
         f"{where}: a name", value)


def need_text(value, where):
    need(type(value) is str, f"{where}: a string", value)
    need(len(value.encode("utf-8")) <= 4096, f"{where}: 4,096 bytes at most")


def need_digest(value, where):
    need(type(value) is str and re.fullmatch(r"[0-9a-f]{64}", value) is not None,
         f"{where}: a digest", value)


SIZE_MAX, ELEMENTS_MAX, LIST_MAX = 2**31 - 1, 1 << 28, 65536


def check_run(run, prompts):
    level, architecture, weights, parameters, operations = take_members(
        run, ["level", "architecture", "integer_weights_hash", "tensors", "schedule"], "run")
    names = ["norm", "positions", "activation"]
    sizes = ["layers", "width", "heads", "head_width", "hidden_width", "vocabulary", "context"]
    plan = dict(zip(names + sizes, take_members(architecture, names + sizes, "architecture")))
    for key in names:
        need_name(plan[key], key)
    for key in sizes:
        need_integer(plan[key], 1, SIZE_MAX, key)
    need_digest(weights, "integer_weights_hash")
    check_tensors(parameters)
    check_prompts(prompts, plan)
    check_operations(operations, max((len(p["token_ids"]) for p in prompts), default=0))
    need(type(level) is str and re.fullmatch(r"layers|operations|(values|weights)=[!-~]+", level)
         is not None, "a level", level)
    if level.startswith("values="):
        need(operations and operations[-1]["name"] == level[7:] != "proof",
             "the operation of the level as the last of the schedule")
    if level.startswith("weights="):
        need(not operations and not prompts, "no operations and no prompts")
        need(level[8:] in [name for name, _ in parameters], "the parameter among the tensors")


def check_tensors(parameters):
    need_list(parameters, LIST_MAX, "tensors")
    for entry in parameters:
        need(type(entry) is list and len(entry) == 2, "a pair in tensors", entry)
        need_name(entry[0], "a tensor's name")
        need_list(entry[1], 8, entry[0])
        for size in entry[1]:
            need_integer(size, 1, SIZE_MAX, entry[0])
        need(math.prod(entry[1]) <= ELEMENTS_MAX, f"{entry[0]}: fewer elements")
    names = [name for name, _ in parameters]
    need(names == sorted(set(names)), "the tensors in ascending order")


def check_prompts(prompts, plan):
    need_list(prompts, LIST_MAX, "prompts")
    for entry in prompts:
        salt, prompt, ids = take_members(entry, ["salt", "prompt", "token_ids"], "a prompt")
        for text in (salt, prompt):
            need(type(text) is str, "a string", text)
            text.encode("utf-8")  # refuses half a surrogate pair
        need_list(ids, plan["context"], "token_ids")
        need(ids, "a token")
        for number in ids:
            need_integer(number, 0, plan["vocabulary"] - 1, "token_ids")


def check_operations(operations, tokens):
    need_list(operations, LIST_MAX, "schedule")
    names = set()
    for place, entry in enumerate(operations):
        name, inputs, dimensions, kind = take_members(
            entry, ["name", "inputs", "dimensions", "type"], "an operation")
        need_name(name, "an operation's name")
        need(name not in names, "each operation once", name)
        names.add(name)
        need_list(inputs, LIST_MAX, name)
        for number in inputs:
            need_integer(number, 0, place - 1, f"inputs of {name}")
        need_list(dimensions, 8, name)
        for size in dimensions:
            need(size == "tokens" or type(size) is int and 1 <= size <= SIZE_MAX,
                 f"{name}: a dimension", size)
        need(type(kind) is str and kind in TYPES, f"{name}: a type", kind)
        need(math.prod(output_shape(entry, tokens)) <= ELEMENTS_MAX, f"{name}: fewer elements")


def output_shape(entry, tokens):
    return [tokens if size == "tokens" else size for size in entry["dimensions"]]


def check_maker(maker, tensor_count):
    model, files, types, tokenizer, facts = take_members(
        maker, ["model", "files", "stored_types", "tokenizer", "facts"], "made_by")
    need_text(model, "model")
    need_list(files, LIST_MAX, "files")
    for entry in files:
        name, count, digest = take_members(entry, ["name", "bytes", "sha256"], "a file")
        need_text(name, "a file's name")
        need_integer(count, 0, 1 << 60, name)
        need_digest(digest, name)
    need(type(types) is list and len(types) == tensor_count, "a stored type for each tensor")
    for kind in types:
        if kind != "":
            need_name(kind, "a stored type")
    if tokenizer is not None:
        need_digest(tokenizer, "tokenizer")
    need_list(facts, 256, "facts")
    for fact in facts:
        need(type(fact) is list and len(fact) == 2, "a pair in facts", fact)
        need_name(fact[0], "a fact's key")
        need_text(fact[1], "a fact")
    need(len({key for key, _ in facts}) == len(facts), "each key once")


def read(data):
    """(header, [(integers, stored)], records of each prompt, elements, root)."""
    need(data.startswith(MAGIC), "a trace of version 2", data[:17])
    length = int.from_bytes(data[17:25], "little")
    need(2 <= length <= min(16 << 20, len(data) - 89), "a header within the file", length)
    text = data[25:25 + length]
    header = json.loads(text.decode("ascii"), object_pairs_hook=witness.unique_keys)
    run, asked, maker = take_members(header, ["run", "prompts", "made_by"], "the header")
    check_run(run, asked)
    check_maker(maker, len(run["tensors"]))
    need(compact(header) == text, "the header in its one form")
    at = 25 + length
    count = len(run["schedule"])
    ends = at + 64 * len(run["tensors"]), 33 * count * len(asked), elements_size(run, asked)
    root_at = sum(ends)
    need(len(data) == root_at + 64, f"{root_at + 64} bytes", len(data))
    need(sha256(data[:-32]) == data[-32:], "the file's digest at its end")
    digests = [(data[i:i + 32], data[i + 32:i + 64]) for i in range(at, ends[0], 64)]
    flat = [(data[i], data[i + 1:i + 33]) for i in range(ends[0], ends[0] + ends[1], 33)]
    every = [flat[i * count:(i + 1) * count] for i in range(len(asked))]
    elements = data[root_at - ends[2]:root_at]
    for (integers, stored), kind in zip(digests, maker["stored_types"]):
        need(integers != ZEROS, "a digest of the integers")
        need(kind or stored == ZEROS, "no stored digest without a type")
    for state, digest in flat:
        need(state in STATES and (state == 0) == (digest != ZEROS), "a good record", state)
    check_elements(run, asked, [integers for integers, _ in digests], every, elements)
    need(root(run, asked, [integers for integers, _ in digests], every, elements)
         == data[root_at:root_at + 32], "the root of the run and the records")
    return header, digests, every, elements, data[root_at:root_at + 32]


def elements_size(run, asked):
    if run["level"].startswith("weights="):
        return 4 * math.prod(dict(map(tuple, run["tensors"]))[run["level"][8:]])
    if not run["level"].startswith("values="):
        return 0
    last = run["schedule"][-1]
    return sum(TYPES[last["type"]][2] * math.prod(output_shape(last, len(p["token_ids"])))
               for p in asked)


def check_elements(run, asked, integers, every, elements):
    if run["level"].startswith("weights="):
        index = [name for name, _ in run["tensors"]].index(run["level"][8:])
        array = np.frombuffer(elements, "<i4").reshape(run["tensors"][index][1])
        need(parameter_digest(array) == integers[index], "the integers of the tensor's digest")
    elif run["level"].startswith("values="):
        last, at = run["schedule"][-1], 0
        for prompt, some in zip(asked, every):
            shape = output_shape(last, len(prompt["token_ids"]))
            end = at + TYPES[last["type"]][2] * math.prod(shape)
            part, at = elements[at:end], end
            state, digest = some[-1]
            array = np.frombuffer(part, TYPES[last["type"]][1]).reshape(shape)
            need(tensor_digest(array, last["type"]) == digest if state == 0 else not any(part),
                 "the elements of the record's digest")


def show(data):
    header, _, every, _, run_root = read(data)
    print(compact(header["run"]).decode())
    print("root", run_root.hex())
    for prompt, some in enumerate(every):
        for entry, (state, digest) in zip(header["run"]["schedule"], some):
            print(prompt, entry["name"], STATES[state], digest.hex() if state == 0 else "-")


def finding(data):
    """The root, or why the file is refused."""
    try:
        return read(data)[-1].hex()
    except (ValueError, RecursionError) as error:  # BadFile, and what JSON and UTF-8 raise
        return "refused: " + " ".join(str(error).split())


def file_content(name):
    with open(name, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("trace", help="run prompts and write their trace")
    command.add_argument("directory")
    command.add_argument("--salt")
    command.add_argument("--prompt")
    command.add_argument("--prompts", type=int, help="so many prompts of the receipt")
    command.add_argument("--level", required=True)
    command.add_argument("--out", required=True)
    command = commands.add_parser("read", help="check a file and print its records")
    command.add_argument("file")
    command = commands.add_parser("check", help="say of each file whether it is good")
    command.add_argument("files", nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "check":
        for name in arguments.files:
            print(finding(file_content(name)))
        return 0
    if arguments.command == "trace":
        prompts = [(arguments.salt, arguments.prompt)] if arguments.prompts is None else [
            witness.receipt_prompt(i) for i in range(arguments.prompts)]
        data = trace(arguments.directory, arguments.level, prompts)
        with open(arguments.out, "wb") as file:
            file.write(data)
        return 0
    data = file_content(arguments.file)
    if finding(data).startswith("refused"):
        print(f"{arguments.file}: {finding(data)}", file=sys.stderr)
        return 65
    show(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
