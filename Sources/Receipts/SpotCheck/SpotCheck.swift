public import Cryptography
public import Traces

/// Some records of a receipt, drawn by a seed and computed again.
///
/// A record is a prompt's operation. It is wrong where the operation's output, computed from the
/// prompt on, has another digest: so a fault makes most records behind it wrong, too, and a fraud
/// of few records is one at a prompt's end. Everything that is checked hangs on the receipt alone:
/// the trace is taken for what opens to the receipt's root. The tokens of every prompt are held
/// against the receipt's whatever is drawn: a lie about any of them is always found.
public struct SpotCheck: Sendable {
    /// A record that was checked.
    public struct Leaf: Sendable, Equatable {
        /// Place among the receipt's prompts, from 0.
        public let prompt: Int
        /// Place in the schedule.
        public let place: Int
        public let operation: String
        /// What the receipt commits to, and what was computed here.
        public let expected: Digest
        public let got: Digest?

        public var isEqual: Bool { expected == got }
    }

    /// What computes operations again.
    public struct Computed: Sendable {
        /// In the order of the places that were asked for.
        public let digests: [Digest?]
        public let multiplyAddCount: Int

        public init(digests: [Digest?], multiplyAddCount: Int) {
            self.digests = digests
            self.multiplyAddCount = multiplyAddCount
        }
    }

    public let seed: [UInt8]
    /// Of all prompts.
    public let recordCount: Int
    /// In the order in which they were drawn.
    public let leaves: [Leaf]
    public let multiplyAddCount: Int
    /// Of the receipt: so many inputs were compared.
    public let promptCount: Int
    /// The prompts, by their places, that the receipt says to be read as other tokens than here;
    /// of all prompts, drawn or not.
    public let otherInputs: [Int]

    /// Whether all that was looked at is as the receipt says.
    public var holds: Bool { wrong.isEmpty && otherInputs.isEmpty }
    public var wrong: [Leaf] { leaves.filter { !$0.isEqual } }

    /// The records that a seed draws, in that order.
    ///
    /// **Precondition:** as ``LeafDraw/numbers(seed:count:below:)``.
    static func draw(
        seed: [UInt8], count: Int, promptCount: Int, operationCount: Int
    ) -> [(prompt: Int, place: Int)] {
        LeafDraw.numbers(seed: seed, count: count, below: promptCount * operationCount)
            .map { $0.quotientAndRemainder(dividingBy: operationCount) }
            .map { ($0.quotient, $0.remainder) }
    }

    /// - Parameters:
    ///   - plan: of the model that computes.
    ///   - trace: of the run, as it was emitted with the receipt.
    ///   - inputs: of every prompt in order, as it is read here: digests of salt, prompt and
    ///     tokens.
    ///   - count: how many records, from 1 to all.
    ///   - seed: 32 bytes that the receipt's maker did not know.
    ///   - compute: the operations of a prompt at these places, ascending; called once a prompt.
    ///
    /// **Precondition:** an input for each prompt of the receipt.
    ///
    /// **Throws:** ``SpotCheckError``, and what `compute` throws.
    public init(
        _ run: RunStatement, plan: RunPlan, trace: Trace, inputs: [Digest], count: Int,
        seed: [UInt8], compute: (_ prompt: Int, _ places: [Int]) throws -> Computed
    ) throws {
        precondition(
            inputs.count == run.prompts.count, "\(inputs.count) of \(run.prompts.count) inputs")
        try plan.check(run)
        let opened = try OpenedTrace(trace, run)
        recordCount = opened.recordCount
        guard (1...recordCount).contains(count) else {
            throw SpotCheckError.count(recordCount: recordCount, got: count)
        }
        let drawn = Self.draw(
            seed: seed, count: count, promptCount: run.prompts.count,
            operationCount: trace.schedule.count)
        var expected: [Digest] = []
        for leaf in drawn {
            expected.append(try opened.digest(prompt: leaf.prompt, place: leaf.place))
        }
        // A prompt runs once, as far as its last record that was drawn.
        var got = [Digest?](repeating: nil, count: drawn.count)
        var multiplyAddCount = 0
        let order = drawn.indices.sorted {
            (drawn[$0].prompt, drawn[$0].place) < (drawn[$1].prompt, drawn[$1].place)
        }
        var start = 0
        while start < order.count {
            let prompt = drawn[order[start]].prompt
            let end = order[start...].firstIndex { drawn[$0].prompt != prompt } ?? order.count
            let computed = try compute(prompt, order[start..<end].map { drawn[$0].place })
            multiplyAddCount += computed.multiplyAddCount
            for (index, digest) in zip(order[start..<end], computed.digests) {
                got[index] = digest
            }
            start = end
        }
        leaves = drawn.indices.map { index in
            Leaf(
                prompt: drawn[index].prompt, place: drawn[index].place,
                operation: trace.schedule[drawn[index].place].name, expected: expected[index],
                got: got[index])
        }
        self.multiplyAddCount = multiplyAddCount
        promptCount = inputs.count
        otherInputs = inputs.indices.filter { inputs[$0] != run.prompts[$0].input }
        self.seed = seed
    }
}
