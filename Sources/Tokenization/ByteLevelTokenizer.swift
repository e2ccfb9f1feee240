internal import Encodings

/// GPT-2's byte-level BPE: text to token ids and back.
///
/// Every text has ids, since every byte is a token. **Determinism:** bytes, integers and the pinned
/// tables of Unicode 16.0; no locale, no library's idea of a letter.
/// **Source:** protocol v4, section 5.
public struct ByteLevelTokenizer: Sendable {
    private let vocabulary: Vocabulary
    private let merges: MergeTable

    /// Takes the bytes of `vocab.json` and `merges.txt`.
    ///
    /// **Throws:** ``TokenizerError``, each case as its name says.
    public init(vocabulary: [UInt8], merges: [UInt8]) throws(TokenizerError) {
        self.vocabulary = try Vocabulary(json: vocabulary)
        self.merges = try MergesFile.table(merges, vocabulary: self.vocabulary)
    }

    /// Takes the bytes of a `tokenizer.json`, in place of the two files.
    ///
    /// **Throws:** ``TokenizerError`` where the file is another kind of tokenizer than GPT-2's, or
    /// asks for anything that would give other ids.
    public init(tokenizerJSON bytes: [UInt8]) throws(TokenizerError) {
        (vocabulary, merges) = try TokenizerFile.parts(bytes)
    }

    public var vocabularyCount: Int { vocabulary.tokens.count }

    /// The token ids of `text`, UTF-8 bytes of any length; an empty text has none.
    ///
    /// `<|endoftext|>` in the text is the special token where the vocabulary has it.
    /// **Cost:** O(n log n). **Throws:** ``TokenizerError/textNotUTF8(offset:)``.
    public func encode(_ text: [UInt8]) throws(TokenizerError) -> [Int32] {
        try encode(text, cutAs: text)
    }

    /// The same, with pieces that end where those of another text do: what a reader makes of it to
    /// whom some scalars are of other classes.
    ///
    /// **Precondition:** both have scalars of the same lengths, and the same special tokens.
    package func encode(
        _ text: [UInt8], cutAs shape: [UInt8]
    ) throws(TokenizerError) -> [Int32] {
        precondition(shape.count == text.count, "\(shape.count) bytes for \(text.count)")
        if let offset = UTF8Validation.firstInvalidOffset(in: text) {
            throw .textNotUTF8(offset: offset)
        }
        var ids: [Int32] = []
        var merger = PairMerger(table: merges)
        var start = 0
        while start < text.count {
            let special = endOfText(in: text, from: start)
            var pieces = PreTokenizer(shape, start..<(special ?? text.count))
            while let piece = pieces.next() {
                ids += merger.merged(text[piece].map { vocabulary.byteIDs[Int($0)] })
            }
            guard let special, let id = vocabulary.endOfTextID else { break }
            ids.append(id)
            start = special + Vocabulary.endOfText.utf8.count
        }
        return ids
    }

    /// The bytes that `ids` stand for; not always UTF-8, since a token may end inside a character.
    ///
    /// **Throws:** ``TokenizerError/unknownID(position:id:tokenCount:)``.
    public func decode(_ ids: [Int32]) throws(TokenizerError) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, id) in ids.enumerated() {
            guard vocabulary.tokens.indices.contains(Int(id)) else {
                throw .unknownID(position: position, id: id, tokenCount: vocabularyCount)
            }
            bytes += vocabulary.tokens[Int(id)]
        }
        return bytes
    }

    /// Where the next `<|endoftext|>` starts; nil where there is none or it is no token.
    private func endOfText(in text: [UInt8], from start: Int) -> Int? {
        guard vocabulary.endOfTextID != nil else { return nil }
        let wanted = Array(Vocabulary.endOfText.utf8)
        guard text.count - start >= wanted.count else { return nil }
        for position in start...text.count - wanted.count where text[position] == wanted[0] {
            if text[position...].starts(with: wanted) { return position }
        }
        return nil
    }
}
