internal import Platform

/// Lines of what a node does, each with its time and a level; on a terminal, the node's board stays
/// below them.
///
/// A line holds no control character, whatever a peer sent: it cannot pretend to be another line.
package final class NodeLog: Sendable {
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug
        case info
        case warning
        case error

        package var name: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }

        package static func < (first: Level, second: Level) -> Bool {
            first.rawValue < second.rawValue
        }
    }

    private static let scalarCountMax = 2_000

    private let level: Level
    private let seconds: @Sendable () -> Int
    private let write: @Sendable (String) -> Void

    /// - Parameters:
    ///   - level: lines of a lower one are left out.
    ///   - seconds: the time since 1970.
    ///   - write: takes a line with its end.
    package init(
        level: Level, seconds: @escaping @Sendable () -> Int,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.level = level
        self.seconds = seconds
        self.write = write
    }

    package func callAsFunction(_ level: Level, _ text: String) {
        guard level >= self.level else { return }
        write("\(UTCTime.text(secondsSince1970: seconds())) \(level.name) \(Self.plain(text))\n")
    }

    /// The text as one line.
    private static func plain(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(scalarCountMax) {
            let isControl =
                scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                || [0x2028, 0x2029].contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
            result.append(isControl ? "\u{FFFD}" : scalar)
        }
        return String(result)
    }
}
