"""Audit of glyph-nano: are its fingerprints distinct, and is integer attention close to float?

The integer side is the reference witness, Goldens/witness.py of this repository; the float side
is float32 PyTorch on the same exported F16 weights.
"""

import argparse
import json
import random
import sys
from pathlib import Path

import numpy as np
import torch

import weights

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent.parent / "Goldens"))

import witness  # noqa: E402  (its folder has to be on the path first)

SEED, PROMPTS = 300, 300
Q16 = 65536
# The 200 most frequent lower-case words of the training text.
WORDS = """
the of noun and in to or that with for adjective an is by verb he his as from be on not shall
was unto it they him which all who them genus are having at one their used have out into thou up
my will me thy said any when were but thee her you people ye adverb man small this made had
family upon two your especially make being relating there house king something before no usually
large time over day person son children against come came hath down she land manner we after
water flowers hand some more can so white its other city if men between than act do like also
someone body has go through part off long tree place without about name shalt order us things
great went every even away form state take good high set our plant leaves light first work
saying many put law blood another give way may system life where heart earth saith because
together cause consisting red head very these let under word language did yellow whose unit
right three often found group been among say pass side sons back now line common number fire use
given days
""".split()


def prompts():
    """(salt, prompt) pairs: 6 to 16 words each."""
    source = random.Random(SEED)
    return [
        (f"audit_{i:03d}", " ".join(source.choices(WORDS, k=source.randint(6, 16))))
        for i in range(PROMPTS)
    ]


def correlation(a, b):
    """Pearson's. A row of fewer than three values, or constant on either side, has no meaningful
    one and counts as 0, so that it cannot hide behind an average."""
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def compare(integer, floating):
    """(largest absolute difference, correlations) of one prompt's rows, both [L, H, T]."""
    a, b = integer.astype(np.float64) / Q16, floating.astype(np.float64)
    pairs = zip(a.reshape(-1, a.shape[-1]), b.reshape(-1, b.shape[-1]))
    return np.abs(a - b).max(), [correlation(x, y) for x, y in pairs]


def audit(folder):
    integer_model, float_model = witness.Model.load(str(folder)), weights.load(folder)
    fingerprints, differences, correlations, lengths = set(), [], [], []
    for salt, prompt in prompts():
        proof = witness.prove(integer_model, salt, prompt)
        fingerprints.add(proof["fingerprint"])
        ids = integer_model.encode(f"{salt} {prompt}")
        with torch.no_grad():
            floating = float_model.last_attention_rows(ids).numpy()
        difference, values = compare(integer_model.attention_rows(ids), floating)
        differences.append(difference)
        correlations.extend(values)
        lengths.append(len(ids))
    return {
        "prompts": PROMPTS,
        "tokens per prompt": [min(lengths), max(lengths)],
        "distinct fingerprints": len(fingerprints),
        "attention rows": len(correlations),
        "rows without a correlation, counted as 0": correlations.count(0.0),
        "largest absolute difference": float(max(differences)),
        "worst correlation": min(correlations),
        "mean correlation": float(np.mean(correlations)),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE, help="the model's folder")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    print(json.dumps(audit(options.folder), indent=2))


if __name__ == "__main__":
    main()
