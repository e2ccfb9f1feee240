internal import Cryptography
package import Encodings
package import MeshSimulation

/// Time and memory of simulated meshes against the number of their nodes.
package struct MeshBenchReport: Sendable {
    package struct Point: Sendable {
        fileprivate let profile: String
        fileprivate let nodeCount: Int
        fileprivate let lookUpCount: Int
        fileprivate let messageCount: Int
        fileprivate let digest: String
        fileprivate let nanoseconds: Int
        fileprivate let nanosecondsSlowest: Int
        fileprivate let memoryBytes: Int?

        /// - Parameters:
        ///   - nanoseconds: of each repetition, at least one.
        ///   - memoryBytes: the process's peak so far; nil where nobody tells.
        package init(_ results: LookUpResults, nanoseconds: [Int], memoryBytes: Int?) {
            profile = results.profile
            nodeCount = results.settings.nodeCount
            lookUpCount = results.settings.lookUpCount
            messageCount = results.counts.sentCount
            digest = results.digest.text
            self.nanoseconds = nanoseconds.min() ?? 0
            nanosecondsSlowest = nanoseconds.max() ?? 0
            self.memoryBytes = memoryBytes
        }
    }

    private let points: [Point]
    private let threadCount: Int

    package init(_ points: [Point], threadCount: Int) {
        self.points = points
        self.threadCount = threadCount
    }

    /// The smallest mesh of a point's rules, to which its time is compared.
    private func smallest(_ profile: String) -> Point? {
        points.first { $0.profile == profile }
    }

    package var text: String {
        var table = ColumnTable(
            corner: "nodes",
            titles: [
                "messages", "seconds", "slowest/fastest", "µs a message", "× the smallest",
                "peak so far", "event log",
            ])
        for point in points {
            let first = smallest(point.profile)
            table.add(
                "\(point.nodeCount), \(point.profile)",
                [
                    DecimalText.grouped(point.messageCount),
                    DecimalText.ratio(point.nanoseconds, 1_000_000_000),
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                    DecimalText.ratio(point.nanoseconds, 1_000 * max(point.messageCount, 1)),
                    DecimalText.ratio(point.nanoseconds, first?.nanoseconds ?? 0),
                    point.memoryBytes.map(DecimalText.mebibytes) ?? "–",
                    String(point.digest.prefix(16)),
                ])
        }
        let lookUps = points.first.map { DecimalText.grouped($0.lookUpCount) } ?? "no"
        return "simulated meshes with \(lookUps) look-ups each, "
            + "\(ReportText.count(threadCount, "thread"))\n\n" + table.text
    }

    package var json: JSONValue {
        .object([
            JSONMember("threads", .integer(threadCount)),
            JSONMember(
                "meshes",
                .array(
                    points.map { point in
                        .object([
                            JSONMember("profile", .string(point.profile)),
                            JSONMember("nodes", .integer(point.nodeCount)),
                            JSONMember("look_ups", .integer(point.lookUpCount)),
                            JSONMember("messages", .integer(point.messageCount)),
                            JSONMember("nanoseconds", .integer(point.nanoseconds)),
                            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
                            JSONMember(
                                "memory_bytes_peak",
                                point.memoryBytes.map(JSONValue.integer) ?? .null),
                            JSONMember("event_log", .string(point.digest)),
                        ])
                    })),
        ])
    }
}
