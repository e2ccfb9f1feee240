package import Cryptography
package import Disputes
package import Encodings
package import Receipts

/// A receipt compared with the same run made here.
package struct VerifyReport: Sendable {
    private let receipt: RunReceipt
    /// The receipt, then what was made here.
    private let matrix: MachineMatrix
    private let tokenizer: Tokenizer
    private let next: NextSteps?
    private var pair: MachinePair { matrix.pair(0, 1) }
    package var verdict: ComparisonVerdict { pair.verdict }

    /// The tokenizer of this machine's model.
    package struct Tokenizer: Sendable {
        let digest: Digest?
        let unicodeVersion: String

        package init(digest: Digest?, unicodeVersion: String) {
            self.digest = digest
            self.unicodeVersion = unicodeVersion
        }
    }

    /// Something that the receipt says otherwise than this machine.
    private struct Difference {
        let what: String
        let receipt: String
        let here: String
    }

    /// - Parameter matrix: the matrix of two machines: the receipt's, then this one.
    package init(
        receipt: RunReceipt, matrix: MachineMatrix, tokenizer: Tokenizer, next: NextSteps?
    ) {
        self.receipt = receipt
        self.matrix = matrix
        self.tokenizer = tokenizer
        self.next = next
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        for row in ReceiptReport(receipt, file: matrix.machines[0].name).rows {
            table.add(row.name, row.value)
        }
        table.add("run again", ReportText.shown(matrix.machines[1].maker))
        for aspect in aspects {
            let agreement = pair.agreement(on: aspect)
            table.add(aspect.words, style.text(agreement.words, agreement.meaning))
        }
        for difference in differences {
            table.add(
                "differs",
                style.text(difference.what, .bad)
                    + ": the receipt has \(ReportText.shown(difference.receipt)), this machine "
                    + ReportText.shown(difference.here))
        }
        table.add(
            "match",
            verdict == .match
                ? style.text("yes", .good) + ": this machine computes what the receipt says"
                : style.text("NO", .bad) + ": \(reason)")
        return table.text + (next?.text ?? "")
    }

    /// The aspects to tell of; if the weights differ, nothing else was run.
    private var aspects: [MachineAspect] {
        pair.agreement(on: .weights).isDifferent ? [.weights] : MachineAspect.allCases
    }

    private var reason: String {
        guard let prompt = pair.prompt else {
            return isOtherModel
                ? "the model here is another one than the receipt's, so nothing was run"
                : "the receipt and this machine differ in "
                    + differences.map(\.what).joined(separator: ", ")
        }
        let text = matrix.machines[0].prompts[prompt].text
        let shown = JSONValue.quoted(text.prompt, scalarCountMax: 80)
        return
            (verdict == .input ? "tokens differ: " : "")
            + "the first prompt that differs is number \(receipt.run.list.first + prompt), \(shown)"
    }

    private var isOtherModel: Bool {
        let (theirs, ours) = (matrix.machines[0], matrix.machines[1])
        return theirs.integerWeightsHash != ours.integerWeightsHash
            || theirs.architecture != ours.architecture
    }

    /// The facts of both runs' inputs that differ, by name; results are told prompt by prompt.
    private var differences: [Difference] {
        let (theirs, ours) = (matrix.machines[0], matrix.machines[1])
        var facts = [
            ("weights", theirs.integerWeightsHash.text, ours.integerWeightsHash.text),
            ("architecture", theirs.architecture.words, ours.architecture.words),
            ("digest of the integers", theirs.integersDigest.text, ours.integersDigest.text),
        ]
        // If the weights differ, nothing was run here, and so there is no run to compare.
        if !isOtherModel {
            facts.append(
                (
                    "run digest (level, weights, parameters, operations)",
                    theirs.runDigest?.text ?? "none", ours.runDigest?.text ?? "none"
                ))
        }
        if verdict == .input {
            let maker = receipt.origin.makers[0]
            facts += [
                (
                    "tokenizer", maker.tokenizerDigest?.text ?? "none",
                    tokenizer.digest?.text ?? "none"
                ), ("tokenizer's Unicode version", maker.unicodeVersion, tokenizer.unicodeVersion),
            ]
        }
        return facts.filter { !$0.1.utf8.elementsEqual($0.2.utf8) }
            .map { Difference(what: $0.0, receipt: $0.1, here: $0.2) }
    }

    package var json: JSONValue {
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
                "differences",
                .array(
                    differences.map { difference in
                        .object([
                            JSONMember("fact", .string(difference.what)),
                            JSONMember("receipt", .string(difference.receipt)),
                            JSONMember("here", .string(difference.here)),
                        ])
                    })),
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
