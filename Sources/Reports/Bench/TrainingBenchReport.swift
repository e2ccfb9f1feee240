package import Benchmarks
package import Encodings

/// The integer step beside PyTorch's float32 step, in tables and as JSON.
package struct TrainingBenchReport: Sendable {
    private let results: TrainingBenchmarkResults
    private let threadCount: Int
    private let provenance: Provenance

    /// **Precondition:** a backend at least, and every way has its rounds of each shape.
    package init(
        _ results: TrainingBenchmarkResults, threadCount: Int, provenance: Provenance
    ) {
        self.results = results
        self.threadCount = threadCount
        self.provenance = provenance
    }

    private var all: [TrainingRounds] { results.ours + results.peers }

    private static func least(_ nanoseconds: [Int]) -> Int { nanoseconds.min() ?? 0 }

    /// The lower one of the middle.
    private static func median(_ nanoseconds: [Int]) -> Int {
        nanoseconds.isEmpty ? 0 : nanoseconds.sorted()[(nanoseconds.count - 1) / 2]
    }

    /// The median of the rounds' ratios, in hundredths: how many times as fast the fastest backend
    /// is, round by round.
    private func speedHundredths(_ rounds: TrainingRounds, _ shape: Int) -> Int {
        let ratios = zip(rounds.nanoseconds[shape], results.ours[0].nanoseconds[shape])
            .map { other, ours in other * 100 / max(ours, 1) }
        return Self.median(ratios)
    }

    // MARK: In tables

    package var text: String {
        let rounds = results.ours[0].nanoseconds[0].count
        let title =
            "one training step, \(threadCount) thread\(threadCount == 1 ? "" : "s"), "
            + "\(rounds) round\(rounds == 1 ? "" : "s") in turns\n"
        return ([title] + TrainingBenchmark.shapes.indices.map(shapeText) + [absentText, legend])
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private func shapeText(_ shape: Int) -> String {
        var table = ColumnTable(
            corner: TrainingBenchmark.shapes[shape].name,
            titles: [
                "least, µs", "median, µs", "\(results.ours[0].name) is ×", "furthest weight",
            ])
        for rounds in all {
            table.add(
                rounds.name,
                [
                    DecimalText.ratio(Self.least(rounds.nanoseconds[shape]), 1_000),
                    DecimalText.ratio(Self.median(rounds.nanoseconds[shape]), 1_000),
                    DecimalText.ratio(speedHundredths(rounds, shape), 100),
                    rounds.furthestMillionths[shape].map { "\($0) / 10^6" } ?? "exact",
                ])
        }
        return table.text
    }

    private var legend: String {
        "  every round runs each way once, all from the same weights; ×: the median of the ratios "
            + "within a round\n"
            + "  furthest weight: from the integer one, after one step on the same samples\n"
    }

    private var absentText: String {
        var table = TextTable()
        for (engine, reason) in results.missing { table.add("not there: \(engine)", reason) }
        for failure in results.failures { table.add("failed: \(failure.engine)", failure.reason) }
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("threads", .integer(threadCount)),
            JSONMember("shapes", .array(TrainingBenchmark.shapes.indices.map(shapeJSON))),
            JSONMember(
                "missing",
                .array(
                    results.missing.map {
                        .object([
                            JSONMember("engine", .string($0.engine)),
                            JSONMember("reason", .string($0.reason)),
                        ])
                    })),
            JSONMember(
                "failed",
                .array(
                    results.failures.map {
                        .object([
                            JSONMember("engine", .string($0.engine)),
                            JSONMember("reason", .string($0.reason)),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func shapeJSON(_ shape: Int) -> JSONValue {
        let sizes = TrainingBenchmark.shapes[shape]
        return .object([
            JSONMember("inputs", .integer(sizes.inputCount)),
            JSONMember("hidden", .integer(sizes.hiddenCount)),
            JSONMember("classes", .integer(sizes.classCount)),
            JSONMember("batch", .integer(1 << sizes.batchShift)),
            JSONMember(
                "steps",
                .array(
                    all.map { rounds in
                        .object([
                            JSONMember("name", .string(rounds.name)),
                            JSONMember("computes", .string(rounds.work)),
                            JSONMember(
                                "nanoseconds",
                                .array(rounds.nanoseconds[shape].map { .integer($0) })),
                            JSONMember(
                                "furthest_millionths",
                                rounds.furthestMillionths[shape].map { .integer($0) } ?? .null),
                        ])
                    })),
        ])
    }
}
