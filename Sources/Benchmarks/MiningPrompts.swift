internal import Cryptography
internal import Fingerprints

/// Prompts as a miner tries them: common words under the salt of a block.
enum MiningPrompts {
    private static let words = [
        "time", "year", "people", "way", "day", "man", "thing", "woman", "life", "child", "world",
        "school", "state", "family", "student", "group", "country", "problem", "hand", "part",
        "place", "case", "week", "company", "system", "program", "question", "work", "government",
        "number", "night", "point", "home", "water", "room", "mother", "area", "money", "story",
        "fact", "month", "lot", "right", "study", "book", "eye", "job", "word", "business", "issue",
        "side", "kind", "head", "house", "service", "friend", "father", "power", "hour", "game",
        "line", "end", "member", "law", "car", "city", "name", "team", "minute", "idea", "body",
        "back", "parent", "face", "level", "office", "door", "health", "person", "art", "war",
        "history", "party", "result", "change", "morning", "reason", "girl", "moment", "air",
        "teacher", "force", "education", "foot", "boy", "age", "policy", "music", "market", "sense",
    ]

    /// Of a block that was never mined.
    static func salt(_ index: Int) -> String {
        "salt_" + Digests.sha256("glyphlab bench block \(index)|miner".utf8).text.prefix(16)
    }

    /// 6 to 16 words.
    static func prompt(salt: Int, attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt) \(attempt)")
        let count = random.integer(in: 6...16)
        return (0..<count).map { _ in words[random.choice(of: words.count)] }
            .joined(separator: " ")
    }

    /// Ten words that stay and one that changes. **Precondition:** attempt < 100, the words' count.
    static func prompt(salt: Int, lastWord attempt: Int) -> String {
        var random = PythonRandom(seed: "glyphlab bench \(salt)")
        let start = (0..<10).map { _ in words[random.choice(of: words.count)] }
        return (start + [words[attempt]]).joined(separator: " ")
    }

    /// **Precondition:** attempt < 100, the words' count.
    static func prompt(oneWord attempt: Int) -> String { words[attempt] }
}
