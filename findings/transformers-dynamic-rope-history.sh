#!/bin/sh
# transformers 5.24.0: with dynamic rotary scaling, the attention rows of a prompt depend on the
# prompts before it.
#
# A Qwen2 model whose config.json says "rope_type": "dynamic" stretches its rotary frequencies for a
# prompt longer than max_position_embeddings and keeps the stretched table. It returns to the old
# table only at a prompt SHORTER than max_position_embeddings. Up to then, each prompt that is as
# long as the context or longer, but no longer than the longest so far, is computed with the table
# of that longest one:
#   * a prompt exactly as long as the context, for which the scaling "has no effect" by the
#     docstring of its formula, gets other rows;
#   * a short prompt in between heals it: the same prompt has its first rows again.
# There is no error and no warning, and weights, configuration and tokens are the same. Two machines
# that answer the same requests in another order, or of which one was started anew, make different
# proofs of inference.
#
# Seen on 2026-11-30, Python 3.11, with torch 2.13.0 on a CPU: a model with a context of 64, rows of
# the last position, largest difference of a probability before and after a prompt of 128 tokens.
# Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    torch==2.13.0 transformers==5.24.0 numpy==2.4.6
HF_HUB_OFFLINE=1 "$folder/python/bin/python" - <<'PYTHON'
import torch
from transformers import Qwen2Config, Qwen2ForCausalLM

CONTEXT = 64


def made(rope):
    """A small model; its weights come from integer arithmetic and need no random numbers."""
    config = Qwen2Config(
        vocab_size=64, hidden_size=64, intermediate_size=96, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=CONTEXT,
        rope_parameters=rope, attn_implementation="eager")
    model = Qwen2ForCausalLM(config).eval()
    with torch.no_grad():
        for place, weights in enumerate(model.parameters()):
            numbers = torch.arange(weights.numel()) * (7919 + 2 * place) % 2003 - 1001
            scale, offset = (4096, 0) if weights.dim() > 1 else (8192, 1)
            weights.copy_((numbers / scale + offset).reshape(weights.shape))
    return model


def rows(model, length):
    """The rows of the last position of a fixed prompt, all heads of all layers."""
    tokens = (torch.arange(length) * 37 % 61)[None]
    with torch.no_grad():
        attentions = model(tokens, output_attentions=True, use_cache=False).attentions
    return torch.stack([attention[0, :, -1] for attention in attentions])


def differences(rope, length):
    """How far the rows are from those of a fresh model: after a long prompt, then a short one."""
    fresh = rows(made(rope), length)
    model = made(rope)
    rows(model, 2 * CONTEXT)
    after_long = rows(model, length)
    rows(model, CONTEXT // 2)
    after_short = rows(model, length)
    return [float((other - fresh).abs().max()) for other in (after_long, after_short)]


plain = {"rope_type": "default", "rope_theta": 10000.0}
dynamic = {"rope_type": "dynamic", "rope_theta": 10000.0, "factor": 2.0}
print("rope     length  after 128 tokens  after 128 and 32 tokens")
for rope in (plain, dynamic):
    for length in (32, 63, 64, 65, 100, 200):
        after_long, after_short = differences(rope, length)
        print(f"{rope['rope_type']:8} {length:6}  {after_long:16.2f}  {after_short:23.2f}")
        hurt = rope is dynamic and CONTEXT <= length < 2 * CONTEXT
        assert (after_long > 0.01) if hurt else (after_long < 1e-5), after_long
        assert after_short < 1e-5, after_short
print("as found")
PYTHON
