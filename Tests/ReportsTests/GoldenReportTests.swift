import Encodings
import Reports
import Testing
import Trials

/// Reports as they are written, to the byte: others read them, so that a change here is one for
/// them.
@Suite("Reports to the byte")
struct GoldenReportTests {
    @Test("TAP 13: a known hole is a TODO, a surprise is not")
    func tap() {
        #expect(
            TAPReport.text(SampleSuite.pair, SampleSuite.provenance()) == """
                TAP version 13
                1..2
                # seed 00
                # program glyphlab 0.2.0 (commit 1a2b3c4d5e6f, release)
                # compiler Swift 6.3, Clang 21.0.0
                # machine x86_64, Debian GNU/Linux 12, some processor, 2 threads
                # command glyphlab attack run
                # started 2026-11-28T10:06:34Z
                not ok 1 - chain LED-01 published: overspend by 1 # TODO known hole: \
                loose-values
                  ---
                  id: "LED-01"
                  claim: LED
                  verdict: broken
                  expected: broken
                  severity: critical
                  oracle: "ledger.exact"
                  entry: "block"
                  evidence: "The supply grew by 1."
                  guards_hit: []
                  guards_expected: []
                  log_digest: "c0bcb7f07c3d5f5af0db594a799fb9f5feddc87687a68b176f99d54cb6e7c27e"
                  file: "Adversarial/scenarios/chain/LED-01.json"
                  replay: "glyphlab attack run LED-01 --profile published --seed 00"
                  ...
                not ok 2 - chain POI-03 hardened: precomputed answers
                  ---
                  id: "POI-03"
                  claim: POI
                  verdict: broken
                  expected: held
                  severity: critical
                  oracle: "ledger.exact"
                  entry: "block"
                  evidence: "24 times less {work}."
                  guards_hit: ["RATE", "BUDGET"]
                  guards_expected: ["BUDGET"]
                  measured: "12 of 1,000 attempts went the attacker's way, 24.31 times cheaper \
                than honest work, 1.10 allowed; success rate at most 2.503 % with a confidence \
                of 99.9 %"
                  duration_ms: 1234
                  log_digest: "c0bcb7f07c3d5f5af0db594a799fb9f5feddc87687a68b176f99d54cb6e7c27e"
                  file: "Adversarial/scenarios/chain/POI-03.json"
                  replay: "glyphlab attack run POI-03 --profile hardened --seed 00"
                  ...
                # 1 unexpected verdict

                """)
    }

    @Test("What was counted but not drawn has no rate")
    func counted() {
        let strength = Measurement(
            unit: "bits of the signed digest", attemptCount: 160, successCount: 0,
            advantageMillionths: 1_600_000, comparison: "weaker than the curve",
            allowedMillionths: 1_000_000, rateBoundMillionths: nil, confidencePermille: nil)
        let suite = SuiteResult(
            results: [SampleSuite.result(measurement: strength)], holes: [], seed: "00")
        #expect(
            TAPReport.text(suite, SampleSuite.provenance()).contains(
                "measured: \"160 bits of the signed digest: 1.60 times weaker than the curve, "
                    + "1.00 allowed\"\n"))
    }

    @Test("JUnit XML: the red proof passes and says so, a surprise is a failure")
    func junit() {
        #expect(
            JUnitReport.text(SampleSuite.pair, SampleSuite.provenance()) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="glyphlab attack" tests="2" failures="1" errors="0" \
                time="1.234">
                  <testsuite name="chain.published" tests="1" failures="0" errors="0" \
                skipped="0" timestamp="2026-11-28T10:06:34" hostname="somewhere">
                    <properties>
                      <property name="seed" value="00"/>
                      <property name="program" value="glyphlab 0.2.0 (commit 1a2b3c4d5e6f, \
                release)"/>
                      <property name="compiler" value="Swift 6.3, Clang 21.0.0"/>
                      <property name="machine" value="x86_64, Debian GNU/Linux 12, some \
                processor, 2 threads"/>
                      <property name="command" value="glyphlab attack run"/>
                      <property name="started" value="2026-11-28T10:06:34Z"/>
                    </properties>
                    <testcase classname="chain.published.LED" name="LED-01 overspend by 1">
                      <system-out>verdict: broken as expected, the red proof
                red proof: the attack works where the hole is open; known hole: loose-values
                evidence: The supply grew by 1.
                guards hit: none
                guards expected: none
                log: c0bcb7f07c3d5f5af0db594a799fb9f5feddc87687a68b176f99d54cb6e7c27e
                replay: glyphlab attack run LED-01 --profile published --seed 00</system-out>
                    </testcase>
                  </testsuite>
                  <testsuite name="chain.hardened" tests="1" failures="1" errors="0" \
                time="1.234" skipped="0" timestamp="2026-11-28T10:06:34" hostname="somewhere">
                    <testcase classname="chain.hardened.POI" name="POI-03 precomputed answers" \
                time="1.234">
                      <failure message="broken, expected held: 24 times less {work}." \
                type="broken">file: Adversarial/scenarios/chain/POI-03.json
                oracle: ledger.exact
                entry: block
                evidence: 24 times less {work}.
                replay: glyphlab attack run POI-03 --profile hardened --seed 00</failure>
                      <system-out>verdict: broken, expected held
                evidence: 24 times less {work}.
                guards hit: RATE, BUDGET
                guards expected: BUDGET
                measured: 12 of 1,000 attempts went the attacker's way, 24.31 times cheaper \
                than honest work, 1.10 allowed; success rate at most 2.503 % with a confidence \
                of 99.9 %
                log: c0bcb7f07c3d5f5af0db594a799fb9f5feddc87687a68b176f99d54cb6e7c27e
                replay: glyphlab attack run POI-03 --profile hardened --seed 00</system-out>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test(
        "The terminal: scoreboard, holes, the slowest, what is unexpected and how to see it again")
    func terminal() {
        #expect(
            ScoreboardText.text(SampleSuite.pair, SampleSuite.provenance()) == """
                  system  claim                   scenarios  triples  broken in published  held \
                in hardened  unexpected
                  chain   LED ledger              1          0        1                    0    \
                             –
                  chain   POI proof of inference  1          1        0                    0    \
                             1
                  chain   all                     2          1        1                    0    \
                             1
                  triples: guard × oracle × entry covered, each counted once

                  hole          system  shown by    what it is
                  loose-values  chain   1 scenario  Numbers compare loosely.

                  slowest                seconds  what it tries
                  chain POI-03 hardened  1.234    precomputed answers

                  1 unexpected verdict
                  ✗ chain POI-03 hardened: broken, expected held
                      precomputed answers
                      evidence: 24 times less {work}.
                      replay:   glyphlab attack run POI-03 --profile hardened --seed 00

                  program   glyphlab 0.2.0 (commit 1a2b3c4d5e6f, release)
                  compiler  Swift 6.3, Clang 21.0.0
                  machine   x86_64, Debian GNU/Linux 12, some processor, 2 threads
                  command   glyphlab attack run
                  started   2026-11-28T10:06:34Z

                """)
    }

    @Test("GitHub: an annotation a surprise, escaped")
    func annotations() {
        #expect(
            GitHubAnnotations.text(SampleSuite.pair) == """
                ::error file=Adversarial/scenarios/chain/POI-03.json,title=chain POI-03 \
                hardened%3A broken%2C expected held::precomputed answers. 24 times less \
                {work}.%0Areplay: glyphlab attack run POI-03 --profile hardened --seed 00

                """)
    }

    @Test("JSON: the keys that others rely on, integers only")
    func json() throws {
        let document = VerdictsReport.json(SampleSuite.pair, SampleSuite.provenance())
        let verdict = try #require(document.member("verdicts")?.arrayValue?.last)
        #expect(
            verdict.prettyText == """
                {
                  "id": "POI-03",
                  "system": "chain",
                  "claim": "POI",
                  "profile": "hardened",
                  "verdict": "broken",
                  "expected": "held",
                  "title": "precomputed answers",
                  "severity": "critical",
                  "oracle": "ledger.exact",
                  "entry": "block",
                  "evidence": "24 times less {work}.",
                  "guards_hit": ["RATE", "BUDGET"],
                  "guards_expected": ["BUDGET"],
                  "holes": [],
                  "measurement": {
                    "unit": "attempts",
                    "attempts": 1000,
                    "successes": 12,
                    "advantage_millionths": 24310000,
                    "comparison": "cheaper than honest work",
                    "allowed_millionths": 1100000,
                    "within": false,
                    "rate_bound_millionths": 25030,
                    "confidence_permille": 999
                  },
                  "known_failure": null,
                  "log_digest": "c0bcb7f07c3d5f5af0db594a799fb9f5feddc87687a68b176f99d54cb6e7c27\
                e",
                  "file": "Adversarial/scenarios/chain/POI-03.json",
                  "replay": "glyphlab attack run POI-03 --profile hardened --seed 00",
                  "duration_ns": 1234567890
                }
                """)
        let summary = try #require(document.member("summary"))
        #expect(summary.member("verdicts")?.integerValue == 2)
        #expect(summary.member("surprises")?.integerValue == 1)
        #expect(
            summary.member("by_profile")?.member("hardened")?.compactText
                == #"{"held":0,"broken":1,"inconclusive":0,"not_exercised":0,"lab_fault":0}"#)
        #expect(
            summary.member("holes")?.compactText == """
                [{"id":"loose-values","system":"chain","title":"Numbers compare loosely.",\
                "broken_by":["LED-01"]}]
                """)
    }

    @Test("SARIF: only what is unexpected is a result; fingerprints are frozen")
    func sarif() throws {
        let run = try #require(
            SARIFReport.json(SampleSuite.pair, SampleSuite.provenance(), exitCode: 1).member(
                "runs")?.arrayValue?.first)
        let results = try #require(run.member("results")?.arrayValue)
        #expect(results.map { $0.member("ruleId")?.stringValue } == ["POI"])
        #expect(results.map { $0.member("level")?.stringValue } == ["error"])
        #expect(
            run.member("properties")?.member("knownHoles")?.compactText == """
                [{"id":"loose-values","system":"chain","title":"Numbers compare loosely.",\
                "brokenBy":["LED-01"]}]
                """)
        let driver = try #require(run.member("tool")?.member("driver"))
        #expect(driver.member("version")?.stringValue == "0.2.0")
        #expect(driver.member("semanticVersion")?.stringValue?.hasPrefix("0.2.0+1a2b3c") == true)
        let invocation = try #require(run.member("invocations")?.arrayValue?.first)
        #expect(invocation.member("exitCode")?.integerValue == 1)
        #expect(invocation.member("startTimeUtc")?.stringValue == "2026-11-28T10:06:34Z")
        #expect(invocation.member("machine")?.stringValue == "somewhere")
        let prints = results.map {
            $0.member("partialFingerprints")?.member("glyphlabFinding/v1")?.stringValue
        }
        #expect(
            prints == [
                "50c746b82590e5cd1b974966c55f094561257624206bbfc36d7bc0efdba24ef4"
            ])
        #expect(
            results[0].member("message")?.member("text")?.stringValue == """
                chain POI-03 (hardened): precomputed answers: broken, expected held. 24 times \
                less {{work}}. Replay: glyphlab attack run POI-03 --profile hardened --seed 00
                """)
        let rules = try #require(
            run.member("tool")?.member("driver")?.member("rules")?.arrayValue)
        #expect(rules.map { $0.member("id")?.stringValue } == Claim.allCases.map(\.rawValue))
    }

    @Test("A fault of the laboratory makes the run one that did not succeed")
    func sarifFault() throws {
        let run = try #require(
            SARIFReport.json(SampleSuite.small, SampleSuite.provenance(), exitCode: 1).member(
                "runs")?.arrayValue?.first)
        let invocation = try #require(run.member("invocations")?.arrayValue?.first)
        #expect(invocation.member("executionSuccessful")?.booleanValue == false)
        #expect(invocation.member("toolExecutionNotifications")?.arrayValue?.count == 1)
    }

    @Test("What was not exercised is skipped only where that was expected")
    func notExercised() {
        for (expected, part) in [
            (Verdict.notExercised, "<skipped message="), (.held, "<error message="),
        ] {
            let result = SampleSuite.result(
                verdict: .notExercised, expected: expected, evidence: "never reached")
            let suite = SuiteResult(results: [result], holes: [], seed: "")
            #expect(JUnitReport.text(suite, SampleSuite.provenance()).contains(part + "\""))
            #expect(
                TAPReport.text(suite, SampleSuite.provenance()).contains(" # SKIP ")
                    == (expected == .notExercised))
            #expect(GitHubAnnotations.text(suite).isEmpty == (expected == .notExercised))
        }
    }

    @Test("A run of nothing is a report of nothing, in every format")
    func empty() {
        let suite = SuiteResult(results: [], holes: [], seed: "")
        #expect(
            TAPReport.text(suite, SampleSuite.provenance())
                == "TAP version 13\n1..0 # SKIP no scenarios\n")
        #expect(JUnitReport.text(suite, SampleSuite.provenance()).contains("tests=\"0\""))
        #expect(
            ScoreboardText.text(suite, SampleSuite.provenance()).contains("no unexpected verdicts"))
        #expect(PageReport.html(suite, SampleSuite.provenance()).contains("Nothing was tried."))
        #expect(
            VerdictsReport.json(suite, SampleSuite.provenance()).member("verdicts")?.compactText
                == "[]")
    }
}
