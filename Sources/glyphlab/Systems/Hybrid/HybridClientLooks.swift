import ArgumentParser
import Encodings
import Reports

struct HybridClientStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell where a node's chain stands, at once or when it has come so far.",
        discussion: """
            Example: glyphlab system client hybrid status --node http://127.0.0.1:8080 \
            --until-finalised 1
            """)

    @OptionGroup var node: HybridNodeOption

    @Option(help: "Wait until the chain has so many blocks.")
    var untilHeight: Int?

    @Option(help: "Wait until the finalised block has at least this number.")
    var untilFinalised: Int?

    @Option(help: "Wait until this validator is slashed.")
    var untilSlashed: Int?

    @OptionGroup var wait: HybridWait

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let calls = node.calls
            var last = JSONValue.null
            let status = try wait.result("\(node.node.text) to come so far") {
                "the last status was \(last.compactText)"
            } _: {
                last = try calls.status()
                return isThere(last) ? last : nil
            }
            format.write(text: Self.text(status), json: status)
            return .holds
        }
    }

    private func isThere(_ status: JSONValue) -> Bool {
        let height = status.member("height")?.integerValue ?? 0
        let finalised = status.member("finalised")?.member("height")?.integerValue ?? 0
        let slashed = (status.member("slashed")?.arrayValue ?? []).compactMap(\.integerValue)
        return height >= untilHeight ?? 0 && finalised >= untilFinalised ?? 0
            && untilSlashed.map(slashed.contains) ?? true
    }

    private static func text(_ status: JSONValue) -> String {
        var lines: [String] = []
        for member in status.objectValue ?? [] {
            let name = member.key.replacing("_", with: " ")
            lines.append(
                "  " + name + String(repeating: " ", count: max(1, 18 - name.utf8.count))
                    + MessageText.escaped(value(member.value)))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func value(_ value: JSONValue) -> String {
        if let epoch = value.member("epoch"), let height = value.member("height") {
            return "block \(height.compactText), epoch \(epoch.compactText)"
        }
        if let list = value.arrayValue {
            return list.isEmpty ? "none" : list.map(\.compactText).joined(separator: " ")
        }
        if case .null = value { return "none" }
        return value.stringValue ?? value.compactText
    }
}

struct HybridClientBlocks: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blocks",
        abstract: "List the last blocks of a node's chain, the newest first.",
        discussion: "Example: glyphlab system client hybrid blocks --node http://127.0.0.1:8080")

    @OptionGroup var node: HybridNodeOption

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let blocks = try node.calls.list("/blocks")
            format.write(
                text: HybridTable.text(
                    blocks, corner: "block", first: "height",
                    [
                        "slot", "proposer", "acknowledgements", "evidence", "votes", "loss",
                        "update",
                    ]),
                json: blocks)
            return .holds
        }
    }
}

struct HybridClientVotes: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "votes",
        abstract: "List the votes that wait at a node for a block.",
        discussion: "Example: glyphlab system client hybrid votes --node http://127.0.0.1:8080")

    @OptionGroup var node: HybridNodeOption

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let votes = try node.calls.list("/votes")
            format.write(
                text: HybridTable.text(
                    votes, corner: "validator", first: "validator", ["source", "target", "root"]),
                json: votes)
            return .holds
        }
    }
}

struct HybridClientEvidence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "List the evidence that waits at a node for a block.",
        discussion: "Example: glyphlab system client hybrid evidence --node http://127.0.0.1:8080")

    @OptionGroup var node: HybridNodeOption

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let evidence = try node.calls.list("/waiting-evidence")
            format.write(
                text: HybridTable.text(
                    evidence, corner: "kind", first: "kind", ["validator", "bytes"]),
                json: evidence)
            return .holds
        }
    }
}

/// A table of objects of JSON.
enum HybridTable {
    static func text(
        _ list: JSONValue, corner: String, first: String, _ names: [String]
    ) -> String {
        var table = ColumnTable(corner: corner, titles: names)
        func text(_ value: JSONValue?) -> String {
            guard let value else { return "-" }
            if case .null = value { return "-" }
            return MessageText.escaped(value.stringValue ?? value.compactText)
        }
        for element in list.arrayValue ?? [] {
            table.add(text(element.member(first)), names.map { text(element.member($0)) })
        }
        return table.text
    }
}
