import Traces

/// The prompts of two traces, paired by salt and prompt; the first of equal prompts with the first.
struct PromptPairing {
    /// The places of the paired prompts, in the order of the left trace.
    private(set) var pairs: [(left: Int, right: Int)] = []
    private(set) var onlyLeft: [Int] = []
    private(set) var onlyRight: [Int] = []

    /// Whether the prompts that both have are in the same order.
    var isInOrder: Bool { zip(pairs, pairs.dropFirst()).allSatisfy { $0.right < $1.right } }

    init(_ left: Trace, _ right: Trace) {
        var waiting: [Key: [Int]] = [:]  // never iterated
        for (place, prompt) in right.prompts.enumerated().reversed() {
            waiting[Key(prompt), default: []].append(place)
        }
        var isPaired = [Bool](repeating: false, count: right.prompts.count)
        for (place, prompt) in left.prompts.enumerated() {
            guard let partner = waiting[Key(prompt)]?.popLast() else {
                onlyLeft.append(place)
                continue
            }
            isPaired[partner] = true
            pairs.append((place, partner))
        }
        onlyRight = right.prompts.indices.filter { !isPaired[$0] }
    }

    /// Salt and prompt as bytes, since Swift takes some texts of unlike scalars for equal.
    private struct Key: Hashable {
        let salt: [UInt8]
        let prompt: [UInt8]

        init(_ prompt: TracedPrompt) {
            salt = Array(prompt.salt.utf8)
            self.prompt = Array(prompt.prompt.utf8)
        }
    }
}
