internal import Cryptography
package import Encodings
internal import Fingerprints
package import Receipts

/// The result of a merge: the whole run's receipt and its verdict, or the shards that are missing.
package struct MergeReport {
    /// The verdict on a whole run.
    package struct Verdict {
        /// Nil where nothing was compared.
        package let match: Bool?
        let golden: String?
        let expectedHash: String?
        let reason: String
        let ground: MergeGround

        package init(
            match: Bool?, golden: String?, expectedHash: String?, reason: String,
            ground: MergeGround
        ) {
            self.match = match
            self.golden = golden
            self.expectedHash = expectedHash
            self.reason = reason
            self.ground = ground
        }

        /// - Parameter ground: the facts that were compared with a model; if they differ, the run
        ///   does not hold, even where the proofs are the golden's.
        package init(_ comparison: GoldenComparison, golden: String?, ground: MergeGround) {
            self.init(
                match: ground.difference == nil ? comparison.match : false, golden: golden,
                expectedHash: comparison.expectedHash,
                reason: ground.difference ?? comparison.reason, ground: ground)
        }
    }

    package enum Result {
        case whole(RunReceipt, Verdict, file: String)
        case missing(MissingParts)
    }

    private let partCount: Int
    private let result: Result

    package init(partCount: Int, result: Result) {
        self.partCount = partCount
        self.result = result
    }

    // MARK: Text

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("parts", "\(partCount)")
        switch result {
        case .whole(let receipt, let verdict, let file):
            add(receipt, verdict, file, style, to: &table)
        case .missing(let missing):
            table.add(
                "prompts",
                "\(missing.promptCount - missing.missingCount) of \(missing.promptCount)")
            for range in missing.ranges {
                table.add(style.text("missing", .doubtful), Self.text(range))
            }
            for shard in missing.shards ?? [] {
                table.add(style.text("missing", .doubtful), "shard \(shard)")
            }
            table.add(
                "match", style.text("inconclusive: ", .doubtful) + "nothing was written")
        }
        return table.text
    }

    private func add(
        _ receipt: RunReceipt, _ verdict: Verdict, _ file: String, _ style: TextStyle,
        to table: inout TextTable
    ) {
        let run = receipt.run
        table.add("prompts", "\(run.prompts.count)")
        table.add("makers", "\(receipt.origin.makers.count)")
        table.add("keys", "\(keyCount(receipt))")
        table.add("weights", run.integerWeightsHash.text)
        table.add("trace root", run.traceRoot.text)
        table.add("hash", run.ultimateHash?.text ?? "none")
        if let expected = verdict.expectedHash { table.add("expected", expected) }
        table.add("receipt", receipt.receiptHash.text)
        table.add("written", ReportText.shown(file))
        for line in verdict.ground.compared { table.add("compared", ReportText.shown(line)) }
        for line in verdict.ground.onTheSignersWord { table.add("signers' word", line) }
        let word =
            switch verdict.match {
            case true?: style.text("yes", .good)
            case false?: style.text("NO", .bad)
            case nil: style.text("inconclusive", .doubtful)
            }
        table.add(
            "match",
            "\(word): \(ReportText.shown(verdict.reason))"
                + (verdict.match == true ? "; the rest is the signers' word" : ""))
    }

    private func keyCount(_ receipt: RunReceipt) -> Int {
        let keys = receipt.origin.parts.map { Hexadecimal.text(of: $0.publicKey) }.sorted()
        return zip(keys, keys.dropFirst()).count { $0 != $1 } + min(keys.count, 1)
    }

    static func text(_ range: Range<Int>) -> String {
        range.count == 1
            ? "prompt \(range.lowerBound)"
            : "prompts \(range.lowerBound) to \(range.upperBound - 1)"
    }

    // MARK: JSON

    package var json: JSONValue {
        switch result {
        case .whole(let receipt, let verdict, let file): json(receipt, verdict, file)
        case .missing(let missing):
            .object([
                JSONMember("parts", .integer(partCount)),
                JSONMember("total", .integer(missing.promptCount)),
                JSONMember("prompt_count", .integer(missing.promptCount - missing.missingCount)),
                JSONMember(
                    "missing",
                    .array(
                        missing.ranges.map { range in
                            .object([
                                JSONMember("first", .integer(range.lowerBound)),
                                JSONMember("count", .integer(range.count)),
                            ])
                        })),
                JSONMember(
                    "missing_shards",
                    missing.shards.map { .array($0.map { .string($0.description) }) } ?? .null),
                JSONMember("match", .null), JSONMember("file", .null),
            ])
        }
    }

    private func json(_ receipt: RunReceipt, _ verdict: Verdict, _ file: String) -> JSONValue {
        let run = receipt.run
        return .object([
            JSONMember("parts", .integer(partCount)),
            JSONMember("total", .integer(run.list.totalCount)),
            JSONMember("prompt_count", .integer(run.prompts.count)),
            JSONMember("missing", .array([])), JSONMember("missing_shards", .array([])),
            JSONMember("makers", .integer(receipt.origin.makers.count)),
            JSONMember("keys", .integer(keyCount(receipt))),
            JSONMember("integer_weights_hash", .string(run.integerWeightsHash.text)),
            JSONMember("trace_root", .string(run.traceRoot.text)),
            JSONMember(
                "ultimate_hash", run.ultimateHash.map { .string($0.text) } ?? .null),
            JSONMember("golden", verdict.golden.map(JSONValue.string) ?? .null),
            JSONMember("expected_hash", verdict.expectedHash.map(JSONValue.string) ?? .null),
            JSONMember("match", verdict.match.map(JSONValue.boolean) ?? .null),
            JSONMember("reason", .string(verdict.reason)),
            JSONMember("compared", .array(verdict.ground.compared.map(JSONValue.string))),
            JSONMember(
                "on_the_signers_word",
                .array(verdict.ground.onTheSignersWord.map(JSONValue.string))),
            JSONMember("receipt_hash", .string(receipt.receiptHash.text)),
            JSONMember("file", .string(file)),
        ])
    }
}
