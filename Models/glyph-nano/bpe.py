"""Byte-level BPE with GPT-2's pre-tokeniser: training, the two GPT-2 files, encoding."""

import json
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers

END_OF_TEXT = "<|endoftext|>"
VOCABULARY_SIZE = 3072  # with <|endoftext|>, which takes the last id


def train(documents):
    """(vocabulary {text: id}, merges [(left, right)]) without the special token."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY_SIZE - 1,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(documents, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def check(vocabulary, merges):
    """What a strict reader asks of the two files."""
    if sorted(vocabulary.values()) != list(range(VOCABULARY_SIZE)):
        raise ValueError("the ids are not dense")
    if vocabulary[END_OF_TEXT] != VOCABULARY_SIZE - 1:
        raise ValueError("<|endoftext|> does not have the last id")
    for left, right in merges:
        if not {left, right, left + right} <= vocabulary.keys():
            raise ValueError(f"merge outside the vocabulary: {left} {right}")
    if len({left + right for left, right in merges}) != len(merges):
        raise ValueError("two merges make the same token")
    if len(merges) != VOCABULARY_SIZE - 257:
        raise ValueError(f"{len(merges)} merges do not make the vocabulary")


def write(vocabulary, merges, folder):
    """vocab.json and merges.txt as GPT-2 has them."""
    vocabulary = {**vocabulary, END_OF_TEXT: len(vocabulary)}
    check(vocabulary, merges)
    ordered = dict(sorted(vocabulary.items(), key=lambda item: item[1]))
    folder = Path(folder)
    (folder / "vocab.json").write_text(json.dumps(ordered), encoding="utf-8")
    lines = ["#version: 0.2"] + [f"{left} {right}" for left, right in merges]
    (folder / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def load(folder):
    """The tokenizer that the two files describe; encode(text).ids, decode(ids)."""
    folder = Path(folder)
    model = models.BPE.from_file(str(folder / "vocab.json"), str(folder / "merges.txt"))
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(END_OF_TEXT, special=True)])
    return tokenizer
