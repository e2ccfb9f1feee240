internal import Cryptography
internal import Encodings
internal import Platform
package import Trials

/// The speed of the referee: messages of a script that are read, submitted, answered and judged, on
/// one thread, without the script's process.
package struct RefereeBenchmark {
    package struct Point: Sendable {
        package let profile: Profile
        package let surface: String
        package let messageCount: Int
        package let messageByteCount: Int
        /// The fastest and the slowest time of the repetitions.
        package let nanoseconds: Int
        package let nanosecondsSlowest: Int
        /// The fastest time in which SHA-256 hashes the lines of the messages.
        package let hashNanoseconds: Int
        /// The judgement's: the same for every repetition.
        package let digest: String
    }

    /// Two judgements of the same lines that are not the same.
    package struct Fault: Error, CustomStringConvertible {
        let first: String
        let then: String

        package var description: String {
            "bench: expected the judgement \(first) of the same lines again, got \(then)"
        }
    }

    package static let messageByteCount = 1_024
    private static let surfaces = ["block", "transaction"]

    /// Runs that ``points(_:messageCount:repeatCount:onRun:)`` makes.
    package static func runCount(repeatCount: Int) -> Int {
        Profile.allCases.count * surfaces.count * repeatCount
    }

    /// Sends drawn bytes to surfaces of the chain under both sets of rules.
    ///
    /// - Parameters:
    ///   - setup: for a profile.
    ///   - messageCount: 1 to 90,000.
    ///   - repeatCount: 1 or more.
    /// **Throws:** ``Fault``; an error of the laboratory.
    package static func points(
        _ setup: (Profile) -> SessionSetup, messageCount: Int, repeatCount: Int, onRun: () -> Void
    ) throws -> [Point] {
        var points: [Point] = []
        for profile in Profile.allCases {
            for surface in surfaces {
                points.append(
                    try point(
                        setup(profile), lines(surface, messageCount), surface, repeatCount, onRun))
            }
        }
        return points
    }

    private static func point(
        _ setup: SessionSetup, _ lines: [[UInt8]], _ surface: String, _ repeatCount: Int,
        _ onRun: () -> Void
    ) throws -> Point {
        var (times, hashTimes): ([Int], [Int]) = ([], [])
        var digest: String?
        for _ in 0..<repeatCount {
            let hashWatch = Stopwatch()
            for line in lines { _ = Digests.sha256(line) }
            hashTimes.append(hashWatch.nanoseconds)
            let watch = Stopwatch()
            let judgement = try Played.replay(setup, lines: lines, ending: .session).judgement
            times.append(watch.nanoseconds)
            let first = digest ?? judgement.digest.text
            guard judgement.digest.text == first else {
                throw Fault(first: first, then: judgement.digest.text)
            }
            digest = first
            onRun()
        }
        return Point(
            profile: setup.profile, surface: surface, messageCount: lines.count - 2,
            messageByteCount: messageByteCount, nanoseconds: times.min() ?? 0,
            nanosecondsSlowest: times.max() ?? 0, hashNanoseconds: hashTimes.min() ?? 0,
            digest: digest ?? "")
    }

    private static func lines(_ surface: String, _ messageCount: Int) -> [[UInt8]] {
        var random = ActorRandom(seed: "bench", actor: surface)
        let declaration = """
            {"jsonrpc":"2.0","id":1,"method":"declare","params":{"name":"bench","version":"1",\
            "author":"GlyphLab","about":"Sends drawn bytes.","system":"chain","claim":"ENC",\
            "severity":"medium","assumes":{"work_share":"0/1","surfaces":["\(surface)"]}}}
            """
        let messages = (0..<messageCount).map { index in
            let words = (0..<messageByteCount / 8).map { _ in random.next() }
            let bytes = words.flatMap { word in
                (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
            }
            return """
                {"jsonrpc":"2.0","id":\(index + 2),"method":"submit","params":\
                {"to":"\(surface)","bytes":"\(Base64.text(of: bytes))"}}
                """
        }
        let done = #"{"jsonrpc":"2.0","id":\#(messageCount + 2),"method":"done"}"#
        return ([declaration] + messages + [done]).map { Array($0.utf8) }
    }
}
