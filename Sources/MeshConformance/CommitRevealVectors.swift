internal import BigInt
internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Epochs of blocks, and histories of commits and reveals with the counters after each call.
struct CommitRevealVectors: VectorJudge {
    let name = "commit_reveal"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["clock"] != nil && document["histories"] != nil
            && document["proof_of_stake"] == nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let vectors = document.vectorDocument
        var outcomes = try MeshCases.outcomes(vectors, "clock") { vector in
            let (slot, length) = try (vector.member("slot"), vector.member("length"))
            let block = try vector.member("block")
            return [
                ("subnet", try Self.clock(block.epochClock(slot: slot, length: length))),
                ("general", try Self.clock(block.epochClock(slot: nil, length: length))),
            ]
        }
        for (index, history) in try vectors.member("histories").elements().enumerated() {
            let predicate = CommitRevealPredicate()
            let (slot, length) = try (history.member("slot"), history.member("length"))
            var lastRepeat = 0
            for (number, step) in try history.member("steps").elements().enumerated() {
                let leftOutCount = try Self.leftOutCount(before: step, lastRepeat: &lastRepeat)
                let members = try Self.members(
                    of: step, predicate, leftOutCount: leftOutCount,
                    clock: step.member("block").epochClock(slot: slot, length: length))
                outcomes.append(
                    try MeshCases.outcome("\(index) step \(number)", step, members))
            }
        }
        return outcomes
    }

    private static func clock(_ clock: EpochClock) throws(PythonError) -> PythonValue {
        func number(_ value: Int) -> PythonValue { .integer(BigInt(value)) }
        return MeshForm.object([
            ("block", number(clock.block)), ("epoch", number(clock.epoch)),
            ("length", number(clock.length)),
            ("seconds_per_epoch", number(clock.secondsPerEpoch)),
            ("percent_complete", try MeshForm.time(clock.progress)),
            ("blocks_elapsed", number(clock.elapsed)),
            ("blocks_remaining", number(clock.remaining)),
            ("seconds_elapsed", number(clock.secondsElapsed)),
            ("seconds_remaining", number(clock.secondsRemaining)),
        ])
    }

    private static func members(
        of step: VectorValue, _ predicate: CommitRevealPredicate, leftOutCount: Int,
        clock: EpochClock
    ) throws -> MeshCases.Members {
        let record = try step.member("record").record()
        let now = try step.member("now").time()
        let request: RecordRequest
        switch try step.member("type").string() {
        case "get": request = .get
        case "post": request = .post
        case let type:
            throw VectorFormError(place: step.place, expected: "get or post", got: type)
        }
        func isAccepted() -> Bool {
            predicate.accepts(record, for: request, clock: clock, now: now)
        }
        for _ in 0..<leftOutCount { _ = isAccepted() }
        let isGood = isAccepted()
        return [
            ("verdict", .text(isGood ? "accept" : "reject")),
            ("counts", .list(Self.form(predicate.counts))),
        ]
    }

    private static let leftOutCountMax = 10_000

    /// How often a step's call was made before it since the last listed one: of many equal calls in
    /// a row the file lists some, with their numbers.
    private static func leftOutCount(
        before step: VectorValue, lastRepeat: inout Int
    ) throws -> Int {
        guard let vector = try step.optional("repeat_index") else { return 0 }
        let number = try vector.int()
        guard number > 0 else {
            lastRepeat = 0
            return 0
        }
        guard number > lastRepeat, number - lastRepeat <= leftOutCountMax else {
            throw VectorFormError(place: vector.place, expected: "a later call", got: "\(number)")
        }
        defer { lastRepeat = number }
        return number - lastRepeat - 1
    }

    private static func form(_ counts: [CommitRevealPredicate.Count]) -> [PythonValue] {
        counts.map { ($0, $0.peer.text) }
            .sorted { left, right in
                if left.0.epoch != right.0.epoch { return left.0.epoch < right.0.epoch }
                if left.0.kind != right.0.kind {
                    return left.0.kind.rawValue.utf8
                        .lexicographicallyPrecedes(right.0.kind.rawValue.utf8)
                }
                return left.1.utf8.lexicographicallyPrecedes(right.1.utf8)
            }
            .map { count, peer in
                .list([
                    .integer(BigInt(count.epoch)), .text(count.kind.rawValue), .text(peer),
                    .integer(BigInt(count.count)),
                ])
            }
    }
}

extension VectorValue {
    /// A number of a block, of 32 bits as the chain's are.
    private func blockNumber() throws -> UInt32 {
        guard let number = try UInt32(exactly: integer()) else {
            throw VectorFormError(place: place, expected: "32 bits", got: "more")
        }
        return number
    }

    /// The epoch of the block; of the chain's own epochs, which begin at block 0, without a slot.
    fileprivate func epochClock(slot: VectorValue?, length: VectorValue) throws -> EpochClock {
        try EpochClock(
            block: blockNumber(), slot: slot?.blockNumber() ?? 0, length: length.blockNumber())
    }
}
