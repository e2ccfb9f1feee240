internal import Trials

/// The way of a message through the network: it follows from the seed, the sender and the sender's
/// count of messages.
struct SimulatedNetworkPath: Sendable {
    private let faults: NetworkFaults
    private let partitions: [SimulatedPartition]
    private let key: CountedRandom.Key
    private let healedMilliseconds: Int

    init(_ settings: SimulationSettings) {
        faults = settings.faults
        partitions = settings.partitions
        healedMilliseconds = settings.healedMilliseconds
        key = CountedRandom.Key(seed: settings.seed, purpose: "network")
    }

    func separates(_ one: Int, _ other: Int, atMilliseconds milliseconds: Int) -> Bool {
        partitions.contains { $0.separates(one, other, atMilliseconds: milliseconds) }
    }

    /// Calls `body` with the time at which each copy arrives; not at all if the message is lost.
    func eachArrival(
        from source: Int, to target: Int, sequence: Int, atMilliseconds milliseconds: Int,
        _ body: (_ milliseconds: Int) -> Void
    ) {
        guard !separates(source, target, atMilliseconds: milliseconds) else { return }
        var random = CountedRandom(key, number: source, counter: UInt64(sequence))
        guard milliseconds < healedMilliseconds else {
            return body(milliseconds + random.integer(in: faults.delayMilliseconds))
        }
        guard !random.happens(permille: faults.dropPermille) else { return }
        let copyCount = random.happens(permille: faults.duplicatePermille) ? 2 : 1
        for _ in 0..<copyCount {
            let isLate = random.happens(permille: faults.latePermille)
            let delay = random.integer(
                in: isLate ? faults.lateMilliseconds : faults.delayMilliseconds)
            body(milliseconds + delay)
        }
    }
}
