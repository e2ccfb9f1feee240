internal import Chains
internal import Cryptography
internal import Encodings
internal import Scenarios

/// Words in edits that stand for something.
extension ChainWorkshop {
    func expanded(_ edits: FieldEdits, _ scene: Scene) throws -> FieldEdits {
        var left = bounds.wordByteCountMax
        return try edits.mapValues { value in
            try Placeholders.expanded(value) { words in
                let text = try meaning(words, scene)
                // A key takes a multiplication on the curve, however short its text.
                left -= max(text?.utf8.count ?? 0, 4_096)
                guard left >= 0 else {
                    throw StepFault(
                        "expected words that stand for at most \(bounds.wordByteCountMax) bytes, "
                            + "got more")
                }
                return text
            }
        }
    }

    /// The meaning of `${…}`: `address NAME`, `key NAME` (compressed), `public_key NAME` (x‖y),
    /// `field HEIGHT PATH`, `of ARTEFACT PATH`, `clock ±SECONDS`, `repeat COUNT TEXT`; nil for
    /// other words.
    private func meaning(_ words: [String], _ scene: Scene) throws -> String? {
        switch (words.first, words.count) {
        case ("address", 2): return wallet(words[1]).address
        case ("key", 2): return Hexadecimal.text(of: wallet(words[1]).publicKey.compressedBytes)
        case ("public_key", 2): return Hexadecimal.text(of: wallet(words[1]).publicKey.rawBytes)
        case ("clock", 2):
            guard let seconds = Int(words[1]) else { break }
            return String(scene.clockSeconds + seconds)
        case ("field", 3):
            guard let height = Int(words[1]), (0...scene.sight.height).contains(height) else {
                break
            }
            return try forge.field(words[2], ofBlock: scene.sight.blockBytes(atHeight: height))
        case ("of", 3):
            guard let bytes = try artefacts.named(words[1]).parts.last else { break }
            return try forge.field(words[2], ofBlock: bytes)
        case ("repeat", 3):
            guard let count = Int(words[1]), (1...10_000_000).contains(count) else { break }
            let byteCount = words[2].utf8.count.multipliedReportingOverflow(by: count)
            guard !byteCount.overflow, byteCount.partialValue <= bounds.wordByteCountMax else {
                throw StepFault(
                    "expected at most \(bounds.wordByteCountMax) bytes, got \(words[2].utf8.count) "
                        + "\(count) times")
            }
            let bytes = try BytesStep.repeated(Array(words[2].utf8), count)
            return String(decoding: bytes, as: UTF8.self)
        default: break
        }
        return nil
    }
}
