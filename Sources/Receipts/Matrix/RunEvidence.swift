package import Cryptography
package import Disputes
internal import Encodings
package import Traces

/// The parts of a receipt, a kept run or a trace by which machines are compared.
package struct RunEvidence: Sendable {
    package enum Kind: String, Sendable {
        case receipt
        case run
        case trace
    }

    /// A prompt and the digests that are known for it.
    package struct Prompt: Sendable {
        package let text: PromptList.Text
        /// The digest of salt, prompt and token ids.
        package let input: Digest
        /// The root over the prompt's records; nil where the file lacks any of them.
        package let recordsRoot: Digest?
        package let proof: Digest?
    }

    /// The file's name.
    package let name: String
    package let kind: Kind
    /// The machine and how it ran, in words: "host-3, x86_64, avx2, 4 threads"; for people.
    package let maker: String
    /// The model's name, for people.
    package let model: String
    package let architecture: TracedArchitecture
    package let integerWeightsHash: Digest
    package let integersDigest: Digest
    /// The level of the records; nil where the file has none.
    package let level: TraceLevel?
    package let runDigest: Digest?
    package let prompts: [Prompt]
    /// Whether the prompts are the receipt's first, from number 0 on.
    package let isReceiptList: Bool
    /// The key that signed the file; nil where it is not signed.
    package let publicKey: [UInt8]?

    package init(_ receipt: RunReceipt, named name: String) {
        let run = receipt.run
        self.name = name
        kind = .receipt
        maker = receipt.origin.words
        model = receipt.origin.makers[0].model
        architecture = run.architecture
        integerWeightsHash = run.integerWeightsHash
        integersDigest = run.integersDigest
        level = run.level
        runDigest = run.runDigest
        prompts = run.prompts.enumerated().map { index, prompt in
            Prompt(
                text: run.list.text(index), input: prompt.input, recordsRoot: prompt.recordsRoot,
                proof: prompt.proof)
        }
        isReceiptList = run.list.source == .receipt && run.list.first == 0
        publicKey = receipt.publicKey
    }

    package init(_ run: RunFile, named name: String) throws(ReceiptError) {
        try self.init(run.trace, kind: .run, isReceiptList: true, named: name)
    }

    /// **Throws:** ``ReceiptError`` for a trace of values, which holds one operation only.
    package init(_ trace: Trace, named name: String) throws(ReceiptError) {
        guard [.layers, .operations].contains(trace.level) else {
            throw .unwritable(
                expected: "a trace of layers or operations", got: "one of \(trace.level.text)")
        }
        try self.init(trace, kind: .trace, isReceiptList: false, named: name)
    }

    private init(
        _ trace: Trace, kind: Kind, isReceiptList: Bool, named name: String
    ) throws(ReceiptError) {
        guard let weights = Hexadecimal.bytes(of: trace.model.integerWeightsHash),
            weights.count == ReceiptForm.digestByteCount
        else {
            throw .unwritable(
                expected: "a hash of the integer weights",
                got: JSONValue.quoted(trace.model.integerWeightsHash, scalarCountMax: 80))
        }
        self.name = name
        self.kind = kind
        maker = Self.words(trace.maker)
        model = trace.model.name
        architecture = trace.model.architecture
        integerWeightsHash = Digest(bytes: weights)
        integersDigest = trace.integersDigest
        level = kind == .run ? nil : trace.level
        runDigest = kind == .run ? nil : trace.runDigest
        let endsWithProof = trace.schedule.last?.name == ScheduledOperation.proof
        prompts = zip(trace.prompts, trace.promptLeaves).map { prompt, leaf in
            let isWhole = kind == .trace && prompt.records.allSatisfy { $0.digest != nil }
            return Prompt(
                text: PromptList.Text(prompt), input: leaf.input,
                recordsRoot: isWhole ? leaf.records : nil,
                proof: endsWithProof ? prompt.records.last?.digest : nil)
        }
        self.isReceiptList = isReceiptList
        publicKey = nil
    }

    private static func words(_ facts: [TraceFact]) -> String {
        func fact(_ key: String) -> String? {
            facts.first { $0.key == key }?.value
        }
        let parts = [
            fact("host"), fact("architecture"), fact("backend"),
            fact("threads").map { $0 == "1" ? "1 thread" : "\($0) threads" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}

extension ReceiptOrigin {
    /// The maker in words: "host-3, x86_64, avx2, 4 threads", or "3 machines, 8 parts" for a merged
    /// receipt.
    package var words: String {
        guard parts.isEmpty, makers.count == 1 else {
            return "\(makers.count == 1 ? "1 machine" : "\(makers.count) machines"), "
                + "\(parts.count == 1 ? "1 part" : "\(parts.count) parts")"
        }
        let maker = makers[0]
        let count = maker.work.threadCount
        let words: [String?] = [
            maker.machine.name, maker.machine.architecture, maker.work.backend,
            count == 1 ? "1 thread" : "\(count) threads",
        ]
        return words.compactMap(\.self).joined(separator: ", ")
    }
}
