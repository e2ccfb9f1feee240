"""Losses of the exported model, and of the baselines on the same held-out tokens; samples."""

import math

import numpy as np
import torch
import torch.nn.functional as F

import bpe
import gpt2
import ngram

SAMPLE_SEED, SAMPLE_TOKENS, TEMPERATURE, TOP = 7, 60, 0.8, 40
SAMPLE_PROMPTS = ["In the beginning", "And David said unto", "river (noun):", "walk (verb):"]
TRAINING_SHARE = 25  # the training loss is taken on every 25th training document


def model_nats(model, documents, end_of_text):
    """Summed over every token; the packed stream is cut at 512, so a window's first tokens see
    less context than the n-grams do."""
    stream = np.concatenate([[end_of_text], *documents])
    total = 0.0
    with torch.no_grad():
        for start in range(0, len(stream) - 1, gpt2.CONTEXT):
            ids = torch.from_numpy(stream[start : start + gpt2.CONTEXT + 1])[None]
            total += F.cross_entropy(model(ids[:, :-1])[0], ids[0, 1:], reduction="sum").item()
    return total


def training_loss(model, encoded, end_of_text):
    """Nats per token of the finished model on a fixed share of what it was trained on."""
    documents = [
        document
        for parts in encoded.values()
        for document in parts["training"][::TRAINING_SHARE]
    ]
    return model_nats(model, documents, end_of_text) / sum(map(len, documents))


def baselines(encoded, vocabulary_size, end_of_text):
    """{name: {source: its summed nats on the held-out documents}}. `told` n-grams learn from the
    source they are asked about alone: a model has to find that out from the text."""
    both = [document for parts in encoded.values() for document in parts["training"]]
    trained_on = {"": dict.fromkeys(encoded, both)}
    trained_on[", told the source"] = {
        source: parts["training"] for source, parts in encoded.items()
    }
    result = {}
    for label, training in trained_on.items():
        for order, name in ((3, "trigram"), (5, "5-gram")):
            rows = result[name + label] = {}
            for source, parts in encoded.items():
                model = ngram.KneserNey(training[source], order, vocabulary_size, end_of_text)
                rows[source] = model.nats(parts["held_out"])
    result["unigram"] = {
        source: ngram.unigram_nats(both, parts["held_out"], vocabulary_size)
        for source, parts in encoded.items()
    }
    return result


def losses(model, encoded, vocabulary_size, end_of_text):
    """{name: {source: (nats per token, bits per byte)}} on the held-out documents."""
    totals = {
        "model": {
            source: model_nats(model, parts["held_out"], end_of_text)
            for source, parts in encoded.items()
        },
        **baselines(encoded, vocabulary_size, end_of_text),
    }
    tokens = {source: sum(map(len, parts["held_out"])) for source, parts in encoded.items()}
    sizes = {source: parts["held_out_bytes"] for source, parts in encoded.items()}
    for row in (tokens, sizes, *totals.values()):
        row["all"] = sum(row.values())
    return {
        name: {
            source: (nats / tokens[source], nats / sizes[source] / math.log(2))
            for source, nats in row.items()
        }
        for name, row in totals.items()
    }


def sample(model, tokenizer, prompt, generator):
    """The prompt, at the start of a document, and its continuation: top-k with temperature."""
    ids = tokenizer.encode(bpe.END_OF_TEXT + prompt).ids
    with torch.no_grad():
        for _ in range(SAMPLE_TOKENS):
            logits, candidates = model(torch.tensor([ids]))[0, -1].topk(TOP)
            weights = torch.softmax(logits / TEMPERATURE, dim=-1)
            ids.append(candidates[torch.multinomial(weights, 1, generator=generator)].item())
    return tokenizer.decode(ids[1:], skip_special_tokens=False)


def samples(model, tokenizer):
    generator = torch.Generator().manual_seed(SAMPLE_SEED)
    return [sample(model, tokenizer, prompt, generator) for prompt in SAMPLE_PROMPTS]
