package import Benchmarks
package import Encodings

/// The speed of receipts on their way, beside that of the signatures that they need.
package struct ReceiptsBenchReport: Sendable {
    private let points: [ReceiptsBenchmark.Point]
    private let threadCount: Int

    /// - Parameter points: that of a signature first, with others behind it.
    package init(_ points: [ReceiptsBenchmark.Point], threadCount: Int) {
        self.points = points
        self.threadCount = threadCount
    }

    package var text: String {
        var table = ColumnTable(
            corner: "receipts", titles: ["a second", "in signatures", "slowest/fastest"])
        for point in points {
            table.add(
                point.name,
                [
                    DecimalText.perSecond(point.count, nanoseconds: point.nanoseconds),
                    DecimalText.ratio(
                        point.nanoseconds * points[0].count,
                        points[0].nanoseconds * point.count),
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                ])
        }
        return "the published receipt network, \(threadCount) threads to verify, texts apart\n\n"
            + table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("threads", .integer(threadCount)),
            JSONMember(
                "receipts",
                .array(
                    points.map { point in
                        .object([
                            JSONMember("name", .string(point.name)),
                            JSONMember("count", .integer(point.count)),
                            JSONMember("nanoseconds", .integer(point.nanoseconds)),
                            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
                        ])
                    })),
        ])
    }
}
