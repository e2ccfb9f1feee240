import Tokenization

/// Small tokenizer files, made from bytes, so that no test leans on the reader that it tests.
struct SyntheticTokenizer {
    static let endOfText = Array("<|endoftext|>".utf8)

    /// In order of rank.
    let merges: [(left: [UInt8], right: [UInt8])]
    /// What each id stands for: the bytes from 255 down to 0, so that no id equals its byte, then
    /// the merges' results, then the special token.
    let tokens: [[UInt8]]

    init(_ merges: [(left: [UInt8], right: [UInt8])], special: Bool = false) {
        self.merges = merges
        var tokens = (0...255).reversed().map { [UInt8($0)] }
        for merge in merges where !tokens.contains(merge.left + merge.right) {
            tokens.append(merge.left + merge.right)
        }
        if special { tokens.append(Self.endOfText) }
        self.tokens = tokens
    }

    init(_ merges: [(String, String)], special: Bool = false) {
        self.init(merges.map { (Array($0.0.utf8), Array($0.1.utf8)) }, special: special)
    }

    var vocabularyFile: [UInt8] {
        Self.vocabularyFile(tokens.enumerated().map { (Self.text(of: $1), String($0)) })
    }

    var mergesFile: [UInt8] {
        let lines = merges.map { Self.text(of: $0.left) + " " + Self.text(of: $0.right) + "\n" }
        return Array(("#version: 0.2\n" + lines.joined()).utf8)
    }

    func tokenizer() throws -> ByteLevelTokenizer {
        try ByteLevelTokenizer(vocabulary: vocabularyFile, merges: mergesFile)
    }

    func id(of token: [UInt8]) -> Int32? {
        tokens.firstIndex(of: token).map { Int32($0) }
    }

    /// A JSON object of these members; the values go in as they are.
    static func vocabularyFile(_ members: [(key: String, value: String)]) -> [UInt8] {
        let texts = members.map { member in
            var key = ""
            for scalar in member.key.unicodeScalars {
                if scalar == "\"" || scalar == "\\" { key.unicodeScalars.append("\\") }
                key.unicodeScalars.append(scalar)
            }
            return "\"\(key)\":\(member.value)"
        }
        return Array("{\(texts.joined(separator: ","))}".utf8)
    }

    /// The characters that stand for bytes, after GPT-2's `bytes_to_unicode`.
    static func text(of bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes { text.unicodeScalars.append(UnicodeScalar(characters[Int(byte)])!) }
        return text
    }

    private static let characters: [UInt32] = {
        let kept = Array(33...126) + Array(161...172) + Array(174...255)
        var others: UInt32 = 256
        return (0...255).map { (byte: Int) -> UInt32 in
            if kept.contains(byte) { return UInt32(byte) }
            others += 1
            return others - 1
        }
    }()
}
