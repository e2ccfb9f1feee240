package import Encodings
package import FloatEngine

/// The result of `reproduce v3` or `reproduce qwen`, as text and JSON.
package struct FloatReceiptReport: Sendable {
    private let model: String
    private let tensorsDigest: String
    private let run: FloatReceiptRun
    /// Nil where the run was compared with nothing.
    private let comparison: FloatReceiptComparison?
    private let nanoseconds: Int
    private let provenance: Provenance

    /// - Parameters:
    ///   - model: the folder, as it was given.
    ///   - tensorsDigest: that of the weights as float32.
    package init(
        model: String, tensorsDigest: String, run: FloatReceiptRun,
        comparison: FloatReceiptComparison?, nanoseconds: Int, provenance: Provenance
    ) {
        self.model = TokenText.shown(Array(model.utf8))
        self.tensorsDigest = tensorsDigest
        self.run = run
        self.comparison = comparison
        self.nanoseconds = nanoseconds
        self.provenance = provenance
    }

    private var tokenCount: Int { run.entries.reduce(0) { $0 + $1.tokenCount } }

    // MARK: As text

    package func text(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("golden", run.receipt.rawValue)
        table.add("model", model)
        table.add("tensors", tensorsDigest)
        table.add("order", run.order.rawValue)
        table.add("program", provenance.program.text)
        table.add("prompts", "\(run.entries.count), \(tokenCount) tokens")
        table.add(
            "speed",
            "\(DecimalText.perSecond(run.entries.count, nanoseconds: nanoseconds)) proofs/s")
        table.add("hash", run.ultimateHash)
        if let comparison { table.add("expected", comparison.expectedHash) }
        return table.text + differences(style) + "\n" + verdict(style)
    }

    private func differences(_ style: TextStyle) -> String {
        guard let comparison, !comparison.differences.isEmpty else { return "" }
        var table = TextTable()
        for difference in comparison.differences {
            table.add(
                "proof \(difference.index)",
                style.text(
                    "\(difference.verdict.rawValue), gap \(difference.gap)",
                    difference.verdict == .wrong ? .bad : .doubtful))
            table.add("", "expected \(difference.expected)")
            table.add("", "got      \(difference.got)")
        }
        return "\n" + table.text
    }

    private func verdict(_ style: TextStyle) -> String {
        var table = TextTable(nameWidthMin: "expected".count)
        guard let comparison else {
            table.add("match", style.text("inconclusive: compared with no golden", .doubtful))
            return table.text
        }
        switch comparison.verdict {
        case .equal: table.add("match", style.text("yes: the hash is the golden's", .good))
        case .wrong: table.add("match", style.text("NO: " + reason(comparison), .bad))
        case .inconclusive:
            table.add("match", style.text("inconclusive: " + reason(comparison), .doubtful))
        }
        table.add(
            "at risk",
            "\(comparison.riskCount) of \(run.entries.count) proofs have a row nearer to the cut "
                + "than twice the drift of \(comparison.drift)")
        return table.text
    }

    private func reason(_ comparison: FloatReceiptComparison) -> String {
        guard let first = comparison.differences.first else {
            return comparison.verdict == .wrong
                ? "the hash differs, and no proof is near the cut"
                : "the hash differs, and proofs near the cut may be why; a hash without proofs "
                    + "confirms and seldom refutes"
        }
        let wrongCount = comparison.differences.count { $0.verdict == .wrong }
        return "\(ReportText.count(comparison.differences.count, "proof")) of "
            + "\(run.entries.count) differ, \(wrongCount) of them wrong; the first is proof "
            + "\(comparison.differences.first { $0.verdict == .wrong }?.index ?? first.index)"
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("golden", .string(run.receipt.rawValue)),
            JSONMember("model", .string(model)),
            JSONMember("tensors_sha256", .string(tensorsDigest)),
            JSONMember("order", .string(run.order.rawValue)),
            JSONMember("prompt_count", .integer(run.entries.count)),
            JSONMember("token_count", .integer(tokenCount)),
            JSONMember("ultimate_hash", .string(run.ultimateHash)),
            JSONMember(
                "expected_hash", comparison.map { .string($0.expectedHash) } ?? .null),
            JSONMember(
                "verdict", comparison.map { .string($0.verdict.rawValue) } ?? .null),
            JSONMember("drift", comparison.map { .string($0.drift) } ?? .null),
            JSONMember("at_risk", comparison.map { .integer($0.riskCount) } ?? .null),
            JSONMember(
                "differences", .array(comparison?.differences.map(differenceJSON) ?? [])),
            JSONMember(
                "proofs_per_second",
                .string(DecimalText.perSecond(run.entries.count, nanoseconds: nanoseconds))),
            JSONMember(
                "proofs",
                .array(
                    run.entries.map { entry in
                        .object([
                            JSONMember("proof_hash", .string(entry.proofHash)),
                            JSONMember("gap", .string(entry.gapText)),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func differenceJSON(_ difference: FloatReceiptComparison.Difference) -> JSONValue {
        .object([
            JSONMember("index", .integer(difference.index)),
            JSONMember("verdict", .string(difference.verdict.rawValue)),
            JSONMember("gap", .string(difference.gap)),
            JSONMember("expected_proof_hash", .string(difference.expected)),
            JSONMember("proof_hash", .string(difference.got)),
        ])
    }
}
