"""The steps of a workflow, or of a list of steps, from YAML to JSON.

    python3 workflow_steps.py < YAML > JSON
"""

import json
import sys

import yaml

document = yaml.safe_load(sys.stdin)
if isinstance(document, dict):
    steps = [step for job in document["jobs"].values() for step in job["steps"]]
else:
    steps = document
json.dump(
    [{key: step[key] for key in ("uses", "run") if key in step} for step in steps], sys.stdout
)
