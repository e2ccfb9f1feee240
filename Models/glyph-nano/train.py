"""Training: AdamW on packed documents for a fixed time, with checkpoints it resumes from."""

import math
import os
import time

import numpy as np
import torch
import torch.nn.functional as F

import gpt2

SEED = 20250
SEQUENCES_PER_PASS, PASSES_PER_STEP = 2, 4  # 4,096 tokens a step
PEAK_RATE, FINAL_RATE, WARM_UP_STEPS = 2e-3, 2e-5, 100
WEIGHT_DECAY, BETAS, CLIP = 0.1, (0.9, 0.95), 1.0
CHECKPOINT_SECONDS = 120


def encode(tokenizer, documents, end_of_text):
    """Each document as an array of ids with <|endoftext|> behind it."""
    encoded = tokenizer.encode_batch(documents)
    return [np.array(one.ids + [end_of_text], dtype=np.int64) for one in encoded]


def epoch_windows(documents, epoch):
    """All training documents in a fresh order, packed and cut: [n, 513]."""
    random = np.random.default_rng([SEED, epoch])
    order = random.permutation(len(documents))
    stream = np.concatenate([documents[i] for i in order])
    count = (len(stream) - 1) // gpt2.CONTEXT
    starts = np.arange(count) * gpt2.CONTEXT
    return stream[starts[:, None] + np.arange(gpt2.CONTEXT + 1)]


def loss_sum(model, windows):
    """Summed loss in nats of the windows' predicted tokens."""
    ids = torch.from_numpy(windows)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1).float(), ids[:, 1:].flatten(), reduction="sum")


def learning_rate(step, progress):
    """Cosine over the time budget (`progress` 0…1), after a warm-up counted in steps."""
    cosine = 0.5 * (1 + math.cos(math.pi * min(progress, 1.0)))
    return min(1.0, (step + 1) / WARM_UP_STEPS) * (FINAL_RATE + (PEAK_RATE - FINAL_RATE) * cosine)


def make_optimizer(model):
    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    groups = [
        {"params": matrices, "weight_decay": WEIGHT_DECAY},
        {"params": vectors, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=PEAK_RATE, betas=BETAS, fused=True)


def save(path, model, optimizer, state):
    """Replaces the checkpoint in one move, so that a stop at any moment leaves a whole one."""
    partial = path.with_suffix(".partial")
    saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "state": state}
    torch.save(saved, partial)
    os.replace(partial, path)


def one_step(model, optimizer, windows, rate):
    """Mean loss of the step, in nats per token."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad(set_to_none=True)
    tokens, total = windows[:, 1:].size, 0.0
    for part in np.array_split(windows, PASSES_PER_STEP):
        loss = loss_sum(model, part) / tokens
        loss.backward()
        total += loss.item()
    torch.nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step()
    return total


def train(documents, vocabulary_size, work_dir, minutes, threads, log=print):
    """Trains for `minutes` of wall time in all, going on from a checkpoint if there is one."""
    torch.manual_seed(SEED)
    torch.set_num_threads(threads)
    path = work_dir / "checkpoint.pt"
    model = gpt2.GPT2(vocabulary_size, gpt2.EMBEDDING_SCALE)
    optimizer = make_optimizer(model)
    state = {"step": 0, "epoch": 0, "window": 0, "seconds": 0.0, "loss": math.log(vocabulary_size)}
    if path.exists():
        saved = torch.load(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        state = saved["state"]
    windows = epoch_windows(documents, state["epoch"])
    size = SEQUENCES_PER_PASS * PASSES_PER_STEP
    begun, last_saved = time.monotonic() - state["seconds"], state["seconds"]
    while state["seconds"] < 60 * minutes:
        if state["window"] + size > len(windows):
            state.update(epoch=state["epoch"] + 1, window=0)
            windows = epoch_windows(documents, state["epoch"])
        batch = windows[state["window"] : state["window"] + size]
        rate = learning_rate(state["step"], state["seconds"] / (60 * minutes))
        loss = one_step(model, optimizer, batch, rate)
        state.update(step=state["step"] + 1, window=state["window"] + size)
        state["loss"] += 0.02 * (loss - state["loss"])
        state["seconds"] = time.monotonic() - begun
        if state["step"] % 50 == 0:
            log(
                f"step {state['step']} epoch {state['epoch']} seconds {state['seconds']:.0f} "
                f"rate {rate:.2e} loss {loss:.3f} mean {state['loss']:.3f}"
            )
        if state["seconds"] - last_saved > CHECKPOINT_SECONDS:
            save(path, model, optimizer, state)
            last_saved = state["seconds"]
    save(path, model, optimizer, state)
    return state
