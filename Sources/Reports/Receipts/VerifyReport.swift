public import Disputes
public import Encodings
public import Receipts

/// A receipt held against the same run made here.
public struct VerifyReport: Sendable {
    private let receipt: RunReceipt
    /// The receipt, then what was made here.
    private let matrix: MachineMatrix
    private let next: NextSteps?
    private var pair: MachinePair { matrix.pair(0, 1) }
    public var verdict: ComparisonVerdict { pair.verdict }

    /// - Parameter matrix: of two.
    public init(receipt: RunReceipt, matrix: MachineMatrix, next: NextSteps?) {
        self.receipt = receipt
        self.matrix = matrix
        self.next = next
    }

    public func text(_ style: TextStyle) -> String {
        var table = TextTable()
        for row in ReceiptReport(receipt, file: matrix.machines[0].name).rows {
            table.add(row.name, row.value)
        }
        table.add("run again", ReportText.shown(matrix.machines[1].maker))
        for aspect in aspects {
            let agreement = pair.agreement(on: aspect)
            table.add(aspect.words, style.text(agreement.words, agreement.meaning))
        }
        table.add(
            "match",
            verdict == .match
                ? style.text("yes", .good) + ": this machine computes what the receipt says"
                : style.text("NO", .bad) + ": \(reason)")
        return table.text + (next?.text ?? "")
    }

    /// Of other weights nothing more was run.
    private var aspects: [MachineAspect] {
        pair.agreement(on: .weights).isDifferent ? [.weights] : MachineAspect.allCases
    }

    private var reason: String {
        guard let prompt = pair.prompt else {
            return verdict == .weights || verdict == .config
                ? "the model here is another one than the receipt's, so nothing was run"
                : "the receipt and this machine differ"
        }
        let text = matrix.machines[0].prompts[prompt].text
        let shown = JSONValue.quoted(text.prompt, scalarCountMax: 80)
        return
            "the first prompt that differs is number \(receipt.run.list.first + prompt), \(shown)"
    }

    public var json: JSONValue {
        .object([
            JSONMember("verdict", .string(verdict.rawValue)),
            JSONMember("match", .boolean(verdict == .match)),
            JSONMember(
                "prompt",
                pair.prompt.map { .integer(receipt.run.list.first + $0) } ?? .null),
            JSONMember("explanation", .string(verdict == .match ? "match" : reason)),
            JSONMember(
                "next", next.map { .array($0.sides.map(JSONValue.string)) } ?? .null),
            JSONMember("locate", next.map { .string($0.both) } ?? .null),
            JSONMember(
                "agreement",
                .object(
                    aspects.map {
                        JSONMember($0.rawValue, .string(pair.agreement(on: $0).words))
                    })),
            JSONMember(
                "receipt", ReceiptReport(receipt, file: matrix.machines[0].name).json),
        ])
    }
}
