internal import Encodings
internal import Trials

/// The scoreboard as a member of the JSON that `attack run --format json` prints.
enum ScoreboardJSON {
    static func value(_ suite: SuiteResult, _ named: NamedAttacks?) -> JSONValue {
        let grid = ScoreboardGrid(suite)
        let attacks = named.flatMap { NamedAttackGrid($0, suite) }
        return .object([
            JSONMember("systems", .array(zip(grid.systems, grid.sums).map(sum))),
            JSONMember("all", .object(members(grid.sum))),
            JSONMember(
                "claims",
                .array(
                    (grid.cells + [grid.totals]).flatMap { $0 }
                        .filter { $0.scenarioCount > 0 }.flatMap(cell))),
            JSONMember("named_attacks", attacks.map(rows) ?? .null),
        ])
    }

    private static func sum(_ system: String, _ sum: ScoreboardGrid.Sum) -> JSONValue {
        .object([JSONMember("system", .string(system))] + members(sum))
    }

    private static func members(_ sum: ScoreboardGrid.Sum) -> [JSONMember] {
        [
            JSONMember("scenarios", .integer(sum.scenarioCount)),
            JSONMember("triples", .integer(sum.tripleCount)),
            JSONMember("root_causes", .integer(sum.rootCauseCount)),
        ]
    }

    /// An object for each profile; the claim is null in those of all claims.
    private static func cell(_ cell: ScoreboardGrid.Cell) -> [JSONValue] {
        zip(Profile.allCases, cell.counts).map { profile, counts in
            .object(
                [
                    JSONMember("claim", cell.claim.map { .string($0.rawValue) } ?? .null),
                    JSONMember("system", .string(cell.system)),
                    JSONMember("profile", .string(profile.rawValue)),
                ] + members(counts))
        }
    }

    private static func members(_ counts: VerdictCounts) -> [JSONMember] {
        [
            JSONMember("held", .integer(counts.heldCount)),
            JSONMember("broken", .integer(counts.brokenCount)),
            JSONMember("undecided", .integer(counts.undecidedCount)),
            JSONMember("not_tried", .integer(counts.notTriedCount)),
            JSONMember("surprises", .integer(counts.surpriseCount)),
        ]
    }

    // MARK: Named attacks

    private static func rows(_ grid: NamedAttackGrid) -> JSONValue {
        .array(
            grid.rows.map { row in
                .object([
                    JSONMember("name", .string(row.name)),
                    JSONMember("about", .string(row.about)),
                    JSONMember(
                        "systems",
                        .array(
                            zip(grid.systems, row.cells).map { system, cell in
                                .object(
                                    [JSONMember("system", .string(system))]
                                        + members(cell, grid.reasons))
                            })),
                ])
            })
    }

    private static func members(
        _ cell: NamedAttackGrid.Cell, _ reasons: [String]
    ) -> [JSONMember] {
        let scenarios = cell.scenarios.map { scenario in
            JSONValue.object(
                [JSONMember("id", .string(scenario.id))]
                    + zip(Profile.allCases, scenario.verdicts).map { profile, verdict in
                        JSONMember(
                            profile.rawValue, verdict.map { .string($0.rawValue) } ?? .null)
                    })
        }
        let blanks = zip(Profile.allCases, cell.halves).compactMap { profile, half in
            switch half {
            case .tried: nil as JSONMember?
            case .blank(let reason):
                JSONMember(profile.rawValue, .string(reasons[reason]))
            }
        }
        return [
            JSONMember("scenarios", .array(scenarios)), JSONMember("blank", .object(blanks)),
        ]
    }
}
