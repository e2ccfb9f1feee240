package import Benchmarks
package import Encodings
internal import Fingerprints
internal import Traces

/// The cost of traces, beside the same run without any.
package struct TraceBenchReport: Sendable {
    package let points: [TraceBenchmark.Point]
    package let model: String
    package let backend: String
    package let threadCount: Int
    package let batchPromptCount: Int

    package init(
        points: [TraceBenchmark.Point], model: String, backend: String, threadCount: Int,
        batchPromptCount: Int
    ) {
        self.points = points
        self.model = model
        self.backend = backend
        self.threadCount = threadCount
        self.batchPromptCount = batchPromptCount
    }

    private static func name(_ level: TraceLevel?) -> String {
        level?.commandText ?? "none"
    }

    /// How much longer the fastest run took than the fastest without a trace, in per cent.
    private func overhead(_ point: TraceBenchmark.Point) -> String {
        let plain = points[0].nanoseconds
        let more = point.nanoseconds - plain
        return (more < 0 ? "-" : "") + DecimalText.ratio(abs(more) * 100, plain)
    }

    package var text: String {
        var table = ColumnTable(
            corner: "trace",
            titles: ["proofs/s", "overhead", "slowest/fastest", "bytes", "bytes/100 prompts"])
        for point in points {
            table.add(
                Self.name(point.level),
                [
                    DecimalText.perSecond(point.promptCount, nanoseconds: point.nanoseconds),
                    point.level == nil ? "–" : overhead(point) + " %",
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                    point.byteCount.map(DecimalText.grouped) ?? "–",
                    point.byteCount.map { DecimalText.grouped($0 * 100 / point.promptCount) }
                        ?? "–",
                ])
        }
        return "\(model), \(backend), \(threadCount) "
            + (threadCount == 1 ? "thread" : "threads")
            + ", batches of \(batchPromptCount), \(points[0].promptCount) prompts\n\n"
            + table.text + "\n  every run's ultimate hash: \(points[0].digest)\n"
    }

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)), JSONMember("backend", .string(backend)),
            JSONMember("threads", .integer(threadCount)),
            JSONMember("batch", .integer(batchPromptCount)),
            JSONMember("prompts", .integer(points[0].promptCount)),
            JSONMember("ultimate_hash", .string(points[0].digest)),
            JSONMember(
                "traces",
                .array(
                    points.map { point in
                        .object([
                            JSONMember("level", .string(Self.name(point.level))),
                            JSONMember("nanoseconds", .integer(point.nanoseconds)),
                            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
                            JSONMember("overhead_percent", .string(overhead(point))),
                            JSONMember("bytes", point.byteCount.map(JSONValue.integer) ?? .null),
                        ])
                    })),
        ])
    }
}
