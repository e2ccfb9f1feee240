internal import Cryptography
package import Disputes
package import Encodings
package import Receipts
internal import Traces

/// The matrix of machines as text and JSON.
package struct MatrixReport: Sendable {
    let matrix: MachineMatrix
    /// The verdict on the worst pair; inconclusive without a pair.
    package var verdict: ComparisonVerdict { matrix.worst?.verdict ?? .inconclusive }

    package init(_ matrix: MachineMatrix) {
        self.matrix = matrix
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        machines(style) + "\n" + grid(style) + "\n" + groups + "\n" + conclusion(style)
    }

    private func machines(_ style: TextStyle) -> String {
        var table = ColumnTable(titles: ["kind", "prompts", "model", "made by", "file"])
        for (index, machine) in matrix.machines.enumerated() {
            table.add(
                MachineMatrix.letter(index),
                [
                    machine.kind.rawValue, "\(machine.prompts.count)",
                    ReportText.shown(machine.model), ReportText.shown(machine.maker),
                    ReportText.shown(machine.name),
                ])
        }
        return table.text(style)
    }

    /// A row and a column a machine; a cell has a mark for each aspect.
    private func grid(_ style: TextStyle) -> String {
        var text = "  weights, prompts, proofs, records: = equal · ≠ different · · not compared\n"
        let count = matrix.machines.count
        let width = MachineAspect.allCases.count
        let corner = MachineMatrix.letter(count - 1).count + 4
        func padded(_ word: String, _ width: Int) -> String {
            word + String(repeating: " ", count: max(0, width - word.count))
        }
        // Letters as wide as a cell but for the last, so that no line ends in spaces.
        let letters = (0..<count - 1).map { column in
            column == count - 2
                ? MachineMatrix.letter(column) : padded(MachineMatrix.letter(column), width)
        }
        text += padded("", corner) + letters.joined(separator: "  ") + "\n"
        for row in 1..<max(count, 1) {
            let cells = (0..<row).map { column in
                let pair = matrix.pair(row, column)
                return MachineAspect.allCases.map { aspect in
                    let agreement = pair.agreement(on: aspect)
                    return style.text(agreement.mark, agreement.meaning)
                }.joined()
            }
            text += padded("  \(MachineMatrix.letter(row))", corner)
            text += cells.joined(separator: "  ") + "\n"
        }
        return text
    }

    private var groups: String {
        var table = TextTable()
        table.add("agree on all", Self.words(matrix.groups))
        for aspect in MachineAspect.allCases {
            table.add("on \(aspect.words)", Self.words(matrix.groups(on: aspect)))
        }
        return table.text
    }

    /// "A B D | C"
    private static func words(_ groups: [[Int]]) -> String {
        groups.map { $0.map(MachineMatrix.letter).joined(separator: " ") }
            .joined(separator: " | ")
    }

    private func conclusion(_ style: TextStyle) -> String {
        let mark =
            switch verdict {
            case .match: style.text("✓ MATCH", .good)
            case .inconclusive: style.text("? INCONCLUSIVE", .doubtful)
            default: style.text("✗ \(verdict.rawValue.uppercased())", .bad)
            }
        return "  \(mark): \(explanation)\n"
    }

    private var explanation: String {
        guard let worst = matrix.worst else { return "one machine alone" }
        guard worst.verdict == .match, matrix.machines.count > 2 else { return worst.explanation }
        return "all \(matrix.machines.count) agree on all that each two hold"
    }

    // MARK: JSON

    /// The members of every comparison, then the matrix, and the program that compared.
    package func json(_ provenance: Provenance) -> JSONValue {
        let worst = matrix.worst
        return .object([
            JSONMember("verdict", .string(verdict.rawValue)),
            JSONMember("prompt", worst?.prompt.map(JSONValue.integer) ?? .null),
            JSONMember("layer", .null), JSONMember("operation", .null),
            JSONMember("element", .null), JSONMember("values", .null),
            JSONMember("next", next),
            JSONMember("explanation", .string(explanation)),
            JSONMember("machines", .array(matrix.machines.enumerated().map(Self.machine))),
            JSONMember("pairs", .array(matrix.pairs.map(Self.pair))),
            JSONMember(
                "groups",
                .object(
                    [JSONMember("all", Self.json(matrix.groups))]
                        + MachineAspect.allCases.map {
                            JSONMember($0.rawValue, Self.json(matrix.groups(on: $0)))
                        })),
            JSONMember("provenance", provenance.json),
        ])
    }

    /// The command that each side of the worst pair runs next; null where none is known.
    private var next: JSONValue {
        guard let worst = matrix.worst, [.propagated, .schedule].contains(worst.verdict) else {
            return .null
        }
        let commands = [worst.left, worst.right].compactMap { place -> String? in
            let machine = matrix.machines[place]
            guard machine.isReceiptList else { return nil }
            return ReceiptTraceCommand.text(
                modelFolder: "MODEL_DIR", promptCount: machine.prompts.count, settings: nil,
                output: "\(MachineMatrix.letter(place)).trace")
        }
        return commands.count == 2 ? .array(commands.map(JSONValue.string)) : .null
    }

    private static func json(_ groups: [[Int]]) -> JSONValue {
        .array(groups.map { .array($0.map(JSONValue.integer)) })
    }

    private static func machine(_ place: Int, _ machine: RunEvidence) -> JSONValue {
        .object([
            JSONMember("place", .integer(place)), JSONMember("file", .string(machine.name)),
            JSONMember("kind", .string(machine.kind.rawValue)),
            JSONMember("model", .string(machine.model)),
            JSONMember("made_by", .string(machine.maker)),
            JSONMember("integer_weights_hash", .string(machine.integerWeightsHash.text)),
            JSONMember("level", machine.level.map { .string($0.text) } ?? .null),
            JSONMember("prompts", .integer(machine.prompts.count)),
            JSONMember(
                "key", machine.publicKey.map { .string(Hexadecimal.text(of: $0)) } ?? .null),
        ])
    }

    private static func pair(_ pair: MachinePair) -> JSONValue {
        .object([
            JSONMember("left", .integer(pair.left)), JSONMember("right", .integer(pair.right)),
            JSONMember("verdict", .string(pair.verdict.rawValue)),
            JSONMember("prompt", pair.prompt.map(JSONValue.integer) ?? .null),
            JSONMember("common_prompts", .integer(pair.commonPromptCount)),
            JSONMember(
                "agreement",
                .object(
                    MachineAspect.allCases.map {
                        JSONMember($0.rawValue, json(pair.agreement(on: $0)))
                    })),
        ])
    }

    private static func json(_ agreement: MachineAgreement) -> JSONValue {
        let state: String
        var (count, all, first): (Int?, Int?, Int?) = (nil, nil, nil)
        switch agreement {
        case .equal(let equal): (state, count, all) = ("equal", 0, equal)
        case .different(let place, let different, let compared):
            (state, count, all, first) = ("different", different, compared, place)
        case .notCompared: state = "not_compared"
        }
        return .object([
            JSONMember("state", .string(state)),
            JSONMember("differing", count.map(JSONValue.integer) ?? .null),
            JSONMember("compared", all.map(JSONValue.integer) ?? .null),
            JSONMember("first", first.map(JSONValue.integer) ?? .null),
        ])
    }
}
