"""From a checkpoint to model.safetensors and config.json, and back into PyTorch."""

import json
from pathlib import Path

import numpy as np
import torch

import gpt2

# The clamps of the integer engine.
LIMITS = {"matrices and LayerNorm weights": 16.0, "embeddings and biases": 4096.0}


def exported(state, scale):
    """The trained tensors as a plain GPT-2 has them, in F16."""
    tensors = {name: tensor.detach().float().numpy() for name, tensor in state.items()}
    for name in ("wte.weight", "wpe.weight"):
        tensors[name] = tensors[name] * scale
    for name in ("ln_f.weight", "ln_f.bias"):
        tensors[name] = tensors[name] / scale
    return {name: tensors[name].astype("<f2") for name in sorted(tensors)}


def kind(name):
    """Which of the two clamps a tensor falls under."""
    matrix = name.endswith("weight") and name not in ("wte.weight", "wpe.weight")
    return "matrices and LayerNorm weights" if matrix else "embeddings and biases"


def largest(tensors):
    """The largest magnitude under each clamp; raises where a clamp would act."""
    result = dict.fromkeys(LIMITS, 0.0)
    for name, tensor in tensors.items():
        value = float(np.abs(tensor.astype(np.float64)).max())
        if not value <= LIMITS[kind(name)]:  # a NaN is not, either
            raise ValueError(f"{name}: {value} is beyond the clamp at {LIMITS[kind(name)]}")
        result[kind(name)] = max(result[kind(name)], value)
    return result


def write_safetensors(tensors, path):
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in tensors.items():
        end = offset + tensor.nbytes
        header[name] = {"dtype": "F16", "shape": list(tensor.shape), "data_offsets": [offset, end]}
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 8)
    data = b"".join(tensor.tobytes() for tensor in tensors.values())
    Path(path).write_bytes(len(text).to_bytes(8, "little") + text + data)


def read_safetensors(path):
    """{name: F16 array}"""
    data = Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    del header["__metadata__"]
    tensors = {}
    for name, entry in header.items():
        first, end = entry["data_offsets"]
        values = np.frombuffer(data[start + first : start + end], dtype="<f2")
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def config(vocabulary_size):
    return {
        "activation_function": "gelu_new",
        "architectures": ["GPT2LMHeadModel"],
        "attn_pdrop": 0.0,
        "bos_token_id": vocabulary_size - 1,
        "embd_pdrop": 0.0,
        "eos_token_id": vocabulary_size - 1,
        "initializer_range": 0.02,
        "layer_norm_epsilon": gpt2.EPSILON,
        "model_type": "gpt2",
        "n_ctx": gpt2.CONTEXT,
        "n_embd": gpt2.WIDTH,
        "n_head": gpt2.HEADS,
        "n_layer": gpt2.LAYERS,
        "n_positions": gpt2.CONTEXT,
        "resid_pdrop": 0.0,
        "tie_word_embeddings": True,
        "torch_dtype": "float16",
        "vocab_size": vocabulary_size,
    }


def export(checkpoint, folder):
    """Writes the two files and returns the largest magnitudes."""
    state = torch.load(checkpoint)["model"]
    tensors = exported(state, gpt2.EMBEDDING_SCALE)
    magnitudes = largest(tensors)
    write_safetensors(tensors, folder / "model.safetensors")
    text = json.dumps(config(len(tensors["wte.weight"])), indent=2)
    (folder / "config.json").write_text(text + "\n", encoding="utf-8")
    return magnitudes


def load(folder):
    """The exported model, its F16 weights widened to float32."""
    tensors = read_safetensors(Path(folder) / "model.safetensors")
    model = gpt2.GPT2(len(tensors["wte.weight"]), embedding_scale=1.0)
    widened = {name: torch.from_numpy(t.astype(np.float32)) for name, t in tensors.items()}
    model.load_state_dict(widened)
    return model.eval()
