internal import Mustache
package import Trials

/// A run as an HTML page that stands alone: no file beside it, no network, nothing that a script
/// would be needed for.
///
/// The totals; surprises with their replay lines; attack × profile at a glance; the claims; the
/// root causes and what shows them; every scenario in full. Whoever reads it may be colour-blind,
/// on a phone, in the dark or on paper.
package enum PageReport {
    /// - Parameter named: the attacks that the field names first; none where nil.
    package static func html(
        _ suite: SuiteResult, _ provenance: Provenance, named: NamedAttacks? = nil
    ) -> String {
        let scenarios = PageScenario.all(of: suite)
        let anchors = anchors(of: scenarios)
        let board = PageBoard(suite, named, anchors: anchors)
        return template.render(
            values(suite, provenance, scenarios, anchors, board)
                .merging(board.values) { own, _ in own })
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: PageTemplate.text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()

    private static func values(
        _ suite: SuiteResult, _ provenance: Provenance, _ scenarios: [PageScenario],
        _ anchors: [[UInt8]: String], _ board: PageBoard
    ) -> [String: Any] {
        let scoreboard = suite.scoreboard
        func all(_ isMeant: (TrialOutcome) -> Bool) -> [[String: Any]] {
            scenarios.flatMap { scenario in
                scenario.results.filter { isMeant(TrialOutcome($0)) }.map { surprise(scenario, $0) }
            }
        }
        let surprises = all(\.isSurprise)
        let known = all { $0 == .known }
        return [
            "program": provenance.program.text, "startedAt": provenance.startedAt,
            "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            "hasKnown": !known.isEmpty || !suite.goneFailures.isEmpty, "known": known,
            "gone": suite.goneFailures.map { one in
                ["id": one.id, "profile": one.profile.rawValue, "reason": one.reason]
            },
            "seed": suite.seed, "state": state(suite), "headline": headline(suite),
            "totals": totals(suite, scenarioCount: scenarios.count),
            "hasSurprises": !surprises.isEmpty, "surprises": surprises,
            "legend": Verdict.shown(in: suite).map {
                ["icon": PageIcons.name($0), "name": ReportText.words($0)]
            },
            "systems": SuiteGroup.systems(of: suite).enumerated().map { place, name in
                system(name, scenarios: scenarios, scoreboard: scoreboard)
                    .merging(board.card(place)) { own, _ in own }
                    .merging(causesLink(name, scoreboard)) { own, _ in own }
            },
            "hasHoles": !scoreboard.holes.isEmpty,
            "holes": holes(scoreboard, anchors),
        ]
    }

    // MARK: Top

    /// The mark of the headline: that of the worst outcome.
    private static func state(_ suite: SuiteResult) -> String {
        let outcomes = suite.results.map(TrialOutcome.init)
        let verdict: Verdict =
            outcomes.contains(.failed)
            ? .broken
            : outcomes.contains(.error) ? .labFault : suite.results.isEmpty ? .notExercised : .held
        return PageIcons.name(verdict)
    }

    private static func headline(_ suite: SuiteResult) -> String {
        if suite.results.isEmpty { return "Nothing was tried." }
        let surprises = suite.results.count { TrialOutcome($0).isSurprise }
        let known = suite.results.count { $0.knownReason != nil }
        var parts: [String] = []
        if known > 0 { parts.append(ReportText.count(known, "known failure")) }
        if suite.notRunCount > 0 {
            parts.append("\(ReportText.count(suite.notRunCount, "trial")) not run")
        }
        let besides = parts.isEmpty ? "" : " (" + parts.joined(separator: ", ") + ")"
        let verdicts = ReportText.count(suite.results.count, "verdict")
        if surprises > 0 {
            let unexpected = ReportText.count(surprises, "unexpected verdict")
            return "\(unexpected) of \(suite.results.count)\(besides)."
        }
        if known > 0 { return "No unexpected verdict among \(verdicts)\(besides)." }
        if suite.results.count == 1 {
            return "The verdict is as its scenario expects\(besides)."
        }
        return "All \(verdicts) are as their scenarios expect\(besides)."
    }

    private static func totals(_ suite: SuiteResult, scenarioCount: Int) -> [[String: Any]] {
        let published = suite.results.filter { $0.profile == .published }
        let hardened = suite.results.filter { $0.profile == .hardened }
        let broken = published.count { $0.verdict == .broken }
        let held = hardened.count { $0.verdict == .held }
        let surprises = suite.results.count { TrialOutcome($0).isSurprise }
        let triples = suite.scoreboard.totals.reduce(0) { $0 + $1.tripleCount }
        let all: [(String, String, Bool)] = [
            ("systems", "\(suite.scoreboard.totals.count)", false),
            ("scenarios", DecimalText.grouped(scenarioCount), false),
            ("guard × oracle × entry covered", DecimalText.grouped(triples), false),
            ("broken in published", "\(broken) / \(published.count)", false),
            ("held in hardened", "\(held) / \(hardened.count)", false),
            ("unexpected verdicts", DecimalText.grouped(surprises), surprises > 0),
        ]
        return all.map { ["name": $0.0, "value": $0.1, "isAlarm": $0.2] }
    }

    private static func surprise(
        _ scenario: PageScenario, _ result: TrialResult
    ) -> [String: Any] {
        [
            "anchor": scenario.anchor, "id": scenario.summary.id,
            "system": scenario.summary.system, "title": scenario.summary.title,
            "profile": result.profile.rawValue, "icon": PageIcons.name(result.verdict),
            "clause": TrialOutcome.clause(result), "evidence": result.evidence,
            "replay": result.replay, "reason": result.knownReason ?? "",
        ]
    }

    // MARK: Systems

    private static func system(
        _ name: String, scenarios: [PageScenario], scoreboard: Scoreboard
    ) -> [String: Any] {
        let own = scenarios.filter { $0.summary.system.utf8.elementsEqual(name.utf8) }
        let rows = scoreboard.rows.filter { $0.system.utf8.elementsEqual(name.utf8) }
        let totals = scoreboard.totals.filter { $0.system.utf8.elementsEqual(name.utf8) }
        return [
            "system": name, "scenarios": own.map(\.values), "claims": wall(own),
            "rows": rows.map(row), "total": totals.map(row),
        ]
    }

    private static func wall(_ scenarios: [PageScenario]) -> [[String: Any]] {
        Claim.allCases.compactMap { claim in
            let cells = scenarios.filter { $0.summary.claim == claim }.map(\.cell)
            if cells.isEmpty { return nil }
            return ["code": claim.rawValue, "name": ClaimText(claim).name, "cells": cells]
        }
    }

    private static func row(_ row: Scoreboard.Row) -> [String: Any] {
        let text = row.claim.map(ClaimText.init)
        return [
            "code": row.claim?.rawValue ?? "all", "name": text?.name ?? "",
            "claimed": text?.claimed ?? "", "scenarios": row.scenarioCount,
            "triples": row.tripleCount, "broken": row.publishedBrokenCount,
            "held": row.hardenedHeldCount,
            "surprises": row.surpriseCount == 0 ? "–" : "! \(row.surpriseCount)",
            "isAlarm": row.surpriseCount > 0,
        ]
    }

    /// The systems that have root causes, in the order in which these are listed.
    private static func systemsOfHoles(_ scoreboard: Scoreboard) -> [String] {
        var systems: [String] = []
        for (hole, _) in scoreboard.holes
        where !systems.contains(where: { $0.utf8.elementsEqual(hole.system.utf8) }) {
            systems.append(hole.system)
        }
        return systems
    }

    /// By number, as a stranger's name could hold anything.
    private static func causesAnchor(_ place: Int) -> String { "causes\(place + 1)" }

    /// The way from a system's card to its root causes.
    private static func causesLink(_ system: String, _ scoreboard: Scoreboard) -> [String: Any] {
        let place = systemsOfHoles(scoreboard).firstIndex {
            $0.utf8.elementsEqual(system.utf8)
        }
        return ["hasCauses": place != nil, "causesAnchor": place.map(causesAnchor) ?? ""]
    }

    private static func holes(
        _ scoreboard: Scoreboard, _ anchors: [[UInt8]: String]
    ) -> [[String: Any]] {
        systemsOfHoles(scoreboard).enumerated().map { place, system in
            let own = scoreboard.holes.filter { $0.hole.system.utf8.elementsEqual(system.utf8) }
            return [
                "system": system, "causesAnchor": causesAnchor(place),
                "causes": ReportText.count(own.count, "root cause"),
                "list": own.map { hole(anchors, $0.hole, brokenBy: $0.brokenBy) },
            ]
        }
    }

    private static func hole(
        _ anchors: [[UInt8]: String], _ hole: Hole, brokenBy: [String]
    ) -> [String: Any] {
        let links = brokenBy.map { id in
            let anchor = anchors[PageScenario.key(system: hole.system, id: id)] ?? "scenarios"
            return ["anchor": anchor, "id": id]
        }
        return [
            "id": hole.id, "title": hole.title, "by": links,
            "count": brokenBy.isEmpty
                ? "shown by nothing"
                : "shown by \(ReportText.count(brokenBy.count, "scenario"))",
        ]
    }

    private static func anchors(of scenarios: [PageScenario]) -> [[UInt8]: String] {
        var anchors: [[UInt8]: String] = [:]  // looked up only, never iterated
        for scenario in scenarios {
            let key = PageScenario.key(system: scenario.summary.system, id: scenario.summary.id)
            anchors[key] = scenario.anchor
        }
        return anchors
    }
}
