internal import Trials

/// The scoreboard's values for the page's template.
struct PageBoard {
    private let grid: ScoreboardGrid
    private let named: NamedAttackGrid?
    /// Anchors of scenarios by ``PageScenario/key(system:id:)``.
    private let anchors: [[UInt8]: String]  // looked up only, never iterated

    init(_ suite: SuiteResult, _ named: NamedAttacks?, anchors: [[UInt8]: String]) {
        grid = ScoreboardGrid(suite)
        self.named = named.flatMap { NamedAttackGrid($0, suite) }
        self.anchors = anchors
    }

    /// The systems' anchors: by number, as a stranger's name could hold anything.
    static func anchor(_ place: Int) -> String { "system\(place + 1)" }

    var values: [String: Any] {  // never iterated
        [
            "columns": grid.systems.enumerated().map { place, system in
                ["name": system, "anchor": Self.anchor(place)]
            },
            "claimRows": zip(grid.claims, grid.cells).map { claim, cells in
                [
                    "code": claim.rawValue, "name": ClaimText(claim).name,
                    "claimed": ClaimText(claim).claimed, "cells": cells.map(Self.cell),
                ] as [String: Any]
            },
            "totalCells": grid.totals.map(Self.cell), "sumRows": sumRows,
            "hasNamed": named != nil, "namedRows": named.map(rows) ?? [],
            "markNote": NamedAttackGrid.markNote,
            "reasons": (named?.reasons ?? []).enumerated().map { place, reason in
                ["number": "\(place + 1)", "reason": reason]
            },
        ]
    }

    /// A system at a glance.
    func card(_ place: Int) -> [String: Any] {  // never iterated
        let total = grid.totals[place]
        let sum = grid.sums[place]
        return [
            "anchor": Self.anchor(place),
            "figures": [
                ReportText.count(sum.scenarioCount, "scenario"),
                ReportText.count(sum.tripleCount, "triple"),
                ReportText.count(sum.rootCauseCount, "root cause"),
            ].joined(separator: " · "),
            "profiles": zip(Profile.allCases, total.counts).map { profile, counts in
                [
                    "profile": profile.rawValue, "words": counts.words,
                    "icon": counts.mark.verdict.map(PageIcons.name) ?? "none",
                ]
            },
        ]
    }

    private var sumRows: [[String: Any]] {  // in order; the pairs never iterated
        grid.sumRows.map { name, counts in
            ["name": name, "values": counts.map(DecimalText.grouped)]
        }
    }

    private static func cell(_ cell: ScoreboardGrid.Cell) -> [String: Any] {
        guard cell.scenarioCount > 0 else { return ["halves": [] as [Any]] }
        return [
            "halves": zip(Profile.allCases, cell.counts).map { profile, counts in
                half(counts, "\(cell.system), \(profile.rawValue)")
            }
        ]
    }

    private static func half(_ counts: VerdictCounts, _ place: String) -> [String: Any] {
        [
            "icon": counts.mark.verdict.map(PageIcons.name) ?? "none",
            "fraction": counts.fraction, "label": "\(place): \(counts.words)", "note": "",
            "isOff": counts.surpriseCount > 0,
        ]
    }

    // MARK: Named attacks

    private func rows(_ named: NamedAttackGrid) -> [[String: Any]] {
        named.rows.map { row in
            [
                "name": row.name, "about": row.about,
                "cells": zip(named.systems, row.cells).map { system, cell in
                    [
                        "halves": zip(Profile.allCases, cell.halves).map { profile, half in
                            Self.half(half, "\(row.name), \(system), \(profile.rawValue)", named)
                        },
                        "links": cell.scenarios.map { link(system, $0) },
                    ] as [String: Any]
                },
            ]
        }
    }

    private static func half(
        _ half: NamedAttackGrid.Half, _ place: String, _ named: NamedAttackGrid
    ) -> [String: Any] {
        switch half {
        case .tried(let counts): Self.half(counts, place)
        case .blank(let reason):
            [
                "icon": "none", "fraction": "", "note": "\(reason + 1)", "isOff": false,
                "label": "\(place): blank. \(named.reasons[reason])",
            ]
        }
    }

    /// Without an anchor where the run has no such scenario.
    private func link(_ system: String, _ scenario: NamedAttackGrid.Scenario) -> [String: Any] {
        let anchor = anchors[PageScenario.key(system: system, id: scenario.id)]
        return [
            "id": scenario.marked, "words": scenario.words, "hasAnchor": anchor != nil,
            "anchor": anchor ?? "",
        ]
    }
}
