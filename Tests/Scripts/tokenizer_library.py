"""What the libraries of the field make of a tokenizer's folder, and texts to ask them with."""

import json
import os
import random
import unicodedata

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
os.environ["TRANSFORMERS_NO_ADVISORY_WARNINGS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

from tokenizers import models  # noqa: E402
from transformers import AutoTokenizer  # noqa: E402

MERGES = [
    "h e", "t he", "Ġ the", "i n", "in g", "e r", "Ġ t", "Ġ a", "l l", "e ll", "h ell", "hell o",
    "Ġ hello", "1 2", "12 3", "a t", "i s", "Ġ is", "' s", "o u", "y ou", "Ġ you", "Ġ Ġ", "g l",
    "gl y", "p h", "gly ph", "Ġ glyph", "t o", "to k", "Ċ Ċ", "Ã ©", "< |", "| >", "l o", "lo w",
]  # fmt: skip
END = "<|endoftext|>"


def alphabet():
    """The characters of bytes 0 to 255, as GPT-2 writes them."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 256 + 68))
    return [chr(byte) if byte in kept else chr(next(others)) for byte in range(256)]


def vocabulary(end=True):
    """Bytes from 255 down, so that no id is its byte; then what merges make; then the end."""
    tokens = alphabet()[::-1]
    tokens += [merge.replace(" ", "") for merge in MERGES]
    if end:
        tokens.append(END)
    return {token: index for index, token in enumerate(tokens)}


def pairs():
    return [tuple(merge.split(" ")) for merge in MERGES]


def byte_pair_model(**settings):
    end = settings.pop("end", True)
    return models.BPE(vocab=vocabulary(end), merges=pairs(), **settings)


def write_json(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)


def write_pair(folder, end=True):
    write_json(folder, "vocab.json", vocabulary(end))
    with open(os.path.join(folder, "merges.txt"), "w", encoding="utf-8") as file:
        file.write("#version: 0.2\n" + "".join(merge + "\n" for merge in MERGES))


def write_model_configuration(folder, **more):
    values = dict(model_type="gpt2", vocab_size=400, n_positions=64, n_embd=64, n_layer=1, n_head=1)
    write_json(folder, "config.json", {**values, **more})


def encoded(folder, texts):
    """The ids that transformers gives for each text."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return [list(tokenizer(text)["input_ids"]) for text in texts]


def is_settled(scalar):
    """Assigned for long, so that all tables of Unicode agree on it."""
    return unicodedata.ucd_3_2_0.category(chr(scalar)) not in ("Cn", "Cs", "Co")


def texts(count, seed, contents=()):
    """Texts of many kinds, with added tokens stuck to all of them."""
    source = random.Random(seed)
    words = ["hello", "the", "glyph", "you", "it", "low", "token", "naïve", "straße", "日本語", "имя"]
    marks = ["'s", "'re", "'ll", "'d", "'S", "''", "’s", '"', "!", "?!", "_", "--", "<|", "|>", "<"]
    spaces = [" ", "  ", "   ", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u2003", "\u3000", "\u0085"]
    digits = ["1", "12", "123", "007", "²", "Ⅷ", "٣", "½"]
    odd = ["\u0000", "\u200b", "\u200d", "\ufeff", "e\u0301", "\u0301", "😀", "👩‍👩‍👧", "𐍈", "\u007f"]
    settled = [scalar for scalar in range(0x20, 0x3000) if is_settled(scalar)]
    kinds = [words, marks, spaces, digits, odd]
    if contents:
        kinds += [list(contents)] * 2
    result = ["", " ", "\n", "hello", " hello", END, END + END, f" {END} ", f"a{END}b"]
    while len(result) < count:
        pieces = []
        for _ in range(source.randrange(1, 12)):
            if source.random() < 0.15:
                pieces.append(chr(source.choice(settled)))
            else:
                pieces.append(source.choice(source.choice(kinds)))
            if source.random() < 0.3:
                pieces.append(" ")
        result.append("".join(pieces))
    return result[:count]
