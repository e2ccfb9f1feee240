internal import Architectures
package import Auditing
package import Encodings

/// The report of how much of the work proofs witness, with a column for each profile.
package struct CoverageReport {
    private let model: String
    private let weightsHash: String
    private let seed: String
    private let profiles: [Coverage]
    private let provenance: Provenance

    /// **Precondition:** at least one profile, all of one model.
    package init(
        model: String, weightsHash: String, seed: String, profiles: [Coverage],
        provenance: Provenance
    ) {
        precondition(!profiles.isEmpty, "no profile")
        self.model = TokenText.shown(Array(model.utf8))
        self.weightsHash = weightsHash
        self.seed = seed
        self.profiles = profiles
        self.provenance = provenance
    }

    package var holds: Bool { profiles.allSatisfy(\.holds) }

    // MARK: In columns

    package func text(_ style: TextStyle) -> String {
        var text = "  \(model): the share that would change a proof if it were altered\n\n"
        text += shareTable.text(style)
        for profile in profiles {
            text += "\n" + map(profile).text(style)
        }
        if profiles.contains(where: { $0.sample != nil }) { text += "\n" + sampleTable.text(style) }
        for profile in profiles {
            for contradiction in profile.sample?.contradictions ?? [] {
                text +=
                    "  contradiction, \(profile.profile.rawValue): \(contradiction) changed a "
                    + "proof that cannot follow from it\n"
            }
        }
        return text + "\n" + note
    }

    private var note: String {
        """
          An account of the computation's shape, backwards from what a proof reads; a change that \
        it calls reachable may still be absorbed by rounding. Masked positions are left out.

        """
    }

    private func row(_ name: String, _ table: inout ColumnTable, _ share: (Coverage) -> Share) {
        table.add(
            name,
            profiles.map { profile in
                let share = share(profile)
                return share.percentText + "  (" + DecimalText.grouped(share.reached) + " of "
                    + DecimalText.grouped(share.total) + ")"
            })
    }

    private var shareTable: ColumnTable {
        var table = ColumnTable(titles: profiles.map(\.profile.rawValue))
        table.add(
            "proofs",
            profiles.map {
                ReportText.count(
                    $0.prompts.count, $0.profile == .published ? "prompt" : "attempt")
            })
        row("operations", &table, \.reachedOperations)
        row("elements", &table, \.elements)
        row("multiply-adds", &table, \.multiplyAdds)
        row("heads, followed from", &table, \.reachedHeads)
        row("heads, read", &table, \.readHeads)
        row("weights, by a proof alone", &table, \.weights)
        row("weights, by all together", &table, \.weightsTogether)
        return table
    }

    private func map(_ profile: Coverage) -> ColumnTable {
        let columns = StationAxes.columns(
            profile.operations.map(\.operation.station.operation)
        ).dropFirst()
        var table = ColumnTable(
            corner: "\(profile.profile.rawValue), elements by layer",
            titles: columns.map(\.rawValue))
        for layer in profile.heads.indices {
            table.add(
                "\(layer)",
                columns.map { column in
                    let operation = profile.operations.first {
                        $0.operation.station == Station(layer: layer, column)
                    }
                    return operation.map { $0.elements.percentText } ?? "–"
                })
        }
        return table
    }

    private var sampleTable: ColumnTable {
        var table = ColumnTable(
            corner: "one altered element each",
            titles: [
                "faults", "reachable, changed", "reachable, absorbed", "unreachable, unchanged",
                "contradictions",
            ])
        for profile in profiles {
            guard let sample = profile.sample else { continue }
            for (name, counts) in [("outputs", sample.elements), ("weights", sample.weights)] {
                table.add(
                    "\(profile.profile.rawValue), \(name)",
                    [counts.all, counts.changed, counts.absorbed, counts.idle]
                        .map(DecimalText.grouped) + [""])
            }
            table.add(
                "\(profile.profile.rawValue), all",
                [
                    DecimalText.grouped(sample.faultCount), "", "", "",
                    "\(sample.contradictions.count)",
                ])
        }
        return table
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)),
            JSONMember("integer_weights_hash", .string(weightsHash)),
            JSONMember("seed", .string(seed)),
            JSONMember("profiles", .array(profiles.map(profileJSON))),
            JSONMember("holds", .boolean(holds)),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func profileJSON(_ profile: Coverage) -> JSONValue {
        .object([
            JSONMember("profile", .string(profile.profile.rawValue)),
            JSONMember("operations", shareJSON(profile.reachedOperations)),
            JSONMember("elements", shareJSON(profile.elements)),
            JSONMember("multiply_adds", shareJSON(profile.multiplyAdds)),
            JSONMember("heads_reached", shareJSON(profile.reachedHeads)),
            JSONMember("heads_read", shareJSON(profile.readHeads)),
            JSONMember("weights_by_one_proof", shareJSON(profile.weights)),
            JSONMember("weights_together", shareJSON(profile.weightsTogether)),
            JSONMember("by_operation", .array(profile.operations.map(operationJSON))),
            JSONMember(
                "by_head",
                .array(
                    profile.heads.map { layer in
                        .array(
                            layer.map {
                                .object([
                                    JSONMember("read", .integer($0.readCount)),
                                    JSONMember("reached", .integer($0.reachedCount)),
                                ])
                            })
                    })),
            JSONMember(
                "by_parameter",
                .array(
                    profile.parameters.map {
                        .object([
                            JSONMember("parameter", .string($0.name)),
                            JSONMember("elements", shareJSON($0.elements)),
                        ])
                    })),
            JSONMember("by_proof", .array(profile.prompts.map(promptJSON))),
            JSONMember("sample", profile.sample.map { sampleJSON($0, profile) } ?? .null),
        ])
    }

    /// Exact: both counts, and the quotient cut to four decimals.
    private func shareJSON(_ share: Share) -> JSONValue {
        let decimals = String(String(10_000 + share.basisPoints % 10_000).dropFirst())
        return .object([
            JSONMember("reached", .integer(share.reached)),
            JSONMember("of", .integer(share.total)),
            JSONMember(
                "share",
                share.total == 0 ? .null : .string("\(share.basisPoints / 10_000).\(decimals)")),
        ])
    }

    private func operationJSON(_ operation: OperationCoverage) -> JSONValue {
        .object([
            JSONMember("operation", .string("\(operation.operation.station)")),
            JSONMember("elements", shareJSON(operation.elements)),
            JSONMember("multiply_adds", shareJSON(operation.multiplyAdds)),
        ])
    }

    private func promptJSON(_ prompt: PromptCoverage) -> JSONValue {
        .object([
            JSONMember("tokens", .integer(prompt.tokenCount)),
            JSONMember("operations", shareJSON(prompt.operations)),
            JSONMember("elements", shareJSON(prompt.elements)),
            JSONMember("multiply_adds", shareJSON(prompt.multiplyAdds)),
            JSONMember("heads_reached", shareJSON(prompt.reachedHeads)),
            JSONMember("weights", shareJSON(prompt.weights)),
        ])
    }

    private func sampleJSON(_ sample: CoverageSample, _ profile: Coverage) -> JSONValue {
        let operations = zip(profile.operations, sample.operations).map {
            countsJSON("\($0.operation.station)", $1)
        }
        let parameters = zip(profile.parameters, sample.parameters).map {
            countsJSON($0.name, $1)
        }
        return .object([
            JSONMember("faults", .integer(sample.faultCount)),
            JSONMember("outputs", countsJSON("all", sample.elements)),
            JSONMember("weights", countsJSON("all", sample.weights)),
            JSONMember("by_operation", .array(operations)),
            JSONMember("by_parameter", .array(parameters)),
            JSONMember("contradictions", .array(sample.contradictions.map(JSONValue.string))),
        ])
    }

    private func countsJSON(_ place: String, _ counts: CoverageSample.Counts) -> JSONValue {
        .object([
            JSONMember("place", .string(place)),
            JSONMember("reachable_changed", .integer(counts.changed)),
            JSONMember("reachable_absorbed", .integer(counts.absorbed)),
            JSONMember("unreachable_unchanged", .integer(counts.idle)),
        ])
    }

    // MARK: As a picture

    package var svg: String { CoverageDrawing.svg(title: model, profiles) }
}
