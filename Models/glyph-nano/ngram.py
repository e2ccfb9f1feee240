"""The baselines: interpolated modified Kneser-Ney n-grams (Chen and Goodman) and a unigram."""

import numpy as np


def windows(documents, order, end_of_text):
    """Every token with its `order` − 1 predecessors, [tokens, order]; a document starts from
    <|endoftext|> alone, so that no n-gram spans two documents."""
    pad = np.full(order - 1, end_of_text)
    parts = []
    for document in documents:
        padded = np.concatenate([pad, document])
        parts.append(np.lib.stride_tricks.sliding_window_view(padded, order))
    return np.concatenate(parts)


def keys(grams, vocabulary_size):
    """Each row as one integer; five tokens of a 3,072 vocabulary fit 63 bits."""
    result = np.zeros(len(grams), dtype=np.int64)
    for column in grams.T:
        result = result * vocabulary_size + column
    return result


def positions(sorted_keys, wanted):
    """(index of each wanted key, whether it is there)"""
    index = np.minimum(np.searchsorted(sorted_keys, wanted), len(sorted_keys) - 1)
    return index, sorted_keys[index] == wanted


class Level:
    """One order of the model: discounted counts, and each context's total and back-off mass."""

    def __init__(self, grams, counts, vocabulary_size):
        self.grams, self.counts = grams, counts
        n1, n2, n3, n4 = [np.count_nonzero(counts == n) for n in (1, 2, 3, 4)]
        y = n1 / (n1 + 2 * n2)
        discounts = np.array([0, 1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3])
        self.discount = discounts[np.minimum(counts, 3)]
        self.contexts, member = np.unique(grams // vocabulary_size, return_inverse=True)
        self.totals = np.bincount(member, weights=counts)
        self.freed = np.bincount(member, weights=self.discount) / self.totals

    def mix(self, wanted, contexts, lower):
        """Interpolates this order's estimate of the wanted keys with the lower order's."""
        context, context_seen = positions(self.contexts, contexts)
        gram, gram_seen = positions(self.grams, wanted)
        kept = np.where(gram_seen, self.counts[gram] - self.discount[gram], 0)
        mixed = kept / self.totals[context] + self.freed[context] * lower
        return np.where(context_seen, mixed, lower)


class KneserNey:
    def __init__(self, documents, order, vocabulary_size, end_of_text):
        self.order, self.vocabulary_size, self.end_of_text = order, vocabulary_size, end_of_text
        grams, counts = np.unique(
            keys(windows(documents, order, end_of_text), vocabulary_size), return_counts=True
        )
        self.levels = [Level(grams, counts, vocabulary_size)]
        for length in range(order - 1, 0, -1):
            # Below the top, an n-gram counts by how many different tokens come before it.
            grams, counts = np.unique(grams % vocabulary_size**length, return_counts=True)
            self.levels.insert(0, Level(grams, counts, vocabulary_size))

    def probabilities(self, grams):
        """The probability of each row's last token after the others."""
        estimate = np.full(len(grams), 1 / self.vocabulary_size)
        for length, level in enumerate(self.levels, start=1):
            wanted = keys(grams[:, self.order - length :], self.vocabulary_size)
            estimate = level.mix(wanted, wanted // self.vocabulary_size, estimate)
        return estimate

    def nats(self, documents):
        """Summed over every token of the documents, <|endoftext|> included."""
        grams = windows(documents, self.order, self.end_of_text)
        return -np.log(self.probabilities(grams)).sum()


def unigram_nats(training, documents, vocabulary_size):
    """Add-one unigram: what the token frequencies alone are worth."""
    counts = np.bincount(np.concatenate(training), minlength=vocabulary_size) + 1
    return -np.log(counts / counts.sum())[np.concatenate(documents)].sum()
