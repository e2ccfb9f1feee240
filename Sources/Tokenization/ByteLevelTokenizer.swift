internal import Encodings

/// Byte-level BPE as GPT-2 and Qwen2 have it: text to token ids and back.
///
/// Every text has ids, since every byte is a token. **Determinism:** bytes, integers and the pinned
/// tables of Unicode 16.0; no locale, no library's idea of a letter.
/// **Source:** protocol v4, section 5, and for what folders add to it, transformers 5.24.
public struct ByteLevelTokenizer: Sendable {
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    private let added: AddedTokens
    private let settings: TokenizerParts.Settings

    private init(_ parts: TokenizerParts) {
        vocabulary = parts.vocabulary
        merges = parts.merges
        added = parts.added
        settings = parts.settings
    }

    /// Takes the bytes of `vocab.json` and `merges.txt`, as the protocol reads them: where the
    /// vocabulary has `<|endoftext|>`, it is a special token, and nothing else is.
    ///
    /// **Throws:** ``TokenizerError``, each case as its name says.
    public init(vocabulary: [UInt8], merges: [UInt8]) throws(TokenizerError) {
        let tokens = try Vocabulary(json: vocabulary)
        let endOfText = tokens.id(ofText: Vocabulary.endOfText).map {
            (token: AddedToken(special: Vocabulary.endOfText), id: $0)
        }
        self.init(
            TokenizerParts(
                vocabulary: tokens, merges: try MergesFile.table(merges, vocabulary: tokens),
                added: AddedTokens(endOfText.map { [$0] } ?? [])))
    }

    /// Takes the files of a folder, which together give the ids that transformers gives.
    ///
    /// **Throws:** ``TokenizerError`` where a file is another kind of tokenizer than these, asks
    /// for anything that this room does not compute, or contradicts the others.
    public init(files: TokenizerFiles) throws(TokenizerError) {
        self.init(try TokenizerAssembly(files).parts())
    }

    /// Takes the bytes of a `tokenizer.json` alone.
    ///
    /// **Throws:** as ``init(files:)``.
    public init(tokenizerJSON bytes: [UInt8]) throws(TokenizerError) {
        var files = TokenizerFiles()
        files[.tokenizer] = bytes
        try self.init(files: files)
    }

    /// The tokens of the vocabulary, whose ids are 0 ..< count; added tokens may have ids beyond.
    public var vocabularyCount: Int { vocabulary.tokens.count }

    /// The token ids of `text`, UTF-8 bytes of any length; an empty text has those of the template.
    ///
    /// **Cost:** O(n log n), times the longest added token.
    /// **Throws:** ``TokenizerError/textNotUTF8(offset:)``,
    /// ``TokenizerError/textTooLong(limitTokens:gotTokens:)``.
    public func encode(_ text: [UInt8]) throws(TokenizerError) -> [Int32] {
        try encode(text, cutAs: nil)
    }

    /// Encodes `text`, split into pieces where `shape` would be split: the ids that a reader with
    /// older tables of Unicode computes. Without a shape, `text` is its own.
    ///
    /// **Precondition:** both have scalars of the same lengths, also in normalization form C if the
    /// tokenizer asks for it, and the same added tokens.
    package func encode(
        _ text: [UInt8], cutAs shape: [UInt8]?
    ) throws(TokenizerError) -> [Int32] {
        precondition((shape ?? text).count == text.count, "a shape for \(text.count) bytes")
        if let offset = UTF8Validation.firstInvalidOffset(in: text) {
            throw .textNotUTF8(offset: offset)
        }
        var ids = settings.template.before
        var merger = PairMerger(table: merges)
        for segment in added.segments(of: text) {
            switch segment {
            case .token(let id):
                ids.append(id)
            case .text(let range) where settings.composes:
                let composed = CanonicalComposition.composed(text, range)
                append(
                    composed, shape.map { CanonicalComposition.composed($0, range) } ?? composed,
                    normalized: 0..<composed.count, to: &ids, merger: &merger)
            case .text(let range):
                append(text, shape ?? text, normalized: range, to: &ids, merger: &merger)
            }
        }
        ids += settings.template.after
        if let limit = settings.tokenCountMax, ids.count > limit {
            throw .textTooLong(limitTokens: limit, gotTokens: ids.count)
        }
        return ids
    }

    /// The ids of a normalised part of a text, in which only normalised added tokens are left.
    private func append(
        _ text: [UInt8], _ shape: [UInt8], normalized range: Range<Int>, to ids: inout [Int32],
        merger: inout PairMerger
    ) {
        for segment in added.segments(ofNormalized: text, in: range) {
            switch segment {
            case .token(let id):
                ids.append(id)
            case .text(let range) where settings.addsPrefixSpace && text[range.lowerBound] != 0x20:
                let spaced = [0x20] + text[range]
                append(
                    spaced, [0x20] + shape[range], 0..<spaced.count, to: &ids, merger: &merger)
            case .text(let range):
                append(text, shape, range, to: &ids, merger: &merger)
            }
        }
    }

    /// The ids of a part of a text without added tokens.
    private func append(
        _ text: [UInt8], _ shape: [UInt8], _ range: Range<Int>, to ids: inout [Int32],
        merger: inout PairMerger
    ) {
        switch settings.pattern {
        case .gpt2: append(text, PreTokenizer(shape, range), to: &ids, merger: &merger)
        case .qwen2: append(text, Qwen2PreTokenizer(shape, range), to: &ids, merger: &merger)
        }
    }

    /// The ids of the pieces of a text.
    private func append(
        _ text: [UInt8], _ pieces: some PieceCutter, to ids: inout [Int32],
        merger: inout PairMerger
    ) {
        var pieces = pieces
        while let piece = pieces.next() {
            if settings.ignoresMerges, let id = vocabulary.id(ofBytes: text[piece]) {
                ids.append(id)
            } else {
                ids += merger.merged(text[piece].map { vocabulary.byteIDs[Int($0)] })
            }
        }
    }

    /// The bytes that `ids` stand for; not always UTF-8, since a token may end inside a character.
    /// They are the normalised text where the tokenizer normalises.
    ///
    /// **Throws:** ``TokenizerError/unknownID(position:id:tokenCount:)``.
    public func decode(_ ids: [Int32]) throws(TokenizerError) -> [UInt8] {
        var bytes: [UInt8] = []
        for (position, id) in ids.enumerated() {
            if let content = added.content(ofID: id) {
                bytes += content
            } else if vocabulary.tokens.indices.contains(Int(id)) {
                bytes += vocabulary.tokens[Int(id)]
            } else {
                throw .unknownID(position: position, id: id, tokenCount: vocabularyCount)
            }
        }
        return bytes
    }
}
