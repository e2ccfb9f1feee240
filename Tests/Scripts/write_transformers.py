"""Saves one GPT-2-shaped model by transformers in every form that its library has for it.

    python3 write_transformers.py OUT_FOLDER

OUT_FOLDER gets a folder for each form. Prints a JSON object: for each form "same" where attention
is that of the form "plain", "other" where it is another model that loads, and the key of
config.json for which it is to be refused elsewhere. A form that the library itself refuses is left
out, with its reason on standard error.
"""

import json
import os
import sys
import warnings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"
warnings.filterwarnings("ignore")

import torch
import transformers

SHAPE = {
    "vocab_size": 320, "n_positions": 16, "n_embd": 128, "n_layer": 2, "n_head": 2,
    "bos_token_id": 0, "eos_token_id": 0,
}
CLASSES = [
    "GPT2Model", "GPT2LMHeadModel", "GPT2DoubleHeadsModel", "GPT2ForSequenceClassification",
    "GPT2ForTokenClassification", "GPT2ForQuestionAnswering",
]


def fill(module):
    """The same values for the same parameter in every class, all of which float16 holds."""
    body = getattr(module, "transformer", module)
    with torch.no_grad():
        for name, parameter in body.named_parameters():
            generator = torch.Generator().manual_seed(sum(name.encode()))
            steps = torch.randint(-64, 65, parameter.shape, generator=generator)
            parameter.copy_(steps.float() / 128 + (1 if "ln_" in name and "weight" in name else 0))


def save(path, class_name="GPT2LMHeadModel", config=None, dtype=None, change=None, **options):
    torch.manual_seed(0)
    settings = transformers.GPT2Config(**{**SHAPE, **(config or {})})
    model = getattr(transformers, class_name)(settings)
    fill(model)
    if change:
        change(model)
    if dtype:
        model = model.to(dtype)
    model.save_pretrained(path, **options)


def forms():
    """(name, what is expected, arguments of save)"""
    yield "plain", "same", {}
    for name in CLASSES:
        yield name, "same", {"class_name": name}
        yield name + "-shards", "same", {"class_name": name, "max_shard_size": "200KB"}
    for name in ["float32", "float16", "bfloat16", "float64"]:
        yield name, "same", {"dtype": getattr(torch, name)}
    for size in ["100KB", "300KB", "1GB"]:
        yield "shards-" + size, "same", {"max_shard_size": size}
    yield "mixed", "same", {"change": lambda model: model.transformer.h[0].half()}
    yield "variant", "same", {"variant": "fp16", "dtype": torch.float16}
    yield "variant-shards", "same", {"variant": "fp16", "max_shard_size": "100KB"}
    yield "untied", "same", {"config": {"tie_word_embeddings": False}}
    yield "five-labels", "same", {
        "class_name": "GPT2ForSequenceClassification", "config": {"num_labels": 5}}
    yield "no-projection", "same", {
        "class_name": "GPT2DoubleHeadsModel", "config": {"summary_use_proj": False}}
    for key, values in {
        "activation_function": ["gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast",
                                "gelu_accurate"],
        "layer_norm_epsilon": [1e-6, 1e-12, 1.5e-5, 0.0], "n_inner": [512], "n_ctx": [8],
        "reorder_and_upcast_attn": [True], "attn_pdrop": [0.5], "use_cache": [False],
        "summary_type": ["mean"], "is_decoder": [True],
        "task_specific_params": [{"text-generation": {"do_sample": True}}],
    }.items():
        for value in values:
            yield f"{key}-{len(str(value))}-{str(value)[:8]}", "same", {"config": {key: value}}
    for name, config in {
        "one-head": {"n_embd": 64, "n_head": 1}, "eleven-layers": {"n_layer": 11},
        "one-inverse-layer": {"n_layer": 1, "scale_attn_by_inverse_layer_idx": True},
        "padded-vocabulary": {"vocab_size": 384}, "long": {"n_positions": 4096},
    }.items():
        yield name, "other", {"config": config}
    yield "resized", "other", {"change": lambda model: model.resize_token_embeddings(333)}
    for key, values in {
        "activation_function": ["gelu", "relu", "gelu_10", "quick_gelu"],
        "layer_norm_epsilon": [1e-4, 1e-3, 1.6e-5], "n_inner": [256],
        "scale_attn_weights": [False], "scale_attn_by_inverse_layer_idx": [True],
        "add_cross_attention": [True],
    }.items():
        for value in values:
            yield f"refused-{key}-{value}", key, {"config": {key: value}}
    yield "refused-heads-of-32", "head width", {"config": {"n_head": 4}}
    yield "refused-heads-of-128", "head width", {"config": {"n_head": 1}}


def main(out):
    expected = {}
    for name, what, arguments in forms():
        try:
            save(os.path.join(out, name), **arguments)
            expected[name] = what
        except Exception as error:  # the library's own refusal, of whatever kind
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
    print(json.dumps(expected))


main(sys.argv[1])
