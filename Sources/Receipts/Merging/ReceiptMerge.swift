internal import Cryptography
internal import Encodings
internal import Traces

/// Merges receipts of parts of one run to a receipt of the whole.
///
/// Parts are added one after the other, in any order; only their prompts' digests and their names
/// are kept. No prompt is computed again, and none is guessed: missing ones are told.
///
/// **Determinism:** neither the order of the parts nor their makers change the run, which equals
/// that of a single machine, digest for digest.
package struct ReceiptMerge: Sendable {
    /// The first part and its name; every other part must have its traits.
    private var first: (receipt: RunReceipt, name: String)?
    private var parts: [Part] = []
    private var makers: [ReceiptMaker] = []
    /// The place of each maker by the bytes that are written for it, as makers are compared.
    private var makerPlaces: [[UInt8]: Int] = [:]  // never iterated

    private struct Part: Sendable {
        let name: String
        let range: Range<Int>
        let maker: Int
        let receiptHash: Digest
        let publicKey: [UInt8]
        let prompts: [ReceiptPrompt]
        /// The texts of the part's prompts, where the list is not the receipt's; empty otherwise.
        let texts: [PromptList.Text]
    }

    package init() {}

    package var partCount: Int { parts.count }
    /// The number of prompts in the whole list; nil before the first part.
    package var promptCount: Int? { first?.receipt.run.list.totalCount }

    /// - Parameter name: the name of the receipt's file, for messages.
    ///
    /// **Throws:** ``MergeError`` where the receipt is of another run than the first part, or was
    /// merged itself: then the signatures of its parts cannot be checked here.
    package mutating func add(_ receipt: RunReceipt, name: String) throws(MergeError) {
        guard receipt.origin.parts.isEmpty else { throw .merged(name: name) }
        let maker = receipt.origin.makers[0]
        guard maker.tokenizerDigest != nil else { throw .noTokenizer(name: name) }
        if let first {
            try Self.check(receipt, name, against: first.receipt, first.name)
        } else {
            first = (receipt, name)
        }
        let bytes = maker.bytes
        let place = makerPlaces[bytes] ?? makers.count
        if place == makers.count {
            makers.append(maker)
            makerPlaces[bytes] = place
        }
        let texts: [PromptList.Text] =
            if case .own(let texts) = receipt.run.list.source { texts } else { [] }
        parts.append(
            Part(
                name: name, range: receipt.run.range, maker: place,
                receiptHash: receipt.receiptHash, publicKey: receipt.publicKey,
                prompts: receipt.run.prompts, texts: texts))
    }

    /// The whole run's receipt, which names every part.
    ///
    /// **Throws:** ``MergeError`` where two parts overlap or prompts are missing.
    package func body() throws(MergeError) -> ReceiptBody {
        guard let first else { throw .nothing }
        let parts = parts.enumerated()
            .sorted { ($0.1.range.lowerBound, $0.0) < ($1.1.range.lowerBound, $1.0) }
            .map(\.element)
        let total = first.receipt.run.list.totalCount
        try Self.checkOverlaps(parts, isOwn: first.receipt.run.list.source != .receipt)
        let missing = Self.gaps(parts.map(\.range), total: total)
        guard missing.isEmpty else {
            throw .missing(MissingParts(missing, present: parts.map(\.range), total: total))
        }
        var run = first.receipt.run
        run.list.first = 0
        if case .own = run.list.source { run.list.source = .own(parts.flatMap(\.texts)) }
        run.prompts = parts.flatMap(\.prompts)
        return ReceiptBody(run: run, origin: origin(of: parts))
    }

    /// Makers in the order of the parts, whatever the order in which parts were added.
    private func origin(of parts: [Part]) -> ReceiptOrigin {
        var places = [Int?](repeating: nil, count: makers.count)
        var ordered: [ReceiptMaker] = []
        let named = parts.map { part in
            let place = places[part.maker] ?? ordered.count
            if place == ordered.count {
                ordered.append(makers[part.maker])
                places[part.maker] = place
            }
            return ReceiptOrigin.Part(
                range: part.range, maker: place, receiptHash: part.receiptHash,
                publicKey: part.publicKey)
        }
        return ReceiptOrigin(makers: ordered, parts: named)
    }

    // MARK: What must be equal, and what must not overlap

    private static func check(
        _ receipt: RunReceipt, _ name: String, against first: RunReceipt, _ firstName: String
    ) throws(MergeError) {
        let (mine, theirs) = (traits(receipt), traits(first))
        for (trait, expected) in zip(mine, theirs)
        where !trait.value.utf8.elementsEqual(expected.value.utf8) {
            throw .otherRun(
                what: trait.name, name: name, got: trait.value, first: firstName,
                expected: expected.value)
        }
    }

    /// The traits that all parts of one run share, the most telling first.
    ///
    /// Parts share no prompt, so nothing shows whether two tokenizers give the same tokens: the
    /// tokenizers must be the same.
    private static func traits(_ receipt: RunReceipt) -> [(name: String, value: String)] {
        let (run, maker) = (receipt.run, receipt.origin.makers[0])
        return [
            ("weights", run.integerWeightsHash.text),
            ("architecture", run.architecture.words),
            ("digest of the integers", run.integersDigest.text),
            ("list of prompts", run.list.name),
            ("number of prompts in the list", "\(run.list.totalCount)"),
            ("level", run.level.text),
            ("digest of the run", run.runDigest.text),
            ("tokenizer", maker.tokenizerDigest?.text ?? ""),
            (
                "tokenizer's Unicode version",
                JSONValue.quoted(maker.unicodeVersion, scalarCountMax: 80)
            ),
        ]
    }

    private static func checkOverlaps(_ parts: [Part], isOwn: Bool) throws(MergeError) {
        // The part that reaches furthest so far, since a long part may overlap more than its
        // neighbour.
        var furthest: Part?
        for part in parts {
            if let before = furthest, part.range.lowerBound < before.range.upperBound {
                let (first, second) = (before.receiptHash, part.receiptHash)
                throw .overlap(
                    first: before.name, before.range, second: part.name, part.range,
                    isSame: first == second, isOwn: isOwn)
            }
            if part.range.upperBound > furthest?.range.upperBound ?? 0 { furthest = part }
        }
    }

    /// The prompts that are in none of `ranges`, which are ascending and do not overlap.
    private static func gaps(_ ranges: [Range<Int>], total: Int) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var next = 0
        for range in ranges + [total..<total] {
            if range.lowerBound > next { gaps.append(next..<range.lowerBound) }
            next = range.upperBound
        }
        return gaps
    }
}
