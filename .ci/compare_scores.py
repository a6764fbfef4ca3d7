"""Compares the scores in target/score with .ci/reached.json; `--update` writes that file."""

import json
import pathlib
import re
import sys

REACHED = pathlib.Path(".ci/reached.json")


def scores(path):
    rates = json.loads(path.read_text())["rates"]
    found = {name: rate["rate"] for name, rate in rates.items() if isinstance(rate, dict)}
    found["examples.ok"] = examples(path)
    if path.with_suffix(".prose.json").exists():
        found["prose.kept"] = prose(path)
    # Where nothing of a kind is read there is no rate.
    return {name: rate for name, rate in found.items() if rate is not None}


def examples(path):
    """The rate of examples that fit the model, of those that are not broken themselves."""
    facts = json.loads(path.with_suffix(".facts.json").read_text())
    outcomes = [e["outcome"] for o in facts["operations"] for e in o["examples"]]
    ok, mismatch = outcomes.count("ok"), outcomes.count("mismatch")
    print(f"{path.stem}: examples ok: {ok} of {ok + mismatch}")
    return round(ok / max(ok + mismatch, 1), 4)


def prose(path):
    """The rate of sentences of pages that the model has."""
    counts = json.loads(path.with_suffix(".prose.json").read_text())
    print(f"{path.stem}: sentences kept: {counts['kept']} of {counts['sentences']}")
    return round(counts["kept"] / max(counts["sentences"], 1), 4)


def drift(path):
    """`type-added  recall 170/173 = 0.9827   precision …`, one code a line."""
    found = {}
    for line in path.read_text().splitlines():
        for measure, rate in re.findall(r"(recall|precision) \d+/\d+ = ([\d.]+)", line):
            found[f"{line.split()[0]}.{measure}"] = float(rate)
    return found


def main():
    found = {
        path.stem: scores(path)
        for path in sorted(pathlib.Path("target/score").glob("*.json"))
        if not path.stem.endswith((".facts", ".prose"))
    }
    found["drift"] = drift(pathlib.Path("target/score/drift/score.txt"))
    if "--update" in sys.argv:
        REACHED.write_text(json.dumps(found, indent=2) + "\n")
        return 0
    fallen = [
        f"{corpus}: {measure} is {found.get(corpus, {}).get(measure)}, was {before}"
        for corpus, measures in json.loads(REACHED.read_text()).items()
        for measure, before in measures.items()
        if (found.get(corpus, {}).get(measure) or 0) < before
    ]
    print("\n".join(fallen) or "no measure is below what has been reached")
    return 1 if fallen else 0


sys.exit(main())
