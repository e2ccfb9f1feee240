"""Makes glyph-nano: corpus -> tokenizer -> training -> export -> baselines -> audit."""

import argparse
import hashlib
import json
import pickle
import shutil
import sys
from pathlib import Path

import torch

import bpe
import corpus
import evaluate
import train
import weights

HERE = Path(__file__).resolve().parent
FILES = ("model.safetensors", "config.json", "vocab.json", "merges.txt")


def show(value):
    print(json.dumps(value, indent=2), flush=True)


def stage_corpus(options):
    """Texts, tokenizer and encoded documents."""
    sources = corpus.load(options.wordnet)
    training = [text for documents, _ in sources.values() for text in documents]
    bpe.write(*bpe.train(training), options.work_dir)
    tokenizer = bpe.load(options.work_dir)
    end_of_text = tokenizer.token_to_id(bpe.END_OF_TEXT)
    encoded = {}
    for source, parts in sources.items():
        encoded[source] = {}
        for part, documents in zip(("training", "held_out"), parts):
            ids = train.encode(tokenizer, documents, end_of_text)
            size = sum(len(text.encode("utf-8")) for text in documents)
            encoded[source].update({part: ids, f"{part}_bytes": size})
            tokens = sum(map(len, ids))
            print(f"{source}, {part}: {len(ids)} documents, {size} bytes, {tokens} tokens")
    with open(options.work_dir / "encoded.pickle", "wb") as file:
        pickle.dump(encoded, file)


def load_encoded(options):
    with open(options.work_dir / "encoded.pickle", "rb") as file:
        return pickle.load(file)


def stage_train(options):
    encoded = load_encoded(options)
    documents = [document for source in encoded.values() for document in source["training"]]
    state = train.train(
        documents,
        bpe.VOCABULARY_SIZE,
        options.work_dir,
        options.minutes,
        options.threads,
        log=lambda line: print(line, flush=True),
    )
    show(state)


def stage_export(options):
    """The four files of the model, from the last checkpoint."""
    for name in ("vocab.json", "merges.txt"):
        shutil.copyfile(options.work_dir / name, options.model_dir / name)
    show(weights.export(options.work_dir / "checkpoint.pt", options.model_dir))
    for name in FILES:
        data = (options.model_dir / name).read_bytes()
        print(f"{name}: {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")


def stage_evaluate(options):
    model, tokenizer = weights.load(options.model_dir), bpe.load(options.model_dir)
    end_of_text = tokenizer.token_to_id(bpe.END_OF_TEXT)
    encoded = load_encoded(options)
    print(f"model, training: {evaluate.training_loss(model, encoded, end_of_text):.4f} nats/token")
    losses = evaluate.losses(model, encoded, bpe.VOCABULARY_SIZE, end_of_text)
    for name, rows in losses.items():
        for source, (nats, bits) in rows.items():
            print(f"{name}, held-out {source}: {nats:.4f} nats/token, {bits:.4f} bits/byte")
    for text in evaluate.samples(model, tokenizer):
        print(f"```text\n{text}\n```")


def stage_audit(options):
    import audit  # here, since it needs the witness, which the other stages do without

    show(audit.audit(options.model_dir))


STAGES = {
    "corpus": stage_corpus,
    "train": stage_train,
    "export": stage_export,
    "evaluate": stage_evaluate,
    "audit": stage_audit,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stages", nargs="*", help=f"some of {', '.join(STAGES)}; by default all")
    parser.add_argument("--work-dir", type=Path, default=HERE / "build", help="for scratch files")
    parser.add_argument("--model-dir", type=Path, default=HERE, help="where the model goes")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--minutes", type=float, default=55, help="time to train, in all")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if not set(options.stages) <= STAGES.keys():
        sys.exit(f"unknown stage in {options.stages}")
    options.work_dir.mkdir(parents=True, exist_ok=True)
    options.model_dir.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    for stage in options.stages or STAGES:
        print(f"== {stage}", flush=True)
        STAGES[stage](options)


if __name__ == "__main__":
    main()
