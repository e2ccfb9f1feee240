public import Fingerprints
internal import Inference
internal import Tensors
internal import Tokenization

/// A prover with the tables of an older Unicode, such as a node has whose library for regular
/// expressions is older: U+1C89, a letter from Unicode 16.0 on, is no letter to it.
public struct OlderTablesProver: ProofSource {
    private static let newLetter: [UInt8] = [0xE1, 0xB2, 0x89]
    /// U+2603, as long, and no letter in any version.
    private static let noLetter: [UInt8] = [0xE2, 0x98, 0x83]

    private let prover: Prover

    public init(_ prover: Prover) {
        self.prover = prover
    }

    public func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        let text = Challenge.text(salt, prompt)
        do {
            let tokenIDs = try prover.tokenizer.encode(text, cutAs: Self.older(text))
            try prover.transformer.check(tokenIDs)
            let batch = try prover.prove(
                [Challenge(salt: salt, tokenIDs: tokenIDs)], shortcuts: .none, workers: .alone)
            return batch.fingerprints[0].proofHash
        } catch {
            throw NoProof(why: "\(error)")
        }
    }

    private static func older(_ text: [UInt8]) -> [UInt8] {
        var text = text
        var position = 0
        while position + newLetter.count <= text.count {
            let range = position..<position + newLetter.count
            if text[range].elementsEqual(newLetter) { text.replaceSubrange(range, with: noLetter) }
            position += 1
        }
        return text
    }
}
