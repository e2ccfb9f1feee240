"""Writes a model's weights in every container that the laboratory reads, with other people's
writers: h5py and the safetensors package.

    python3 write_containers.py MODEL_FOLDER OUT_FOLDER

OUT_FOLDER gets a folder for each form, with config.json and the tokenizer's files beside the
weights: f32, shards, flat, gzip, keras, f64.
"""

import json
import os
import shutil
import sys

import h5py
import numpy
from safetensors.numpy import load_file, save_file

COMPANIONS = ["config.json", "vocab.json", "merges.txt"]


def folder(out, name, source):
    path = os.path.join(out, name)
    os.makedirs(path)
    for companion in COMPANIONS:
        shutil.copy(os.path.join(source, companion), path)
    return path


def keras_name(name):
    """h.0.attn.c_attn.weight as the hub's tf_model.h5 for GPT-2 calls it."""
    module, leaf = name.rsplit(".", 1)
    if module.split(".")[-1].startswith("ln_"):
        leaf = {"weight": "gamma", "bias": "beta"}[leaf]
    if module == "wpe":
        leaf = "embeddings"
    parts = module.split(".")
    if parts[0] == "h":
        parts = ["h_._" + parts[1]] + parts[2:]
    return "transformer/tfgp_t2lm_head_model/transformer/" + "/".join(parts) + f"/{leaf}:0"


def write_shards(path, tensors):
    names = sorted(tensors)
    halves = [names[: len(names) // 2], names[len(names) // 2 :]]
    weight_map = {}
    for number, half in enumerate(halves, start=1):
        file = f"model-{number:05d}-of-00002.safetensors"
        save_file({name: tensors[name] for name in half}, os.path.join(path, file))
        weight_map.update({name: file for name in half})
    total = sum(tensor.nbytes for tensor in tensors.values())
    index = {"metadata": {"total_size": total}, "weight_map": weight_map}
    with open(os.path.join(path, "model.safetensors.index.json"), "w") as file:
        json.dump(index, file, indent=2)


def main(source, out):
    tensors = {
        name: tensor.astype("<f4")
        for name, tensor in load_file(os.path.join(source, "model.safetensors")).items()
    }
    save_file(tensors, os.path.join(folder(out, "f32", source), "model.safetensors"))
    write_shards(folder(out, "shards", source), tensors)
    with h5py.File(os.path.join(folder(out, "flat", source), "model.h5"), "w") as file:
        for name, tensor in tensors.items():
            file[name] = tensor
    with h5py.File(os.path.join(folder(out, "gzip", source), "model.h5"), "w") as file:
        for name, tensor in tensors.items():
            chunks = tuple(max(1, (size + 2) // 3) for size in tensor.shape)
            file.create_dataset(
                name, data=tensor, chunks=chunks, compression="gzip", shuffle=tensor.ndim == 2
            )
    with h5py.File(os.path.join(folder(out, "keras", source), "tf_model.h5"), "w") as file:
        file.attrs["backend"] = "tensorflow"
        for name, tensor in tensors.items():
            is_row = tensor.ndim == 1 and not name.split(".")[-2].startswith("ln_")
            file[keras_name(name)] = tensor.reshape(1, -1) if is_row else tensor
    with h5py.File(os.path.join(folder(out, "f64", source), "model.h5"), "w") as file:
        for name, tensor in tensors.items():
            file[name] = tensor.astype("<f8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
