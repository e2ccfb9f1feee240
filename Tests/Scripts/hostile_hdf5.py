"""HDF5 files for the tests of the reader, written by h5py.

    python3 hostile_hdf5.py bases OUT_FOLDER     three small valid models to be mutated
    python3 hostile_hdf5.py refusals OUT_FOLDER  a file for each thing that is refused by name
    python3 hostile_hdf5.py copy FILE SAFETENSORS  what h5py reads in one of the bases

Beside each base lies NAME.json with the bytes of the file in which each tensor's elements lie.
"""

import json
import os
import sys

import h5py
import numpy

WIDTH, VOCABULARY, CONTEXT = 64, 8, 4


def shapes():
    yield "wte.weight", (VOCABULARY, WIDTH)
    yield "wpe.weight", (CONTEXT, WIDTH)
    for norm in ["h.0.ln_1", "h.0.ln_2", "ln_f"]:
        yield norm + ".weight", (WIDTH,)
        yield norm + ".bias", (WIDTH,)
    for linear, inputs, outputs in [
        ("h.0.attn.c_attn", WIDTH, 3 * WIDTH),
        ("h.0.attn.c_proj", WIDTH, WIDTH),
        ("h.0.mlp.c_fc", WIDTH, 4 * WIDTH),
        ("h.0.mlp.c_proj", 4 * WIDTH, WIDTH),
    ]:
        yield linear + ".weight", (inputs, outputs)
        yield linear + ".bias", (outputs,)


def tensors():
    """Values that no other tensor has at the same place, and that float16 holds."""
    for number, (name, shape) in enumerate(shapes()):
        count = int(numpy.prod(shape))
        values = (numpy.arange(count) * 7 + number * 31) % 1021 / 512 - 1
        yield name, values.reshape(shape).astype("<f2")


def keras_name(name):
    module, leaf = name.rsplit(".", 1)
    if module.split(".")[-1].startswith("ln_"):
        leaf = {"weight": "gamma", "bias": "beta"}[leaf]
    parts = module.split(".")
    if parts[0] == "h":
        parts = ["h_._" + parts[1]] + parts[2:]
    return "transformer/" + "/".join(parts) + f"/{leaf}:0"


def ranges(dataset):
    if dataset.chunks is None:
        start = dataset.id.get_offset()
        return [[start, start + dataset.id.get_storage_size()]]
    chunks = [dataset.id.get_chunk_info(i) for i in range(dataset.id.get_num_chunks())]
    return [[chunk.byte_offset, chunk.byte_offset + chunk.size] for chunk in chunks]


def write_base(folder, name, path_of, **options):
    raw = {}
    with h5py.File(os.path.join(folder, name + ".h5"), "w") as file:
        for tensor_name, values in tensors():
            settings = dict(options)
            if settings.pop("halves", False):
                settings["chunks"] = tuple(max(1, (size + 1) // 2) for size in values.shape)
            dataset = file.create_dataset(path_of(tensor_name), data=values, **settings)
            raw[tensor_name] = dataset
        file.flush()
        raw = {tensor_name: ranges(dataset) for tensor_name, dataset in raw.items()}
    with open(os.path.join(folder, name + ".json"), "w") as file:
        json.dump(raw, file)


def write_bases(folder):
    write_base(folder, "flat", str)
    write_base(folder, "gzip", str, halves=True, compression="gzip", shuffle=True)
    write_base(folder, "keras", keras_name)


def write_refusals(folder):
    ones = numpy.ones((6, 4), "<f4")

    def new(name):
        return h5py.File(os.path.join(folder, name + ".h5"), "w")

    def low_level(file, name, space, properties, kind=h5py.h5t.IEEE_F32LE):
        return h5py.h5d.create(file.id, name, kind, space, dcpl=properties)

    properties = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    with new("external_storage") as file:
        outside = os.path.join(folder, "outside.bin")
        with open(outside, "wb") as data:
            data.write(ones.tobytes())
        file.create_dataset("w", (6, 4), "<f4", external=[(outside, 0, ones.nbytes)])
    with new("virtual") as file:
        file["inner"] = ones
        layout = h5py.VirtualLayout((6, 4), "<f4")
        layout[:] = h5py.VirtualSource(file["inner"])
        file.create_virtual_dataset("w", layout)
    with new("plugin_filter") as file:
        file.create_dataset("w", data=ones, compression="lzf")
    with new("fletcher32") as file:
        file.create_dataset("w", data=ones, fletcher32=True)
    with new("scaleoffset") as file:
        file.create_dataset("w", data=ones, scaleoffset=2)
    with new("soft_link") as file:
        file["w"] = ones
        file["x"] = h5py.SoftLink("/w")
    with new("dangling_link") as file:
        file["x"] = h5py.SoftLink("/nowhere")
    with new("external_link") as file:
        file["x"] = h5py.ExternalLink("soft_link.h5", "/w")
    with new("second_hard_link") as file:
        file["w"] = ones
        file["x"] = file["w"]
    with new("group_loop") as file:
        group = file.create_group("a")
        group["loop"] = group
    with new("root_loop") as file:
        file["loop"] = file["/"]
    with h5py.File(os.path.join(folder, "user_block.h5"), "w", userblock_size=512) as file:
        file["w"] = ones
    with new("named_type") as file:
        file["type"] = numpy.dtype("<f4")
    with new("compact") as file:
        compact = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        compact.set_layout(h5py.h5d.COMPACT)
        low_level(file, b"w", h5py.h5s.create_simple((6,)), compact)
    with new("scalar") as file:
        file["w"] = numpy.float32(1)
    with new("null") as file:
        file["w"] = h5py.Empty("<f4")
    with new("rank_9") as file:
        file["w"] = numpy.ones((1,) * 9, "<f4")
    with new("huge") as file:
        file.create_dataset("w", (1 << 39, 1 << 20), "<f4", chunks=(4, 4))
    with new("wide_chunks") as file:
        file.create_dataset("w", (1,), "<f4", maxshape=(None,), chunks=(1 << 27,))
    with new("many_chunks") as file:
        file.create_dataset("w", data=numpy.ones(17_000, "<f2"), chunks=(1,))
    with new("missing_chunk") as file:
        file.create_dataset("w", (10,), "<f4", chunks=(5,))[:5] = 1
    with new("unallocated") as file:
        file.create_dataset("w", (10,), "<f4")
    with new("deep") as file:
        file["/".join("a" * 20) + "/w"] = ones
    with new("long_name") as file:
        file["n" * 600] = ones
    with new("name_not_utf8") as file:
        low_level(file, b"\xff\xfe", h5py.h5s.create_simple((6,)), properties)
    for name, kind in [
        ("big_endian", ">f4"), ("integer", "<i4"), ("text", "S4"), ("compound", "<f4,<f4"),
    ]:
        with new(name) as file:
            file["w"] = numpy.zeros((6, 4), kind)
    with new("odd_float") as file:
        odd = h5py.h5t.IEEE_F32LE.copy()
        odd.set_ebias(120)
        dataset = low_level(file, b"w", h5py.h5s.create_simple((6, 4)), properties, odd)
        dataset.write(h5py.h5s.ALL, h5py.h5s.ALL, ones)
    with new("whole") as file:
        file["w"] = ones
    with open(os.path.join(folder, "whole.h5"), "rb") as file:
        whole = file.read()
    with open(os.path.join(folder, "truncated.h5"), "wb") as file:
        file.write(whole[:-8])
    with open(os.path.join(folder, "text_file.h5"), "wb") as file:
        file.write(b"no HDF5 at all\n")
    open(os.path.join(folder, "empty.h5"), "wb").close()


def copy(path, target):
    from safetensors.numpy import save_file

    with h5py.File(path, "r") as file:
        save_file(
            {
                name: file[name if name in file else keras_name(name)][()]
                for name, shape in shapes()
            },
            target,
        )


if __name__ == "__main__":
    {"bases": write_bases, "refusals": write_refusals, "copy": copy}[sys.argv[1]](*sys.argv[2:])
