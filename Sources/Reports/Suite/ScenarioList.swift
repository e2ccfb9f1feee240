package import Encodings
package import Trials

/// Scenarios, a line each, as text and JSON.
package struct ScenarioList: Sendable {
    package struct Row: Sendable {
        package let summary: ScenarioSummary
        /// The verdict that is expected under each profile, in the order of `Profile.allCases`; nil
        /// under one that it does not attack.
        package let verdicts: [Verdict?]

        package init(
            summary: ScenarioSummary, verdicts: [Verdict?]
        ) {
            self.summary = summary
            self.verdicts = verdicts
        }
    }

    private static let wideColumnsMin = 80

    private let rows: [Row]

    package init(_ rows: [Row]) {
        self.rows = rows
    }

    package func text(_ style: TextStyle) -> String {
        // Without the entries, a narrow terminal shows some of each title.
        let hasEntries = (style.columns ?? .max) >= Self.wideColumnsMin
        var table = ColumnTable(
            titles: ["system"] + (hasEntries ? ["entry"] : [])
                + Profile.allCases.map(\.rawValue) + ["title"])
        for row in rows {
            let entry = hasEntries ? [ColumnTable.Cell(row.summary.entry.name)] : []
            let verdicts = row.verdicts.map { verdict in
                verdict.map { ColumnTable.Cell($0.rawValue, .init($0)) } ?? ColumnTable.Cell("-")
            }
            table.add(
                row.summary.id,
                cells: [ColumnTable.Cell(row.summary.system)] + entry + verdicts
                    + [ColumnTable.Cell(row.summary.title)])
        }
        return table.text(style)
            + "  \(rows.count) \(rows.count == 1 ? "scenario" : "scenarios")\n"
    }

    package var json: JSONValue {
        .object([JSONMember("scenarios", .array(rows.map(Self.json)))])
    }

    private static func json(_ row: Row) -> JSONValue {
        let summary = row.summary
        return .object(
            [
                JSONMember("id", .string(summary.id)),
                JSONMember("system", .string(summary.system)),
                JSONMember("claim", .string(summary.claim.rawValue)),
                JSONMember("severity", .string(summary.severity.rawValue)),
                JSONMember("entry", .string(summary.entry.name)),
                JSONMember("oracle", .string(summary.oracle)),
                JSONMember("title", .string(summary.title)),
            ]
                + zip(Profile.allCases, row.verdicts).map { profile, verdict in
                    JSONMember(profile.rawValue, verdict.map { .string($0.rawValue) } ?? .null)
                } + [
                    JSONMember("holes", .array(summary.holes.map { .string($0) })),
                    JSONMember("file", .string(summary.file)),
                ])
    }
}
