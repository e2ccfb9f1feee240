package import Encodings
package import Submissions
internal import Trials

/// The speed of the referee, beside that of hashing the same lines.
package struct RefereeBenchReport: Sendable {
    private let points: [RefereeBenchmark.Point]

    /// - Parameter points: one at least.
    package init(_ points: [RefereeBenchmark.Point]) {
        self.points = points
    }

    package var text: String {
        var table = ColumnTable(
            corner: "messages to",
            titles: ["profile", "messages/s", "hashing is faster", "slowest/fastest", "judgement"])
        for point in points {
            table.add(
                point.surface,
                [
                    point.profile.rawValue,
                    DecimalText.perSecond(point.messageCount, nanoseconds: point.nanoseconds),
                    DecimalText.ratio(point.nanoseconds, point.hashNanoseconds) + " times",
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                    String(point.digest.prefix(16)),
                ])
        }
        return "the referee of scripts, 1 thread, \(points[0].messageCount) messages of "
            + "\(points[0].messageByteCount) bytes, each session judged\n\n" + table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("threads", .integer(1)),
            JSONMember(
                "referee",
                .array(
                    points.map { point in
                        .object([
                            JSONMember("surface", .string(point.surface)),
                            JSONMember("profile", .string(point.profile.rawValue)),
                            JSONMember("messages", .integer(point.messageCount)),
                            JSONMember("message_bytes", .integer(point.messageByteCount)),
                            JSONMember("nanoseconds", .integer(point.nanoseconds)),
                            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
                            JSONMember("hash_nanoseconds", .integer(point.hashNanoseconds)),
                            JSONMember("digest", .string(point.digest)),
                        ])
                    })),
        ])
    }
}
