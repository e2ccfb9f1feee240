internal import Cryptography
package import Encodings
package import MeshSimulation
internal import Statistics
internal import Trials

/// Simulated meshes: one in pictures and tables, and several side by side.
package struct MeshRunReport: Sendable {
    private let all: [LookUpResults]
    /// The time that each took. **Units:** nanoseconds.
    private let durations: [Int]
    private let provenance: Provenance

    /// **Precondition:** one mesh at least, and a duration each.
    package init(_ all: [LookUpResults], durations: [Int], provenance: Provenance) {
        precondition(!all.isEmpty && all.count == durations.count, "\(all.count) meshes")
        self.all = all
        self.durations = durations
        self.provenance = provenance
    }

    // MARK: As pictures

    /// The last mesh, or the charts where there are several.
    package var svg: String { MeshCharts(all).svg ?? MeshDrawing.svg(all[all.count - 1]) }

    package var html: String {
        MeshPage.html(
            headline: all.map(MeshDrawing.headline),
            pictures: [MeshCharts(all).svg].compactMap(\.self) + all.map(MeshDrawing.svg),
            titles: Self.titles, rows: all.map(Self.row), conditions: MeshText.conditions(all[0]),
            provenance: provenance)
    }

    // MARK: As text

    static let titles = [
        "found", "of", "exact bounds", "hops", "at most", "messages", "copies before", "after",
    ]

    static func name(_ results: LookUpResults) -> String {
        "\(results.profile), \(results.settings.nodeCount) nodes, "
            + "\(results.settings.attackerPercent) % attackers"
    }

    static func row(_ results: LookUpResults) -> (name: String, values: [String]) {
        func mean(_ distribution: CountDistribution) -> String {
            DecimalText.ratio(distribution.meanHundredths, 100)
        }
        return (
            name(results),
            [
                "\(results.success.successCount)", "\(results.success.count)",
                MeshText.bounds(results.success), mean(results.hops), "\(results.hops.most)",
                mean(results.messages), mean(results.copiesBefore), mean(results.copiesAfter),
            ]
        )
    }

    package func text(_ style: TextStyle) -> String {
        var table = ColumnTable(corner: "look-ups", titles: Self.titles)
        for results in all {
            let row = Self.row(results)
            table.add(row.name, row.values)
        }
        let one = all.count == 1 ? oneText(all[0], style) : [costText]
        return ([MeshText.conditions(all[0]) + "\n", table.text(style)] + one)
            .joined(separator: "\n")
    }

    private func oneText(_ results: LookUpResults, _ style: TextStyle) -> [String] {
        [
            MeshText.space(results, style), MeshText.table(results),
            Self.facts(results, durations[0]),
        ]
    }

    private static func facts(_ results: LookUpResults, _ duration: Int) -> String {
        var table = TextTable()
        table.add(
            "joined, stored",
            "\(results.joinedCount) of \(results.startedNodeCount - 1) nodes, "
                + "\(results.storedCount) of \(results.settings.itemCount) items")
        table.add(
            "look-ups that failed",
            LookUpResults.End.allCases.dropFirst().map {
                "\(results.count($0)) \($0.rawValue)"
            }.joined(separator: ", "))
        table.add(
            "messages",
            "\(DecimalText.grouped(results.counts.sentCount)) sent, "
                + "\(DecimalText.grouped(results.counts.heardCount)) heard, "
                + DecimalText.mebibytes(results.counts.sentByteCount))
        table.add(
            "time",
            "\(DecimalText.ratio(results.simulatedMilliseconds, 1_000)) s simulated in "
                + "\(DecimalText.ratio(duration, 1_000_000_000)) s")
        table.add("event log", results.digest.text)
        return table.text
    }

    private var costText: String {
        var table = ColumnTable(corner: "simulated", titles: ["messages", "seconds", "event log"])
        for (results, duration) in zip(all, durations) {
            table.add(
                Self.name(results),
                [
                    DecimalText.grouped(results.counts.sentCount),
                    DecimalText.ratio(duration, 1_000_000_000), results.digest.text,
                ])
        }
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("meshes", .array(zip(all, durations).map { Self.json($0, $1) })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func json(_ results: LookUpResults, _ duration: Int) -> JSONValue {
        let settings = results.settings
        let faults = settings.faults
        return .object([
            JSONMember("profile", .string(results.profile)),
            JSONMember("nodes", .integer(settings.nodeCount)),
            JSONMember("seed", .string(settings.seed)),
            JSONMember("attackers_percent", .integer(settings.attackerPercent)),
            JSONMember("churn_permille", .integer(settings.churnPermille)),
            JSONMember(
                "delay_milliseconds",
                .array(
                    [faults.delayMilliseconds.lowerBound, faults.delayMilliseconds.upperBound]
                        .map(JSONValue.integer))),
            JSONMember("drop_permille", .integer(faults.dropPermille)),
            JSONMember("items", .integer(settings.itemCount)),
            JSONMember("look_ups", .integer(settings.lookUpCount)),
            JSONMember(
                "ends",
                .object(
                    LookUpResults.End.allCases.map {
                        JSONMember(
                            $0.rawValue.split(separator: " ").joined(separator: "_"),
                            .integer(results.count($0)))
                    })),
            JSONMember("found_millionths_lower", .integer(results.success.lowerMillionths)),
            JSONMember("found_millionths_upper", .integer(results.success.upperMillionths)),
            JSONMember("hops", json(results.hops)),
            JSONMember("messages", json(results.messages)),
            JSONMember("copies_before", json(results.copiesBefore)),
            JSONMember("copies_after", json(results.copiesAfter)),
            JSONMember("nodes_started", .integer(results.startedNodeCount)),
            JSONMember("nodes_joined", .integer(results.joinedCount)),
            JSONMember("items_stored", .integer(results.storedCount)),
            JSONMember("messages_sent", .integer(results.counts.sentCount)),
            JSONMember("messages_heard", .integer(results.counts.heardCount)),
            JSONMember("bytes_sent", .integer(results.counts.sentByteCount)),
            JSONMember("simulated_milliseconds", .integer(results.simulatedMilliseconds)),
            JSONMember("event_log", .string(results.digest.text)),
            JSONMember("nanoseconds", .integer(duration)),
        ])
    }

    /// The number of occurrences of each count from 0 on.
    private static func json(_ distribution: CountDistribution) -> JSONValue {
        .array(distribution.frequencies.map(JSONValue.integer))
    }
}
