import Encodings
import TestSupport
import Tokenization

/// A tokenizer of Qwen2's kind, slow and read from the values of tokenizer.json as they stand:
/// added tokens by search at each place, pieces by the pattern's alternatives, merges by texts.
///
/// It asks for nothing: of a file that the room accepts, it says the ids.
struct ReferenceQwen2 {
    private struct Added {
        let content: [UnicodeScalar]
        let id: Int32
        let stripsLeft: Bool
        let stripsRight: Bool
        let isNormalized: Bool
    }

    private var ids: [String: Int32] = [:]  // looked up, never iterated
    private var ranks: [String: Int] = [:]  // by the merge's texts; looked up, never iterated
    private var added: [Added] = []

    /// Takes a tokenizer.json, and the texts of further special tokens in their order.
    init(_ tokenizer: JSONValue, named: [String]) throws {
        let model = try tokenizer.at("model")
        for member in try model.at("vocab").members() {
            ids[member.key] = Int32(try member.value.integer())
        }
        for (rank, merge) in try model.at("merges").elements().enumerated() {
            let parts = try merge.arrayValue?.map { try $0.string() }
            ranks[try parts?.joined(separator: " ") ?? merge.string()] = rank
        }
        var next = Int32(ids.count)
        let entries = tokenizer.member("added_tokens")?.arrayValue ?? []
        for entry in try entries.sorted(by: { try $0.at("id").integer() < $1.at("id").integer() }) {
            let content = try entry.at("content").string()
            guard !added.contains(where: { $0.content == Array(content.unicodeScalars) })
            else { continue }
            let known = ids[content]
            added.append(
                Added(
                    content: Array(content.unicodeScalars), id: known ?? next,
                    stripsLeft: entry.member("lstrip")?.booleanValue ?? false,
                    stripsRight: entry.member("rstrip")?.booleanValue ?? false,
                    isNormalized: entry.member("normalized")?.booleanValue ?? false))
            if known == nil { next += 1 }
        }
        for name in named where !added.contains(where: { $0.content == Array(name.unicodeScalars) })
        {
            added.append(
                Added(
                    content: Array(name.unicodeScalars), id: ids[name] ?? next, stripsLeft: false,
                    stripsRight: false, isNormalized: false))
            if ids[name] == nil { next += 1 }
        }
    }

    private enum Segment {
        case text([UnicodeScalar])
        case token(Int32)
    }

    func encode(_ text: String) -> [Int32] {
        let verbatim = segments(Array(text.unicodeScalars), added.filter { !$0.isNormalized })
        let normalized = added.filter(\.isNormalized).map { token in
            Added(
                content: composed(token.content), id: token.id, stripsLeft: token.stripsLeft,
                stripsRight: token.stripsRight, isNormalized: true)
        }
        return verbatim.flatMap { segment in
            guard case .text(let text) = segment else { return [segment] }
            return segments(composed(text), normalized)
        }.flatMap { segment in
            switch segment {
            case .token(let id): [id]
            case .text(let text): ReferencePattern.pieces(text).flatMap(merged)
            }
        }
    }

    /// Other tests hold the composition against another library.
    private func composed(_ text: [UnicodeScalar]) -> [UnicodeScalar] {
        var whole = ""
        whole.unicodeScalars.append(contentsOf: text)
        let bytes = CanonicalComposition.composed(Array(whole.utf8), 0..<whole.utf8.count)
        return Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    }

    private func segments(_ text: [UnicodeScalar], _ tokens: [Added]) -> [Segment] {
        var segments: [Segment] = []
        var plain: [UnicodeScalar] = []
        var rest = text[...]
        while let scalar = rest.first {
            let token = tokens.filter { rest.starts(with: $0.content) }
                .max { $0.content.count < $1.content.count }
            guard let token else {
                plain.append(scalar)
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(token.content.count)
            while token.stripsLeft, let last = plain.last, last.properties.isWhitespace {
                plain.removeLast()
            }
            while token.stripsRight, rest.first?.properties.isWhitespace ?? false {
                rest = rest.dropFirst()
            }
            if !plain.isEmpty { segments.append(.text(plain)) }
            plain = []
            segments.append(.token(token.id))
        }
        return plain.isEmpty ? segments : segments + [.text(plain)]
    }

    private func merged(_ piece: String) -> [Int32] {
        var word = piece.utf8.map { SyntheticTokenizer.text(of: [$0]) }
        while true {
            let pairs = zip(word, word.dropFirst()).map { "\($0) \($1)" }
            guard let best = pairs.filter({ ranks[$0] != nil }).min(by: { ranks[$0]! < ranks[$1]! })
            else { return word.map { ids[$0] ?? -1 } }
            var joined: [String] = []
            var index = 0
            while index < word.count {
                if index + 1 < word.count, pairs[index] == best {
                    joined.append(word[index] + word[index + 1])
                    index += 2
                } else {
                    joined.append(word[index])
                    index += 1
                }
            }
            word = joined
        }
    }
}
