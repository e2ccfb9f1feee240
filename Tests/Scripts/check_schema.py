"""Counts the scenario files that the schema takes, and those that it refuses with a misspelled step."""

import copy
import json
import pathlib
import sys

import jsonschema

root = pathlib.Path(sys.argv[1])
schema = json.loads((root / "scenario.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
taken = refused = 0
for path in sorted((root / "scenarios").glob("*/*.json")):
    scenario = json.loads(path.read_text(encoding="utf-8"))
    if validator.is_valid(scenario):
        taken += 1
    else:
        print(path.name, "is refused", file=sys.stderr)
    damaged = copy.deepcopy(scenario)
    damaged["steps"][0]["dooo"] = 1
    refused += not validator.is_valid(damaged)
print(f"{taken} taken, {refused} refused")
