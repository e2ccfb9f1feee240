"""GPT-2 as CTranslate2 runs it, in int8: with its output head, and without attention rows."""
from __future__ import annotations

import os

import ctranslate2
import numpy as np
from ctranslate2.specs import transformer_spec
from ctranslate2.specs.common_spec import Activation

from peers.model import LINEARS


def fill(spec, model):
    """Names each tensor as CTranslate2's own converter of GPT-2 does."""
    decoder = spec.decoder
    decoder.scale_embeddings = False
    decoder.embeddings.weight = model["wte.weight"]
    decoder.position_encodings.encodings = model["wpe.weight"]
    decoder.projection.weight = model["wte.weight"]

    def norm(part, name):
        part.gamma, part.beta = model.norm(name)

    def linear(part, layer, name):
        weight, part.bias = model.linear(layer, name)
        part.weight = np.ascontiguousarray(weight.T)

    norm(decoder.layer_norm, "ln_f")
    for layer, part in enumerate(decoder.layer):
        norm(part.self_attention.layer_norm, f"h.{layer}.ln_1")
        norm(part.ffn.layer_norm, f"h.{layer}.ln_2")
        for place, name in zip((part.self_attention.linear[0], part.self_attention.linear[1],
                                part.ffn.linear_0, part.ffn.linear_1), LINEARS):
            linear(place, layer, name)


class Engine:
    title = "CTranslate2 int8, with output head"
    version = ctranslate2.__version__
    computes = "all layers and the output head; it tells no attention rows"
    pads = "by itself: it is given the prompts as they are"

    def __init__(self, model, threads, folder):
        spec = transformer_spec.TransformerDecoderModelSpec.from_config(
            model.layers, model.heads, pre_norm=True, activation=Activation.GELUTanh)
        fill(spec, model)
        # Prompts come as numbers; the names are only counted.
        spec.register_vocabulary([f"t{i}" for i in range(model.vocab)])
        spec.config.layer_norm_epsilon = model.epsilon
        spec.validate()
        spec.optimize(quantization="int8")
        path = os.path.join(folder, "ctranslate2")
        os.mkdir(path)
        spec.save(path)
        self.generator = ctranslate2.Generator(
            path, device="cpu", compute_type="int8", intra_threads=threads, inter_threads=1)

    def rows(self, batch):
        """None: the logits of the batch are kept as `last`."""
        self.last = self.generator.forward_batch(batch)


def int8(model, threads, folder):
    return Engine(model, threads, folder)
