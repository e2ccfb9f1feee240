/// Words in a scenario's values that stand for something: `${NAME ARGUMENT ARGUMENT}`.
package enum Placeholders {
    /// Replaces each by what its words mean.
    ///
    /// **Throws:** ``StepFault`` for one that is open, or that means nothing.
    package static func expanded(
        _ text: String, _ meaning: (_ words: [String]) throws -> String?
    ) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            result += rest[..<start.lowerBound]
            rest = rest[start.upperBound...]
            guard let end = rest.firstIndex(of: "}") else {
                throw StepFault("\(text) has an open ${")
            }
            let inner = rest[..<end]
            let words = inner.split(separator: " ", maxSplits: 2).map(String.init)
            guard let found = try meaning(words) else {
                throw StepFault("${\(inner)} means nothing")
            }
            result += found
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }
}
