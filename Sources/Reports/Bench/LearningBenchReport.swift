package import Benchmarks
package import Encodings

/// The time that a chain of the published training ledger takes to be judged.
package struct LearningBenchReport: Sendable {
    private let points: [LearningBenchmark.Point]

    package init(_ points: [LearningBenchmark.Point]) { self.points = points }

    package var text: String {
        let count = LearningBenchmark.blockCount
        var table = ColumnTable(
            corner: "\(count) blocks", titles: ["seconds", "blocks a second", "slowest/fastest"])
        for point in points {
            table.add(
                point.name,
                [
                    DecimalText.ratio(point.nanoseconds, 1_000_000_000),
                    DecimalText.perSecond(count, nanoseconds: point.nanoseconds),
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                ])
        }
        return "a chain of the published training ledger, two payments a block, one thread\n\n"
            + table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("blocks", .integer(LearningBenchmark.blockCount)),
            JSONMember(
                "learning",
                .array(
                    points.map { point in
                        .object([
                            JSONMember("name", .string(point.name)),
                            JSONMember("nanoseconds", .integer(point.nanoseconds)),
                            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
                        ])
                    })),
        ])
    }
}
