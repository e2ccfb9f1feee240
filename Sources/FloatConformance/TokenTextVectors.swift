internal import Conformance
internal import PythonValues
internal import Tokenization

/// Texts under the small tokenizer of Qwen2's kind: the normal form, the pieces, the ids and the
/// text that they give back.
struct TokenTextVectors: VectorJudge {
    let name = "tokenizer"
    let maker: String? = "tokenizers"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["text"] != nil && $0["ids"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let cases = try document.vectorDocument.member("cases").elements()
        guard let bytes = try surroundings.smallTokenizer() else {
            let reason = "needs \(FloatVectorSurroundings.smallTokenizerName) beside this file"
            return cases.indices.map { VectorOutcome(index: "\($0)", .skipped(reason: reason)) }
        }
        let tokenizer = try ByteLevelTokenizer(tokenizerJSON: bytes)
        return try cases.enumerated().map { place, vector in
            let text = try vector.member("text").text().utf8()
            let composed = CanonicalComposition.composed(text, 0..<text.count)
            let normal = try vector.optional("nfc")?.text().utf8() ?? text
            let ids = try tokenizer.encode(text)
            var expected = [shown(normal), "\(try vector.member("ids").tokenIDs())", shown(normal)]
            var got = [shown(composed), "\(ids)", shown(try tokenizer.decode(ids))]
            if let pieces = try vector.optional("pieces") {
                expected.append(
                    try pieces.elements().map { try $0.string() }.joined(separator: " "))
                var cutter = Qwen2PreTokenizer(composed, 0..<composed.count)
                got.append(cut(composed) { cutter.next() })
            }
            if let pieces = try vector.optional("pieces_gpt2") {
                expected.append(
                    try pieces.elements().map { try $0.string() }.joined(separator: " "))
                var cutter = PreTokenizer(text, 0..<text.count)
                got.append(cut(text) { cutter.next() })
            }
            return VectorOutcome(
                index: "\(place)", expected: expected.joined(separator: "; "),
                got: got.joined(separator: "; "))
        }
    }

    private func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The pieces in the letters of bytes.
    private func cut(_ text: [UInt8], next: () -> Range<Int>?) -> String {
        var pieces: [String] = []
        while let piece = next() { pieces.append(ByteLetters.text(of: text[piece])) }
        return pieces.joined(separator: " ")
    }
}

/// A tokenizer in the form of Qwen2's own: each of its tokens gives back the bytes of its text.
struct SmallTokenizerVectors: VectorJudge {
    let name = "small tokenizer"
    let maker: String? = "tokenizers"
    let surroundings: FloatVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        document["added_tokens"] != nil && document["model"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        guard let bytes = try surroundings.neighbour(FloatVectorSurroundings.smallTokenizerName)
        else {
            let reason = "expected as \(FloatVectorSurroundings.smallTokenizerName)"
            return [VectorOutcome(index: "file", .skipped(reason: reason))]
        }
        let tokenizer = try ByteLevelTokenizer(tokenizerJSON: bytes)
        let file = document.vectorDocument
        var tokens: [(id: Int, letters: String)] = []
        guard case .dictionary(let vocabulary) = try file.member("model").member("vocab").value
        else {
            throw VectorFormError(
                place: "document.model.vocab", expected: "an object", got: "another value")
        }
        for (token, id) in vocabulary.members {
            let id = try VectorValue(id, place: "model.vocab").size(0...(1 << 20))
            tokens.append((id, token.shown))
        }
        let added = try file.member("added_tokens").elements().map { vector in
            (
                id: try vector.member("id").size(0...(1 << 20)),
                letters: try ByteLetters.text(of: vector.member("content").text().utf8()[...])
            )
        }
        return try (tokens + added).sorted { $0.id < $1.id }.map { token in
            let text = try tokenizer.decode([Int32(token.id)])
            return VectorOutcome(
                index: "token \(token.id)", expected: token.letters,
                got: ByteLetters.text(of: text[...]))
        } + [
            VectorOutcome(
                index: "count of the vocabulary", expected: "\(tokens.count)",
                got: "\(tokenizer.vocabularyCount)")
        ]
    }
}

/// Bytes in the letters of byte-level vocabularies. **Source:** protocol v4, section 5.
private enum ByteLetters {
    static func text(of bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for byte in bytes { text.append(letters[Int(byte)]) }
        return String(text)
    }

    private static let letters: [Unicode.Scalar] = {
        var next: UInt32 = 0x100
        return (UInt8.min ... .max).map { byte in
            switch byte {
            case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(byte)
            default:
                defer { next += 1 }
                return Unicode.Scalar(next) ?? "\u{FFFD}"
            }
        }
    }()
}
