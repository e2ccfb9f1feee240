package import Encodings
package import Receipts

/// The report of receipts that were checked without a run: what this shows, and what it cannot
/// show.
package struct ReceiptCheckReport: Sendable {
    package enum Finding: Sendable {
        /// - Parameter isTrusted: whether its key is among those trusted; nil where none was named.
        case sound(RunReceipt, isTrusted: Bool?)
        /// A receipt in form that does not hold: why.
        case refused(String)
        /// No receipt: why.
        case unreadable(String)

        package var holds: Bool {
            if case .sound(_, let isTrusted) = self { isTrusted != false } else { false }
        }

        package var isUnreadable: Bool {
            if case .unreadable = self { true } else { false }
        }

        var name: String {
            switch self {
            case .sound(_, false): "untrusted_key"
            case .sound: "sound"
            case .refused: "refused"
            case .unreadable: "unreadable"
            }
        }
    }

    package struct Entry: Sendable {
        package let file: String
        package let finding: Finding

        package init(file: String, _ finding: Finding) {
            self.file = file
            self.finding = finding
        }
    }

    package let entries: [Entry]

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    private static let shown = [
        "the file has its one form", "its digests agree with each other",
        "the signature is the key's",
    ]
    private static let notShown = [
        "that these weights give these proofs: 'glyphlab receipt verify' runs them again, "
            + "'glyphlab receipt spot-check' some operations",
        "that the digests of weights, prompts and records are of anything: only a model shows it",
        "who computed it, and on what machine: the key's owner says so",
    ]

    package func text(_ style: TextStyle) -> String {
        entries.map { text($0, style) }.joined(separator: "\n")
            + (entries.contains { $0.finding.holds } ? "\n" + limits : "")
    }

    private func text(_ entry: Entry, _ style: TextStyle) -> String {
        var table = TextTable()
        switch entry.finding {
        case .sound(let receipt, let isTrusted):
            for row in ReceiptReport(receipt, file: entry.file).rows {
                table.add(row.name, row.value)
            }
            switch isTrusted {
            case true?: table.add("trusted", style.text("yes", .good))
            case false?: table.add("trusted", style.text("NO: another key", .bad))
            case nil: table.add("trusted", "not asked: --trusted-key says whose keys are")
            }
            table.add(
                "valid", entry.finding.holds ? style.text("yes", .good) : style.text("NO", .bad))
        case .refused(let why), .unreadable(let why):
            table.add("receipt", ReportText.shown(entry.file))
            table.add("valid", style.text("NO", .bad) + ": " + ReportText.shown(why))
        }
        return table.text
    }

    private var limits: String {
        "  shown      \(Self.shown.joined(separator: "; "))\n"
            + Self.notShown.map { "  not shown  \($0)\n" }.joined()
    }

    package var json: JSONValue {
        .object([
            JSONMember("valid", .boolean(entries.allSatisfy(\.finding.holds))),
            JSONMember("receipts", .array(entries.map(json))),
            JSONMember("shown", .array(Self.shown.map(JSONValue.string))),
            JSONMember("not_shown", .array(Self.notShown.map(JSONValue.string))),
        ])
    }

    private func json(_ entry: Entry) -> JSONValue {
        var members = [
            JSONMember("valid", .boolean(entry.finding.holds)),
            JSONMember("finding", .string(entry.finding.name)),
        ]
        switch entry.finding {
        case .sound(let receipt, let isTrusted):
            members += [
                JSONMember("message", .null),
                JSONMember("trusted", isTrusted.map(JSONValue.boolean) ?? .null),
            ]
            members += ReceiptReport(receipt, file: entry.file).members
        case .refused(let why), .unreadable(let why):
            members += [
                JSONMember("message", .string(why)), JSONMember("trusted", .null),
                JSONMember("file", .string(entry.file)),
            ]
        }
        return .object(members)
    }
}
