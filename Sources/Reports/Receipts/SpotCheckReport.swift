internal import Cryptography
package import Encodings
package import Receipts

/// The report of a spot check: its findings, its cost, and the chance that it finds a fraud.
package struct SpotCheckReport: Sendable {
    private let check: SpotCheck
    private let receipt: RunReceipt
    private let file: String
    private let wholeMultiplyAddCount: Int

    /// - Parameter wholeMultiplyAddCount: the multiply-adds of a whole run of all prompts.
    package init(
        _ check: SpotCheck, receipt: RunReceipt, file: String, wholeMultiplyAddCount: Int
    ) {
        self.check = check
        self.receipt = receipt
        self.file = file
        self.wholeMultiplyAddCount = wholeMultiplyAddCount
    }

    /// A fraud of so many records: how likely it is missed, and how many records find it.
    struct Chance {
        let name: String
        let wrongCount: Int
        let missText: String
        let neededCount: Int
    }

    private static let decimalCount = 12
    private static let missPercentMax = 1
    static let model =
        "the operations and the tokens of every prompt are compared whatever is drawn, so that a "
        + "lie about them is never missed; a record is wrong where its operation, computed from "
        + "the prompt on, gives another digest; a fault makes most later records of its prompt "
        + "wrong, too"

    var chances: [Chance] {
        let all = check.recordCount
        return [("1 record", 1), ("1 %", max(1, all / 100)), ("10 %", max(1, all / 10))].map {
            name, wrong in
            Chance(
                name: name, wrongCount: wrong,
                missText: MissProbability(
                    all: all, wrong: wrong, checked: check.leaves.count
                ).decimalText(decimalCount: Self.decimalCount),
                neededCount: MissProbability.checkedCount(
                    all: all, wrong: wrong, missPercentMax: Self.missPercentMax))
        }
    }

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("receipt", ReportText.shown(file))
        table.add("key", Hexadecimal.text(of: receipt.publicKey))
        table.add("seed", Hexadecimal.text(of: check.seed))
        table.add(
            "records",
            "\(DecimalText.grouped(check.leaves.count)) of "
                + "\(DecimalText.grouped(check.recordCount)) drawn, opened to the trace root")
        table.add(
            "multiply-adds",
            "\(DecimalText.grouped(check.multiplyAddCount)) of "
                + "\(DecimalText.grouped(wholeMultiplyAddCount)) of a whole run, "
                + "\(DecimalText.ratio(check.multiplyAddCount * 100, wholeMultiplyAddCount)) %")
        table.add("tokens", "of all \(ReportText.count(check.promptCount, "prompt")) compared")
        for leaf in check.wrong.prefix(Self.shownCount) {
            table.add(
                "wrong",
                style.text(
                    "prompt \(receipt.run.list.first + leaf.prompt), "
                        + ReportText.shown(leaf.operation), .bad)
                    + ": expected \(leaf.expected.text), got \(leaf.got?.text ?? "nothing")")
        }
        for prompt in check.otherInputs.prefix(Self.shownCount) {
            table.add(
                "wrong",
                style.text("prompt \(receipt.run.list.first + prompt)", .bad)
                    + ": read as other tokens than here")
        }
        table.add(
            "match",
            check.holds
                ? style.text("yes", .good) + ": all \(check.leaves.count) are as the receipt says"
                : style.text("NO", .bad) + ": \(difference)")
        return table.text + "\n" + chanceText
    }

    private static let shownCount = 10

    /// The differences in words.
    private var difference: String {
        var words: [String] = []
        if !check.wrong.isEmpty {
            words.append("\(check.wrong.count) of \(check.leaves.count) records differ")
        }
        if !check.otherInputs.isEmpty {
            words.append(
                "\(check.otherInputs.count) of \(ReportText.count(check.promptCount, "prompt")) "
                    + "\(check.otherInputs.count == 1 ? "is" : "are") read as other tokens here")
        }
        return words.joined(separator: ", and ")
    }

    private var chanceText: String {
        var table = ColumnTable(titles: ["records", "missed at most", "99 % found by"])
        for chance in chances {
            table.add(
                chance.name,
                [
                    DecimalText.grouped(chance.wrongCount), chance.missText,
                    "k = \(DecimalText.grouped(chance.neededCount))",
                ])
        }
        return """
              The operations and all prompts' tokens are compared whatever is drawn: a lie about
              them is never missed. A fraud of f records among n is missed by k drawn ones with
              C(n-f, k) / C(n, k). A record is wrong where its operation, computed from the prompt
              on, gives another digest; a fault makes most later records of its prompt wrong, too.

            """ + table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("verdict", .string(check.holds ? "match" : "root")),
            JSONMember("match", .boolean(check.holds)),
            JSONMember("seed", .string(Hexadecimal.text(of: check.seed))),
            JSONMember("records", .integer(check.recordCount)),
            JSONMember("checked", .integer(check.leaves.count)),
            JSONMember("wrong", .integer(check.wrong.count)),
            JSONMember("inputs_compared", .integer(check.promptCount)),
            JSONMember("other_inputs", .array(check.otherInputs.map(JSONValue.integer))),
            JSONMember("multiply_adds", .integer(check.multiplyAddCount)),
            JSONMember("multiply_adds_of_whole_run", .integer(wholeMultiplyAddCount)),
            JSONMember("leaves", .array(check.leaves.map(leaf))),
            JSONMember("fraud_model", .string(Self.model)),
            JSONMember(
                "chances",
                .array(
                    chances.map { chance in
                        .object([
                            JSONMember("fraud", .string(chance.name)),
                            JSONMember("wrong_records", .integer(chance.wrongCount)),
                            JSONMember("miss_probability", .string(chance.missText)),
                            JSONMember("k_for_99_percent", .integer(chance.neededCount)),
                        ])
                    })),
        ])
    }

    private func leaf(_ leaf: SpotCheck.Leaf) -> JSONValue {
        .object([
            JSONMember("prompt", .integer(receipt.run.list.first + leaf.prompt)),
            JSONMember("place", .integer(leaf.place)),
            JSONMember("operation", .string(leaf.operation)),
            JSONMember("expected", .string(leaf.expected.text)),
            JSONMember("got", leaf.got.map { .string($0.text) } ?? .null),
            JSONMember("equal", .boolean(leaf.isEqual)),
        ])
    }
}
