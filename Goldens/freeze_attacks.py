"""Writes attack-suite.json, the frozen outcome of every trial, from the program's own reports.

    glyphlab attack run --format json > run.json
    glyphlab attack mutate --format json > mutate.json
    python3 Goldens/freeze_attacks.py run.json mutate.json > frozen.json

A line for each trial: system, scenario, profile, verdict, SHA-256 of its events. A line for each
guard that is taken out: system, profile, guard, the scenario that turned red, its verdict. A line
for each frozen run of honest use: system, profile, seed, SHA-256 of its events; these are printed
by the test that compares them, and are kept as they are.
"""

import json
import sys


def lines(rows, members):
    return [" ".join(row[member] or "none" for member in members) for row in rows]


def main():
    run, mutate = (json.load(open(name, encoding="utf-8")) for name in sys.argv[1:3])
    frozen = {
        "trials": lines(
            run["verdicts"], ["system", "id", "profile", "verdict", "log_digest"]),
        "mutations": lines(
            mutate["mutations"], ["system", "profile", "guard", "scenario", "verdict"]),
        "null_runs": json.load(open("Goldens/attack-suite.json", encoding="utf-8"))["null_runs"],
    }
    print(json.dumps(frozen, indent=2))


main()
