internal import BigInt
internal import Conformance
internal import GlyphChain
internal import Platform
internal import Proving
internal import PythonValues

/// Blocks as peers might send them, each on so many blocks of a chain in a file beside this one,
/// with the published node's verdict: accept, reject, or crash.
struct ChainDifferentialVectors: LongVectorJudge {
    let name = "chain_differential"
    let surroundings: ChainVectorSurroundings

    /// A case, read.
    private struct Case: Sendable {
        let height: Int
        let block: PythonValue
        let verdict: String
    }

    func recognises(_ document: PythonDictionary) -> Bool {
        document["base"] != nil && document["cases"] != nil
    }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        let clock = try ChainVectorText.clock(document.member("clock"))
        let cases = try document.member("cases").elements()
        let baseName = try document.member("base")
        guard let base = try self.base(baseName) else {
            let name = try baseName.string()
            return cases.indices.map {
                VectorOutcome(
                    index: String($0),
                    .skipped(reason: "needs the chain of \(name) in the same folder"))
            }
        }
        let blocks = try base.member("chain").elements().map(\.value)
        let read = try cases.map { try Self.read($0, blockCount: blocks.count) }
        switch try surroundings.prover(named: base.member("model")) {
        case .missing(let reason):
            return cases.indices.map {
                VectorOutcome(index: String($0), .skipped(reason: reason))
            }
        case .here(let prover):
            let verifier = PublishedVerifier(
                proofs: RememberedProofs(prover), clockSeconds: clock)
            let counter = CaseCounter(total: read.count, progress)
            return Threads.map(count: read.count, threadCount: surroundings.threadCount) { index in
                let one = read[index]
                let judgement = verifier.judgement(of: .list(blocks[..<one.height] + [one.block]))
                counter.advance()
                return VectorOutcome(
                    index: String(index), expected: one.verdict,
                    got: judgement.isCrash ? "crash" : judgement.isAccepted ? "accept" : "reject")
            }
        }
    }

    /// The document that holds the chain; nil where there is no such file.
    private func base(_ name: VectorValue) throws -> VectorValue? {
        let file = try name.string()
        guard !file.utf8.contains(UInt8(ascii: "/")), file.utf8.first != UInt8(ascii: ".") else {
            throw VectorFormError(
                place: name.place, expected: "the name of a file in the same folder", got: file)
        }
        guard let bytes = try surroundings.neighbour(file) else { return nil }
        do throws(PythonJSONError) {
            return VectorValue(
                try PythonJSONParser.parse(bytes, byteCountMax: bytes.count), place: file)
        } catch {
            throw VectorFormError(
                place: "\(file), byte \(error.offset)", expected: error.expected,
                got: "something else")
        }
    }

    private static func read(_ one: VectorValue, blockCount: Int) throws -> Case {
        let height = try one.member("height")
        guard try (0...blockCount).contains(height.int()) else {
            throw VectorFormError(
                place: height.place, expected: "0 to \(blockCount)",
                got: try String(height.int()))
        }
        let text = try one.member("block_text")
        do {
            let bytes = try text.text().utf8()
            return Case(
                height: try height.int(),
                block: try PythonJSONParser.parse(bytes, byteCountMax: bytes.count),
                verdict: try one.member("verdict").string())
        } catch let error as PythonJSONError {
            throw VectorFormError(
                place: "\(text.place), byte \(error.offset)", expected: error.expected,
                got: "something else")
        } catch let error as PythonError {
            throw VectorFormError(place: text.place, expected: "a text", got: "\(error)")
        }
    }
}
