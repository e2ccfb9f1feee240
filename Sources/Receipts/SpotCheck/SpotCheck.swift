package import Cryptography
package import Traces

/// The check of some records of a receipt, which are drawn by a seed and computed again.
///
/// A record is a prompt's operation. It is wrong where the operation's output, computed from the
/// prompt on, has another digest; so a fault makes most records after it wrong, too, and a fraud of
/// few records stands at a prompt's end. Only the receipt is trusted: the trace counts where its
/// records open to the receipt's root. The tokens of every prompt are compared with the receipt's,
/// whatever is drawn: a lie about any of them is always found.
package struct SpotCheck: Sendable {
    /// A record that was checked.
    package struct Leaf: Sendable, Equatable {
        /// The prompt's place in the receipt, from 0.
        package let prompt: Int
        /// The operation's place in the schedule.
        package let place: Int
        package let operation: String
        /// The digest that the receipt commits to, and the one that was computed here.
        package let expected: Digest
        package let got: Digest?

        package var isEqual: Bool { expected == got }
    }

    /// The results of computing a prompt's operations again.
    package struct Computed: Sendable {
        /// The digests of the outputs, in the order of the places that were asked for.
        package let digests: [Digest?]
        package let multiplyAddCount: Int

        package init(digests: [Digest?], multiplyAddCount: Int) {
            self.digests = digests
            self.multiplyAddCount = multiplyAddCount
        }
    }

    package let seed: [UInt8]
    /// The number of records of all prompts.
    package let recordCount: Int
    /// The records in the order in which they were drawn.
    package let leaves: [Leaf]
    package let multiplyAddCount: Int
    /// The number of the receipt's prompts, whose inputs were all compared.
    package let promptCount: Int
    /// The places of the prompts that the receipt claims to be read as other tokens than here,
    /// among all prompts, drawn or not.
    package let otherInputs: [Int]

    /// Whether everything that was checked is as the receipt claims.
    package var holds: Bool { wrong.isEmpty && otherInputs.isEmpty }
    package var wrong: [Leaf] { leaves.filter { !$0.isEqual } }

    /// The records that a seed draws, in the order of the draw.
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
    ///   - plan: the plan of the model that computes.
    ///   - trace: the run's trace, as it was emitted with the receipt.
    ///   - inputs: the digest of salt, prompt and tokens of every prompt in order, as it is read
    ///     here.
    ///   - count: the number of records to check, from 1 to all.
    ///   - seed: 32 bytes that the receipt's maker did not know.
    ///   - compute: computes a prompt's operations at ascending places; called once for each
    ///     prompt.
    ///
    /// **Precondition:** there is an input for each prompt of the receipt.
    ///
    /// **Throws:** ``SpotCheckError``, and errors of `compute`.
    package init(
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
        // Each prompt runs once, as far as its last record that was drawn.
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
