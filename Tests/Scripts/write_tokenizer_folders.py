"""Saves tokenizers with transformers and tokenizers in all the ways that people do.

    python3 write_tokenizer_folders.py FOLDER TEXT_COUNT > EXPECTED_JSON

Each folder below FOLDER is a tokenizer with a config.json. EXPECTED_JSON has the texts and, by the
folder's name, the ids that transformers gives for each. "saved" names the folders whose tokenizer
files a library wrote; in the others the script puts files together as older releases left them.
"""

import json
import os
import shutil
import sys

import tokenizer_library as library
from tokenizers import (
    AddedToken, ByteLevelBPETokenizer, Regex, Tokenizer, decoders, normalizers, pre_tokenizers,
    processors, trainers,
)  # fmt: skip
from transformers import AutoTokenizer, GPT2Tokenizer, PreTrainedTokenizerFast, Qwen2Tokenizer

END = library.END
PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
TIKTOKEN = (
    r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"
)
QWEN2 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
CORPUS = ["the glyph of the low token", "hello you, it's 123 tokens", "naïve straße 日本語"] * 20
CONTENTS = [
    END, "<|pad|>", "<|user|>", "<|user|>s", "[PAD]", "foo", "foobar", "obar", "<s>", "</s>",
    "<unk>", "<left>", "<right>", "<both>", "glyph", "<image>", "深い", "a b",
    "<e\u0301>",
]  # fmt: skip


def gpt2(folder, **settings):
    library.write_pair(folder)
    tokenizer = GPT2Tokenizer.from_pretrained(folder, **settings)
    for name in ("vocab.json", "merges.txt"):
        os.remove(os.path.join(folder, name))
    return tokenizer


def save(change=None, **settings):
    def write(folder):
        tokenizer = gpt2(folder, **settings)
        if change:
            change(tokenizer)
        tokenizer.save_pretrained(folder)

    return write


def raw(change=None, prefix=False, end=True, **settings):
    tokenizer = Tokenizer(library.byte_pair_model(end=end, **settings))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=prefix)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    if end:
        tokenizer.add_special_tokens([END])
    if change:
        change(tokenizer)
    return tokenizer


def wrapped(change=None, names=None, **settings):
    def write(folder):
        tokenizer = raw(change, **settings)
        PreTrainedTokenizerFast(tokenizer_object=tokenizer, **(names or {})).save_pretrained(folder)

    return write


def alone(change=None, **settings):
    return lambda folder: raw(change, **settings).save(os.path.join(folder, "tokenizer.json"))


def part(name, value):
    return lambda tokenizer: setattr(tokenizer, name, value)


def split(pattern, behavior="isolated", invert=False, use_regex=False):
    return part("pre_tokenizer", pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(pattern), behavior, invert=invert),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=use_regex),
    ]))  # fmt: skip


def template(single):
    end = raw().token_to_id(END)
    return processors.TemplateProcessing(
        single=single, pair="$A $B", special_tokens=[(END, end)] if END in single else []
    )


def trained(prefix):
    tokenizer = ByteLevelBPETokenizer(add_prefix_space=prefix)
    tokenizer.train_from_iterator(CORPUS, vocab_size=300, special_tokens=[END, "<|pad|>"])
    return tokenizer


def trained_whole(folder):
    trained(True).save(os.path.join(folder, "tokenizer.json"))
    library.write_json(folder, "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast"})


def trained_from_tokenizers(folder):
    tokenizer = Tokenizer(library.models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=320, special_tokens=["<s>", "</s>", "<unk>", "[PAD]"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False,
    )  # fmt: skip
    tokenizer.train_from_iterator(CORPUS, trainer)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>",
        pad_token="[PAD]",
    ).save_pretrained(folder)  # fmt: skip


def trained_anew(folder):
    gpt2(folder).train_new_from_iterator(CORPUS, 290).save_pretrained(folder)


def saved_twice(folder):
    wrapped(names={"pad_token": "[PAD]"})(folder)
    library.write_model_configuration(folder)
    AutoTokenizer.from_pretrained(folder).save_pretrained(folder)


def strips(tokenizer):
    tokenizer.add_tokens([
        AddedToken("<left>", lstrip=True), AddedToken("<right>", rstrip=True, special=True),
        AddedToken("<both>", lstrip=True, rstrip=True, normalized=False),
    ])  # fmt: skip


def overlapping(tokenizer):
    tokenizer.add_tokens(["foo", "foobar", AddedToken("obar", normalized=False), "<|user|>", "a b"])
    tokenizer.add_special_tokens({"extra_special_tokens": ["<|user|>s", "深い"]})


def qwen2(change=None, **settings):
    def write(folder):
        library.write_pair(folder)
        tokenizer = Qwen2Tokenizer.from_pretrained(folder, **settings)
        for name in ("vocab.json", "merges.txt"):
            os.remove(os.path.join(folder, name))
        if change:
            change(tokenizer)
        tokenizer.save_pretrained(folder)

    return write


def qwen2_steps(tokenizer):
    tokenizer.normalizer = normalizers.NFC()
    split(QWEN2)(tokenizer)
    tokenizer.add_tokens(["<tool_call>", AddedToken("<e\u0301>", normalized=True)])


def qwen2_tokens(tokenizer):
    tokenizer.add_tokens([
        "<e\u0301>", AddedToken("<left>", lstrip=True), AddedToken("foo", normalized=False),
        AddedToken("<|user|>", special=True),
    ])  # fmt: skip


def qwen2_hub(folder):
    """The layout in which Qwen2's authors publish it."""
    end = library.vocabulary()[END]
    contents = [END, "<|im_start|>", "<|im_end|>"]
    alone(lambda tokenizer: (
        setattr(tokenizer, "normalizer", normalizers.NFC()), split(QWEN2)(tokenizer),
        tokenizer.add_special_tokens(contents),
    ))(folder)  # fmt: skip
    library.write_pair(folder)
    library.write_json(folder, "tokenizer_config.json", {
        "add_bos_token": False, "add_prefix_space": False, "bos_token": None, "eos_token": END,
        "added_tokens_decoder": {
            str(end + place): {"content": content, **flags()} for place, content in enumerate(contents)
        },
        "additional_special_tokens": contents[1:], "clean_up_tokenization_spaces": False,
        "errors": "replace", "model_max_length": 32768, "pad_token": END,
        "split_special_tokens": False, "tokenizer_class": "Qwen2Tokenizer", "unk_token": None,
    })  # fmt: skip


def flags(**changed):
    names = ("single_word", "lstrip", "rstrip", "normalized")
    return {**dict.fromkeys(names, False), "special": True, **changed}


def older(with_decoder, with_whole, slow=True):
    """The layout of transformers 4."""

    def write(folder):
        end = library.vocabulary()[END]
        if slow:
            library.write_pair(folder)
        library.write_json(folder, "added_tokens.json", {"<|pad|>": end + 1, "foo": end + 2})
        library.write_json(folder, "special_tokens_map.json", {
            "bos_token": END, "eos_token": {"content": END, **flags(normalized=True)},
            "unk_token": END, "pad_token": "<|pad|>",
        })  # fmt: skip
        configuration = {
            "add_bos_token": False, "add_prefix_space": False, "bos_token": END, "eos_token": END,
            "clean_up_tokenization_spaces": True, "errors": "replace", "model_max_length": 1024,
            "pad_token": "<|pad|>", "tokenizer_class": "GPT2Tokenizer", "unk_token": END,
        }  # fmt: skip
        foo = flags(special=False, normalized=True)
        if with_decoder:
            configuration["added_tokens_decoder"] = {
                str(end): {"content": END, **flags()},
                str(end + 1): {"content": "<|pad|>", **flags()},
                str(end + 2): {"content": "foo", **foo},
            }
        library.write_json(folder, "tokenizer_config.json", configuration)
        if with_whole:
            alone(lambda tokenizer: (
                tokenizer.add_special_tokens(["<|pad|>"]), tokenizer.add_tokens(["foo"])
            ))(folder)  # fmt: skip

    return write


def both_forms(folder):
    save()(folder)
    library.write_pair(folder)


def no_merges(folder):
    both_forms(folder)
    os.remove(os.path.join(folder, "merges.txt"))


def pair_only(folder):
    library.write_pair(folder)


def pair_without_end(folder):
    library.write_pair(folder, end=False)


def pair_with(**settings):
    def write(folder):
        library.write_pair(folder)
        settings.setdefault("tokenizer_class", "GPT2Tokenizer")
        library.write_json(folder, "tokenizer_config.json", settings)

    return write


SAVED = {
    "gpt2": save(),
    "gpt2-pad": save(lambda t: t.add_special_tokens({"pad_token": "<|pad|>"})),
    "gpt2-pad-named": save(pad_token="[PAD]"),
    "gpt2-prefix-space": save(add_prefix_space=True),
    "gpt2-bos": save(add_bos_token=True),
    "gpt2-bos-eos": save(add_bos_token=True, add_eos_token=True),
    "gpt2-strips": save(strips),
    "gpt2-overlapping": save(overlapping),
    "gpt2-names": save(bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="[PAD]"),
    "gpt2-token-of-vocabulary": save(lambda t: t.add_tokens(["glyph", "hello"])),
    "gpt2-chat": save(
        lambda t: (
            t.add_special_tokens({"extra_special_tokens": ["<|user|>", "<|user|>s"]}),
            setattr(t, "chat_template", "{% for m in messages %}{{ m.content }}{% endfor %}"),
        )
    ),
    "gpt2-image-token": save(extra_special_tokens={"image_token": "<image>"}),
    "gpt2-prefix-added": save(strips, add_prefix_space=True, add_bos_token=True),
    "gpt2-model-max-length": save(model_max_length=64, padding_side="left"),
    "gpt2-anew": trained_anew,
    "fast": wrapped(),
    "fast-names": wrapped(names={"eos_token": END, "pad_token": "[PAD]", "bos_token": "<s>"}),
    "fast-extra": wrapped(names={"extra_special_tokens": ["<|user|>", "<|pad|>"]}),
    "fast-prefix-space": wrapped(prefix=True),
    "fast-bos": wrapped(part("post_processor", template(f"{END} $A"))),
    "fast-bos-eos": wrapped(part("post_processor", template(f"{END} $A {END}"))),
    "fast-identity-template": wrapped(part("post_processor", template("$A"))),
    "fast-split": wrapped(split(PATTERN)),
    "fast-split-merged": wrapped(split(PATTERN, "merged_with_previous")),
    "fast-split-removed": wrapped(split(PATTERN, "removed", True, True)),
    "fast-split-tiktoken": wrapped(split(TIKTOKEN)),
    "fast-sequences": wrapped(
        lambda t: (
            setattr(t, "normalizer", normalizers.Sequence([])),
            setattr(t, "pre_tokenizer", pre_tokenizers.Sequence([t.pre_tokenizer])),
            setattr(t, "post_processor", processors.Sequence([t.post_processor])),
            setattr(t, "decoder", decoders.Sequence([decoders.ByteLevel(), decoders.Fuse()])),
        )
    ),
    "fast-byte-level-and-template": wrapped(
        part("post_processor", processors.Sequence([processors.ByteLevel(), template(f"{END} $A")]))
    ),
    "fast-model-settings": wrapped(dropout=0.0, unk_token=END, fuse_unk=True, byte_fallback=True),
    "fast-ignores-merges": wrapped(ignore_merges=True),
    "fast-no-decoder": wrapped(part("decoder", decoders.Replace("Ġ", " "))),
    "fast-padding": wrapped(lambda t: t.enable_padding(pad_token=END, pad_id=t.token_to_id(END))),
    "fast-truncation": wrapped(lambda t: t.enable_truncation(4096)),
    "fast-strips": wrapped(strips),
    "fast-twice": saved_twice,
    "fast-trained": trained_from_tokenizers,
    "alone": alone(),
    "alone-pad": alone(lambda t: t.add_special_tokens(["<|pad|>"])),
    "alone-without-end": alone(end=False),
    "alone-trained": lambda folder: trained(False).save(os.path.join(folder, "tokenizer.json")),
    "whole-trained": trained_whole,
    "fast-composing": wrapped(part("normalizer", normalizers.NFC())),
    "fast-qwen2-steps": wrapped(qwen2_steps),
    "qwen2": qwen2(),
    "qwen2-tokens": qwen2(qwen2_tokens),
    "qwen2-names": qwen2(bos_token="<s>", eos_token="</s>", pad_token="[PAD]", unk_token="foo"),
    "qwen2-fast": wrapped(qwen2_steps),
    "qwen2-alone": alone(qwen2_steps),
    "pair-trained": lambda folder: trained(False).save_model(folder),
}

PUT_TOGETHER = {
    "pair": pair_only,
    "pair-without-end": pair_without_end,
    "pair-prefix-space": pair_with(add_prefix_space=True),
    "pair-bos": pair_with(add_bos_token=True, add_eos_token=True),
    "pair-no-bos": pair_with(add_bos_token=True, bos_token=None),
    "pair-extra": pair_with(additional_special_tokens=["<|user|>", "[PAD]"], extra_special_tokens={}),
    "pair-fast-class": pair_with(tokenizer_class="GPT2TokenizerFast", pad_token="[PAD]"),
    "pair-flagged": pair_with(
        pad_token={"__type": "AddedToken", "content": "<left>", **flags(lstrip=True)}
    ),
    "both-forms": both_forms,
    "whole-without-merges": no_merges,
    "older-slow": older(with_decoder=True, with_whole=False),
    "older-slow-no-decoder": older(with_decoder=False, with_whole=False),
    "older-fast": older(with_decoder=True, with_whole=True),
    "older-fast-no-decoder": older(with_decoder=False, with_whole=True, slow=False),
    "qwen2-hub": qwen2_hub,
    "qwen2-pair": pair_with(tokenizer_class="Qwen2Tokenizer", eos_token="<|user|>"),
    "qwen2-pair-bare": pair_only,
}


def write_model_configuration(folder, name):
    library.write_model_configuration(
        folder, model_type="qwen2" if name.startswith("qwen2") else "gpt2"
    )


def main():
    root, count = sys.argv[1], int(sys.argv[2])
    texts = library.texts(count, seed=13, contents=CONTENTS)
    ids = {}
    for name, write in {**SAVED, **PUT_TOGETHER}.items():
        folder = os.path.join(root, name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        write(folder)
        write_model_configuration(folder, name)
        ids[name] = library.encoded(folder, texts)
    json.dump({"texts": texts, "saved": list(SAVED), "ids": ids}, sys.stdout)


if __name__ == "__main__":
    main()
