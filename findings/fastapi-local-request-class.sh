#!/bin/sh
# fastapi 0.165.0: a request class that stands inside a function becomes a query parameter, in
# silence, wherever annotations are postponed.
#
# With `from __future__ import annotations`, FastAPI looks for the names of annotations among the
# module's globals. A class of a function is not there: the name stays a forward reference. There is
# no error when the route is made. At run time the parameter counts as one of the query, so that
#   * the endpoint answers 422 to every body, good ones too ("loc": ["query", NAME]);
#   * the same code without the import, or with the class outside the function, answers 200;
#   * only app.openapi() raises.
# The published gateway network of this laboratory is written so: twelve of its endpoints, votes
# and minting among them, refuse whatever is sent to them (profile `published`, `shipped`).
#
# Seen on 2026-11-29, Python 3.11, with pydantic 2.14.4 and httpx 0.28.1.
# Ends with 0 if the behaviour is still the same.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/python"
"$folder/python/bin/python" -m pip install -q --disable-pip-version-check \
    fastapi==0.165.0 pydantic==2.14.4 httpx==0.28.1
cat >"$folder/within.py" <<'PYTHON'
from fastapi import FastAPI
from pydantic import BaseModel


def made():
    class Vote(BaseModel):
        epoch: str

    app = FastAPI()

    @app.post("/vote")
    def vote(ballot: Vote):
        return {"epoch": ballot.epoch}

    return app
PYTHON
(echo 'from __future__ import annotations' && cat "$folder/within.py") >"$folder/postponed.py"
cd "$folder"
"$folder/python/bin/python" - <<'PYTHON'
import postponed
import within
from fastapi.testclient import TestClient


def answer(app):
    return TestClient(app).post("/vote", json={"epoch": "e-1"})


plain, late = answer(within.made()), answer(postponed.made())
print("annotations at once:", plain.status_code, plain.json())
print("annotations postponed:", late.status_code, late.json())
assert plain.status_code == 200 and plain.json() == {"epoch": "e-1"}
assert late.status_code == 422
assert late.json()["detail"][0]["loc"] == ["query", "ballot"], late.json()
assert within.made().openapi()["paths"]["/vote"]["post"]["requestBody"]
try:
    postponed.made().openapi()
except Exception as error:
    print("its description:", type(error).__name__)
    assert type(error).__name__ == "PydanticUserError"
else:
    raise AssertionError("the description was made")
print("as found")
PYTHON
