/// A part of the prompts of a receipt, which is cut so that machines can share the work:
/// shard 3 of 8.
///
/// The cut follows from two numbers alone: parts are contiguous, in order, and their sizes differ
/// by one prompt at most.
public struct PromptShard: Sendable, Hashable, CustomStringConvertible {
    public static let countMax = Golden.promptCountMax

    /// From 1.
    public let number: Int
    public let count: Int

    /// Nil unless count is 1 to ``countMax`` and number is 1 to count.
    public init?(number: Int, count: Int) {
        guard (1...Self.countMax).contains(count), (1...count).contains(number) else { return nil }
        self.number = number
        self.count = count
    }

    /// `3/8`, in plain decimals. Nil for any other text.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
            "\(number)/\(count)" == text
        else { return nil }
        self.init(number: number, count: count)
    }

    /// The places of the shard's prompts; empty where there are fewer prompts than shards.
    ///
    /// **Precondition:** promptCount is 0 to ``Golden/promptCountMax``.
    public func range(promptCount: Int) -> Range<Int> {
        precondition(
            (0...Golden.promptCountMax).contains(promptCount), "\(promptCount) prompts")
        return promptCount * (number - 1) / count..<promptCount * number / count
    }

    /// All shards of so many, in order. **Precondition:** count is 1 to ``countMax``.
    public static func all(_ count: Int) -> [PromptShard] {
        precondition((1...countMax).contains(count), "\(count) shards")
        return (1...count).compactMap { PromptShard(number: $0, count: count) }
    }

    public var description: String { "\(number)/\(count)" }
}
