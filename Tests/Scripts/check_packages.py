"""Whether this Python has the packages that files in pip's form ask for, in their exact versions.

    check_packages.py FILE…

Ends with 1 and a line for each package that is missing or of another version.
"""

import importlib.metadata
import pathlib
import sys


def differences(text):
    for line in text.splitlines():
        name, _, version = line.partition("#")[0].strip().partition("==")
        if not name:
            continue
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found = "none"
        if found != version:
            yield f"{name}: expected {version}, got {found}"


lines = [line for path in sys.argv[1:] for line in differences(pathlib.Path(path).read_text())]
sys.stdout.write("".join(line + "\n" for line in lines))
sys.exit(1 if lines or len(sys.argv) < 2 else 0)
