"""Spoils tokenizers' folders at random and asks the libraries what they make of them.

    python3 mutate_tokenizers.py FOLDER FIRST_SEED COUNT > OUTCOMES_JSON

Each folder FOLDER/SEED is a tokenizer with up to five changes that its seed draws: first settings
that people use, then anything. OUTCOMES_JSON
is an array with, by seed, the texts and either the ids that transformers gives or why it refuses.
The libraries run in a child process of bounded memory and time. A folder that ends the child or
takes too long is dropped: it is said to be so, and nothing else is kept of it.
"""

import copy
import json
import os
import random
import resource
import select
import shutil
import signal
import sys

import tokenizer_library as library
import write_tokenizer_folders as writer

BASES = [
    "gpt2", "gpt2-pad", "gpt2-prefix-added", "gpt2-bos-eos", "gpt2-strips", "gpt2-overlapping",
    "gpt2-names", "fast", "fast-names", "fast-bos-eos", "fast-split", "fast-sequences",
    "fast-model-settings", "fast-ignores-merges", "fast-padding", "fast-truncation", "fast-strips",
    "alone-pad", "alone-without-end", "pair", "pair-bos", "pair-extra", "pair-flagged",
    "both-forms", "older-slow", "older-slow-no-decoder", "older-fast", "older-fast-no-decoder",
    "fast-composing", "fast-qwen2-steps", "qwen2", "qwen2-tokens", "qwen2-names", "qwen2-fast",
    "qwen2-alone", "qwen2-hub", "qwen2-pair", "qwen2-pair-bare",
]  # fmt: skip
VALUES = [
    None, True, False, 0, 1, 2, -1, 3, 291, 292, 293, 299, 400, 0.0, 0.5, 1e300, 2**31, 2**32, 2**64,
    "", "a", "A", "B", " ", "<|pad|>", library.END, "hello", "Ġ", "ByteLevel", "Split", "Sequence",
    "BPE", "Isolated", "Removed", "Contiguous", "TemplateProcessing", "GPT2Tokenizer",
    "PreTrainedTokenizerFast", "TokenizersBackend", "LlamaTokenizer", "Left", "Right", "left", [],
    {}, [[]], ["a", "b"], {"type": "NFC"}, {"type": "Lowercase"}, {"type": "Whitespace"},
    {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
    {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False},
    {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": library.END, "type_id": 0}},
    {"content": "<|pad|>", "lstrip": True, "rstrip": False, "normalized": False,
     "single_word": False, "special": True},
    {"__type": "AddedToken", "content": "<|pad|>", "lstrip": False, "rstrip": True,
     "normalized": True, "single_word": False, "special": True},
    {"direction": "Right", "max_length": 8, "strategy": "LongestFirst", "stride": 0},
    {"strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0,
     "pad_type_id": 0, "pad_token": "[PAD]"},
]  # fmt: skip
KEYS = [
    "add_prefix_space", "add_bos_token", "add_eos_token", "bos_token", "eos_token", "unk_token",
    "pad_token", "cls_token", "x_token", "extra_special_tokens", "additional_special_tokens",
    "added_tokens_decoder", "tokenizer_class", "split_special_tokens", "normalizer", "padding",
    "truncation", "added_tokens", "post_processor", "ignore_merges", "dropout", "byte_fallback",
    "use_regex", "lstrip", "rstrip", "single_word", "normalized", "special", "id", "content", "vocab",
    "merges", "model_max_length", "do_lower_case", "errors", "type", "behavior", "invert", "single",
]  # fmt: skip
CLASSES = [
    "GPT2Tokenizer", "GPT2TokenizerFast", "PreTrainedTokenizerFast", "TokenizersBackend",
    "Qwen2Tokenizer", "Qwen2TokenizerFast", None,
]  # fmt: skip
PATTERNS = [writer.PATTERN, writer.TIKTOKEN, writer.QWEN2]
MEMORY_BYTES_MAX = 4 << 30
SECONDS_MAX = 10


def places(value, path=()):
    """The paths of all values, those of vocabularies and merges only now and then."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


def is_bulk(path):
    return len(path) > 2 and path[0] == "model" and path[1] in ("vocab", "merges")


def at(document, path):
    for key in path:
        document = document[key]
    return document


def change_values(source, document):
    """One change of a JSON document; what comes back may be another document or a text."""
    paths = list(places(document))
    small = [path for path in paths if not is_bulk(path)]
    path = source.choice(paths if source.random() < 0.15 else small)
    if not path:
        return document
    parent, key = at(document, path[:-1]), path[-1]
    kind = source.randrange(10)
    if kind < 3:
        parent[key] = copy.deepcopy(source.choice(VALUES))
    elif kind < 4:
        del parent[key]
    elif kind < 5 and isinstance(parent, dict):
        parent[source.choice(KEYS)] = parent.pop(key)
    elif kind < 6 and isinstance(parent, dict):
        parent[source.choice(KEYS)] = copy.deepcopy(source.choice(VALUES))
    elif kind < 7:
        parent[key] = copy.deepcopy(at(document, source.choice(small)))
    elif kind < 8 and isinstance(parent, list):
        parent.insert(source.randrange(len(parent) + 1), copy.deepcopy(parent[key]))
    elif isinstance(parent[key], bool):
        parent[key] = not parent[key]
    elif isinstance(parent[key], int):
        parent[key] += source.choice([-2, -1, 1, 2])
    elif isinstance(parent[key], str):
        parent[key] = change_text(source, parent[key])
    elif isinstance(parent[key], list):
        source.shuffle(parent[key])
    elif isinstance(parent[key], dict):
        members = list(parent[key].items())
        names, values = [member[0] for member in members], [member[1] for member in members]
        source.shuffle(values)
        parent[key] = dict(zip(names, values))
    return document


def change_text(source, text):
    kind = source.randrange(5)
    place = source.randrange(len(text) + 1)
    if kind == 0:
        return text[:place] + source.choice([" ", "a", "é", "\u212b", "\n", "Ġ", "<"]) + text[place:]
    if kind == 1:
        return text[:place] + text[place + 1 :]
    if kind == 2:
        return text + text
    return text.upper() if kind == 3 else text[::-1]


def double_key(source, text):
    """A member of some object once more, with another value."""
    starts = [place for place, byte in enumerate(text) if byte == ord("{")]
    if not starts:
        return text
    place = source.choice(starts) + 1
    member = json.dumps(source.choice(KEYS)) + ":" + json.dumps(source.choice(VALUES)) + ","
    return text[:place] + member.encode() + text[place:]


def change_bytes(source, content):
    if not content:
        return b"{}"
    kind = source.randrange(4)
    place = source.randrange(len(content))
    if kind == 0:
        return content[:place] + bytes([content[place] ^ 1 << source.randrange(8)]) + content[place + 1 :]
    if kind == 1:
        return content[:place] + bytes([source.randrange(256)]) + content[place:]
    if kind == 2:
        return content[:place]
    end = min(len(content), place + source.randrange(1, 40))
    return content[:place] + content[end:]


def change_folder(source, folder, bases):
    names = sorted(name for name in os.listdir(folder) if name != "config.json")
    kind = source.randrange(20)
    if kind == 0 and names:
        os.remove(os.path.join(folder, source.choice(names)))
        return
    if kind == 1:
        other = os.path.join(bases, source.choice(BASES))
        name = source.choice(sorted(os.listdir(other)))
        shutil.copy(os.path.join(other, name), folder)
        return
    if not names:
        return
    path = os.path.join(folder, source.choice(names))
    with open(path, "rb") as file:
        content = file.read()
    try:
        document = json.loads(content)
    except ValueError:
        document = None
    if kind < 5 or document is None:
        content = change_bytes(source, content)
    elif kind == 5:
        content = double_key(source, content)
    else:
        document = change_values(source, document)
        content = json.dumps(document, ensure_ascii=source.random() < 0.5).encode("utf-8", "replace")
    with open(path, "wb") as file:
        file.write(content)


def token(source, flagged=False):
    """A token as the files state it, with or without flags."""
    content = source.choice(writer.CONTENTS)
    if not flagged:
        return content
    values = {name: source.random() < 0.25 for name in ("lstrip", "rstrip", "normalized", "special")}
    return {"content": content, "single_word": source.random() < 0.05, **values}


def change_whole(source, document):
    """Another setting of tokenizer.json, of those that people use."""
    tokens, model = document["added_tokens"], document["model"]
    steps = {"normalizer": "normalizers", "pre_tokenizer": "pretokenizers",
             "post_processor": "processors", "decoder": "decoders"}  # fmt: skip
    kind = source.randrange(12)
    if kind < 3:
        identity = source.choice([len(model["vocab"]), 290, 5])
        present = {entry["content"]: entry["id"] for entry in tokens}
        added = token(source, flagged=True)
        next_id = max([len(model["vocab"]) - 1, *present.values()]) + 1
        known = model["vocab"].get(added["content"], next_id)
        added["id"] = known if source.random() < 0.8 else identity
        tokens.insert(source.randrange(len(tokens) + 1) if kind == 0 else len(tokens), added)
    elif kind < 5 and tokens:
        entry = source.choice(tokens)
        name = source.choice(["lstrip", "rstrip", "normalized", "special", "content"])
        entry[name] = token(source) if name == "content" else not entry[name]
    elif kind == 5 and source.random() < 0.4:
        document["normalizer"] = source.choice([None, {"type": "NFC"}])
    elif kind == 5:
        model[source.choice(["ignore_merges", "fuse_unk", "byte_fallback"])] = source.random() < 0.5
    elif kind == 6:
        key = source.choice(list(steps))
        if document[key]:
            document[key] = {"type": "Sequence", steps[key]: [document[key]]}
    elif kind == 7:
        end = {"SpecialToken": {"id": library.END, "type_id": 0}}
        text = {"Sequence": {"id": "A", "type_id": 0}}
        single = [end] * source.randrange(3) + [text] + [end] * source.randrange(2)
        ids = {"id": library.END, "ids": [source.choice([292, 292, 7])], "tokens": [library.END]}
        document["post_processor"] = {
            "type": "TemplateProcessing", "single": single, "pair": [text, text],
            "special_tokens": {library.END: ids},
        }  # fmt: skip
    elif kind == 8:
        cut = {"type": "Split", "pattern": {"Regex": source.choice(PATTERNS)},
               "behavior": source.choice(["Isolated", "Removed", "MergedWithNext", "Contiguous"]),
               "invert": source.random() < 0.5}  # fmt: skip
        last = {"type": "ByteLevel", "add_prefix_space": source.random() < 0.1, "trim_offsets": True,
                "use_regex": source.random() < 0.3}  # fmt: skip
        document["pre_tokenizer"] = {"type": "Sequence", "pretokenizers": [cut, last]}
    elif kind == 9 and tokens:
        gone = source.choice(tokens)
        if source.random() < 0.5:
            model["vocab"].pop(gone["content"], None)
        else:
            tokens.remove(gone)
    elif kind == 10:
        document["truncation"] = {"direction": "Right", "max_length": source.choice([8, 4096]),
                                  "strategy": "LongestFirst", "stride": 0}  # fmt: skip
    elif document["pre_tokenizer"].get("type") == "ByteLevel":
        document["pre_tokenizer"]["add_prefix_space"] = source.random() < 0.5


def change_configuration(source, document, is_map):
    """Another setting of tokenizer_config.json or special_tokens_map.json."""
    names = ["bos_token", "eos_token", "unk_token", "pad_token", "cls_token", "image_token"]
    kind = source.randrange(4 if is_map else 9)
    if kind < 2:
        value = source.choice([None, token(source), token(source), token(source, flagged=True)])
        if isinstance(value, dict):
            if is_map:
                value.pop("special")
            else:
                value["__type"] = "AddedToken"
        document[source.choice(names)] = value
    elif kind < 4:
        key = source.choice(["additional_special_tokens", "extra_special_tokens"])
        document[key] = [token(source) for _ in range(source.randrange(3))]
    elif kind == 4:
        document["extra_special_tokens"] = {"image_token": token(source), "b_token": token(source)}
    elif kind == 5:
        document["tokenizer_class"] = source.choice(CLASSES)
    elif kind == 6:
        key = source.choice(["add_prefix_space", "add_bos_token", "add_eos_token"])
        document[key] = source.random() < 0.5
    else:
        old = document.get("added_tokens_decoder") or {
            "292": {"content": library.END, "special": True, "normalized": False}
        }
        free = max([292, *(int(key) for key in old)]) + 1
        if kind == 7:
            old[str(free)] = token(source, flagged=True)
        document["added_tokens_decoder"] = old


def change_settings(source, folder):
    """A change that leaves the files whole, so that more than a reader's first look is tried."""
    name = source.choice(
        ["tokenizer.json", "tokenizer_config.json", "tokenizer_config.json",
         "special_tokens_map.json", "added_tokens.json"]
    )  # fmt: skip
    path = os.path.join(folder, name)
    if not os.path.exists(path) and name == "tokenizer.json":
        return
    document = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    if name == "tokenizer.json":
        change_whole(source, document)
    elif name == "added_tokens.json":
        document[token(source)] = max([292, *document.values()]) + source.choice([1, 1, 1, 2, -3])
    else:
        change_configuration(source, document, is_map=name == "special_tokens_map.json")
    library.write_json(folder, name, document)


def contents(folder):
    """Texts of the folder's files that may be added tokens."""
    found = []

    def look(value, key=""):
        if isinstance(value, dict):
            for name in value:
                if name not in ("vocab", "merges"):
                    look(value[name], name)
        elif isinstance(value, list):
            for element in value:
                look(element, key)
        elif isinstance(value, str) and 0 < len(value) < 40 and "\ud800" > max(value):
            if key in ("content", "extra_special_tokens", "id") or key.endswith("_token"):
                found.append(value)

    for name in sorted(os.listdir(folder)):
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                document = json.load(file)
        except (ValueError, RecursionError):
            continue
        look(document)
        if name == "added_tokens.json" and isinstance(document, dict):
            found += [key for key in document if key and len(key) < 40 and "\ud800" > max(key)]
    return list(dict.fromkeys(found))[:12]


def answer(folder, texts):
    try:
        ids = library.encoded(folder, texts)
        if not all(isinstance(id, int) for row in ids for id in row):
            return {"refused": "an id that is none"}
        return {"ids": ids}
    except BaseException as error:  # a panic of the library's is one, too
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return {"refused": type(error).__name__}


class Child:
    """The libraries behind two pipes, until they end or are late."""

    def __init__(self):
        requests, self.requests = os.pipe()
        self.answers, answers = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            os.close(self.requests)
            os.close(self.answers)
            self.serve(os.fdopen(requests), os.fdopen(answers, "w"))
        os.close(requests)
        os.close(answers)
        self.received = b""

    @staticmethod
    def serve(requests, answers):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        for line in requests:
            folder, texts = json.loads(line)
            answers.write(json.dumps(answer(folder, texts)) + "\n")
            answers.flush()
        os._exit(0)

    def ask(self, folder, texts):
        try:
            os.write(self.requests, (json.dumps([folder, texts]) + "\n").encode())
            while b"\n" not in self.received:
                if not select.select([self.answers], [], [], SECONDS_MAX)[0]:
                    return None
                part = os.read(self.answers, 1 << 16)
                if not part:
                    return None
                self.received += part
        except BrokenPipeError:
            return None
        line, self.received = self.received.split(b"\n", 1)
        return json.loads(line)

    def end(self):
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.requests)
        os.close(self.answers)


def main():
    root, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    bases = os.path.join(root, "bases")
    writers = {**writer.SAVED, **writer.PUT_TOGETHER}
    for name in BASES:
        os.makedirs(os.path.join(bases, name))
        writers[name](os.path.join(bases, name))
        writer.write_model_configuration(os.path.join(bases, name), name)
    fixed = library.texts(16, seed=7, contents=writer.CONTENTS)
    child = Child()
    outcomes = []
    for seed in range(first, first + count):
        source = random.Random(seed)
        base = source.choice(BASES)
        folder = os.path.join(root, str(seed))
        shutil.copytree(os.path.join(bases, base), folder)
        # The files are whole only as long as nothing has spoiled them.
        for _ in range(source.choice([0, 1, 1, 2, 3])):
            change_settings(source, folder)
        for _ in range(source.choice([0, 0, 1, 1, 2])):
            change_folder(source, folder, bases)
        found = contents(folder)
        texts = fixed + [f"a {token}  b{token}" for token in found] + ["".join(found)]
        outcome = child.ask(folder, texts)
        if outcome is None:
            child.end()
            child = Child()
            outcome = {"dropped": True}
        outcomes.append({"seed": seed, "base": base, "texts": texts, **outcome})
    child.end()
    json.dump(outcomes, sys.stdout)


if __name__ == "__main__":
    main()
