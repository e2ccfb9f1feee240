internal import Cryptography
internal import Trials

/// A scenario of the page with its results, `published` before `hardened`.
struct PageScenario {
    /// The anchor of links to the scenario; made by number, as a stranger's id could hold anything.
    let anchor: String
    let summary: ScenarioSummary
    let results: [TrialResult]

    /// In the order in which they first come, told apart by the bytes of system and id.
    static func all(of suite: SuiteResult) -> [PageScenario] {
        var places: [[UInt8]: Int] = [:]  // looked up only, never iterated
        var results: [[TrialResult]] = []
        for result in suite.results {
            let key = Self.key(system: result.scenario.system, id: result.scenario.id)
            if let place = places[key] {
                results[place].append(result)
            } else {
                places[key] = results.count
                results.append([result])
            }
        }
        return results.enumerated().map { index, results in
            PageScenario(
                anchor: "s\(index + 1)", summary: results[0].scenario,
                results: Profile.allCases.flatMap { profile in
                    results.filter { $0.profile == profile }
                })
        }
    }

    /// A system and an id as one key; UTF-8 holds no 0xFF.
    static func key(system: String, id: String) -> [UInt8] {
        Array(system.utf8) + [0xFF] + Array(id.utf8)
    }

    var isSurprise: Bool { results.contains { TrialOutcome($0).isSurprise } }

    /// For a pointer that rests on a box, and for those who hear the page.
    private var tip: String {
        let verdicts = results.map { "\($0.profile.rawValue) \(TrialOutcome.clause($0))" }
        return "\(summary.id) \(summary.title): " + verdicts.joined(separator: ", ")
    }

    // MARK: Values for the template

    /// A box of the wall.
    var cell: [String: Any] {  // never iterated
        [
            "anchor": anchor, "tip": tip, "isSurprise": isSurprise,
            "marks": Profile.allCases.map { profile in
                let result = results.first { $0.profile == profile }
                return ["icon": result.map { PageIcons.name($0.verdict) } ?? "none"]
            },
        ]
    }

    /// A scenario with everything that is known of it.
    var values: [String: Any] {  // never iterated
        [
            "anchor": anchor, "id": summary.id, "title": summary.title, "about": summary.about,
            "isSurprise": isSurprise, "facts": facts, "marks": results.map(Self.mark),
            "results": results.map(Self.values),
        ]
    }

    private var facts: [[String: String]] {  // in order; the pairs never iterated
        let claim = ClaimText(summary.claim)
        let all = [
            ("claim", "\(summary.claim.rawValue), \(claim.name.lowercased()): \(claim.claimed)"),
            ("severity", summary.severity.rawValue), ("oracle", summary.oracle),
            ("entry", summary.entry.name),
            ("root causes", summary.holes.joined(separator: ", ")),
            ("references", references.joined(separator: " · ")), ("file", summary.file),
        ]
        return all.filter { !$0.1.isEmpty }.map { ["name": $0.0, "value": $0.1] }
    }

    /// Catalogues number attacks as the suite does: a scenario's own number leads nowhere.
    private var references: [String] { summary.references.filter { $0 != summary.id } }

    private static func mark(_ result: TrialResult) -> [String: Any] {
        [
            "icon": PageIcons.name(result.verdict), "profile": result.profile.rawValue,
            "verdict": ReportText.words(result.verdict),
            "isOff": TrialOutcome(result).isSurprise,
        ]
    }

    private static func values(_ result: TrialResult) -> [String: Any] {
        let outcome = TrialOutcome(result)
        let expectation =
            switch outcome {
            case .failed, .error: "! expected \(ReportText.words(result.expected))"
            case .known:
                "expected \(ReportText.words(result.expected)); "
                    + (TrialOutcome.knownFailure(result) ?? "")
            case .redProof: "as expected: the red proof"
            case .passed, .skipped: "as expected"
            }
        var values = mark(result)
        values["expectation"] = expectation
        values["evidence"] = result.evidence.isEmpty ? "No evidence was noted." : result.evidence
        values["guards"] = guards(result)
        values["guardsLabel"] =
            result.guardsExpected.isEmpty && result.guardsHit.isEmpty
            ? "Guards: none asked for, none fired"
            : "Guards (✓ asked for and fired, ○ asked for and not reached, + fired besides)"
        values["measure"] = result.measurement.map { [measure($0)] } ?? []
        values["replay"] = result.replay
        values["hasDuration"] = result.durationNanoseconds != nil
        values["duration"] = ReportText.seconds(nanoseconds: result.durationNanoseconds ?? 0)
        values["lines"] = ReportText.count(result.log.lines.count, "line")
        values["log"] = PageLog.lines(result.log)
        values["digest"] = result.log.digest.text
        return values
    }

    private static func guards(_ result: TrialResult) -> [[String: Any]] {
        let expected = result.guardsExpected.map { name in
            let isHit = result.guardsHit.contains(name)
            return Self.guardValues(isHit ? "✓" : "○", name, isMissed: !isHit)
        }
        let besides = result.guardsHit.filter { !result.guardsExpected.contains($0) }
        return expected + besides.map { Self.guardValues("+", $0, isMissed: false) }
    }

    private static func guardValues(
        _ mark: String, _ name: Guard, isMissed: Bool
    ) -> [String: Any] {
        ["mark": mark, "name": name.name, "isMissed": isMissed]
    }

    /// A bar of 1,000 with the bound on it; the longer of both leaves a tenth free.
    private static func measure(_ measurement: Measurement) -> [String: Any] {
        let amount = UInt128(max(measurement.advantageMillionths, 0))
        let bound = UInt128(max(measurement.allowedMillionths, 0))
        let most = max(amount, bound, 1)
        return [
            "isOver": !measurement.isWithin, "amount": "\(amount * 900 / most)",
            "bound": "\(bound * 900 / most)",
            "label": ReportText.sentence(measurement)
                + (measurement.isWithin ? ": within the bound" : ": above the bound"),
        ]
    }
}
