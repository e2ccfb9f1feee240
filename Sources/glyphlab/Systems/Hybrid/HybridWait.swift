import ArgumentParser
import Platform

/// The time that a client waits for something of a node.
struct HybridWait: ParsableArguments {
    private static let pauseMilliseconds = 100

    @Option(help: "The seconds until it is given up, from 1 to 86400.")
    var seconds = 60

    func validate() throws {
        guard (1...86_400).contains(seconds) else {
            throw ValidationError("seconds: expected 1 to 86400, got \(seconds)")
        }
    }

    /// The first result of looks one after the other.
    ///
    /// - Parameter late: of what to tell where none came, after "expected … within … s".
    /// **Throws:** ``Failure``, inconclusive, where none came in time; what a look throws.
    func result<Value>(
        _ expected: String, late: () -> String, _ look: () throws -> Value?
    ) throws -> Value {
        let watch = Stopwatch()
        while watch.nanoseconds / 1_000_000_000 < seconds {
            if let value = try look() { return value }
            Pause.wait(milliseconds: Self.pauseMilliseconds)
        }
        throw Failure(
            outcome: .inconclusive,
            message: "expected \(expected) within \(seconds) s; \(late())")
    }
}
