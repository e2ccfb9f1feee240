"""Writes tokenizer.json with the tokenizers package, and the ids that it gives.

    python3 write_tokenizer.py MODEL_FOLDER TOKENIZER_JSON < TEXTS_JSON > IDS_JSON

MODEL_FOLDER holds vocab.json and merges.txt; TEXTS_JSON is an array of texts.
"""

import json
import os
import sys

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

folder, target = sys.argv[1:]
tokenizer = Tokenizer(
    models.BPE.from_file(os.path.join(folder, "vocab.json"), os.path.join(folder, "merges.txt"))
)
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
tokenizer.add_special_tokens([AddedToken("<|endoftext|>", special=True, normalized=False)])
tokenizer.save(target)
texts = json.load(sys.stdin)
json.dump([tokenizer.encode(text).ids for text in texts], sys.stdout)
