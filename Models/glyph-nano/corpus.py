"""The training text: the King James Bible and WordNet 3.0, as Debian packages them."""

import re
import subprocess
from pathlib import Path

HELD_OUT_EVERY = 25  # document i of a source is held out when i % 25 == 24
SYNSETS_PER_PAGE = 32
WORDNET_PARTS = {"noun": "noun", "verb": "verb", "adj": "adjective", "adv": "adverb"}


def bible_documents(program="bible"):
    """One document per chapter, one verse per line, references left out."""
    printed = subprocess.run(
        [program, "-f", "gen1:1-rev22:21"], check=True, capture_output=True
    ).stdout.decode("latin-1")
    chapters = {}
    for line in printed.splitlines():
        match = re.match(r"(\w+\d+):\d+ (.*)", line)
        if match is None:
            raise ValueError(f"not a verse: {line!r}")
        chapters.setdefault(match[1], []).append(match[2].strip())
    return ["\n".join(verses) + "\n" for verses in chapters.values()]


def synset_line(line, part):
    """`words (part): gloss` from one line of a WordNet data file (its format: wndb(5WN))."""
    data, gloss = line.rstrip().split(" | ", 1)
    fields = data.split()
    word_count = int(fields[3], 16)
    words = [fields[4 + 2 * i].replace("_", " ") for i in range(word_count)]
    # An adjective may carry a marker of its syntactic place, as in `galore(ip)`.
    words = [re.sub(r"\((a|p|ip)\)$", "", word) for word in words]
    return f"{', '.join(words)} ({part}): {gloss.strip()}"


def wordnet_documents(folder):
    """Pages of 32 neighbouring synsets: the files are ordered by subject."""
    documents = []
    for suffix, part in WORDNET_PARTS.items():
        text = (Path(folder) / f"data.{suffix}").read_text(encoding="latin-1")
        # The licence stands at the head of each file, indented by two blanks.
        lines = [synset_line(line, part) for line in text.splitlines() if not line.startswith("  ")]
        for start in range(0, len(lines), SYNSETS_PER_PAGE):
            documents.append("\n".join(lines[start : start + SYNSETS_PER_PAGE]) + "\n")
    return documents


def split(documents):
    """(training, held-out): a share fixed by position."""
    held_out = documents[HELD_OUT_EVERY - 1 :: HELD_OUT_EVERY]
    training = [
        text for i, text in enumerate(documents) if i % HELD_OUT_EVERY != HELD_OUT_EVERY - 1
    ]
    return training, held_out


def load(wordnet_folder):
    """{source: (training documents, held-out documents)}"""
    return {
        "bible": split(bible_documents()),
        "wordnet": split(wordnet_documents(wordnet_folder)),
    }
