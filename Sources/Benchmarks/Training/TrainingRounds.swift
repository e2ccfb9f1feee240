internal import Encodings

/// The rounds of one way to compute steps, ours or another.
package struct TrainingRounds: Sendable {
    package let name: String
    /// The work that its time is of; empty for all of a step.
    package let work: String
    /// A step's nanoseconds: of each shape, a round each.
    package var nanoseconds: [[Int]]
    /// The largest difference of a weight after the first step from the integer one, in millionths
    /// of 1.0, of each shape; nil of what is exact.
    package var furthestMillionths: [Int?]

    package init(name: String, work: String = "", shapeCount: Int) {
        self.name = name
        self.work = work
        nanoseconds = Array(repeating: [], count: shapeCount)
        furthestMillionths = Array(repeating: nil, count: shapeCount)
    }
}

/// All that a run beside PyTorch measured.
package struct TrainingBenchmarkResults: Sendable {
    /// The backends, the fastest first.
    package var ours: [TrainingRounds]
    package var peers: [TrainingRounds] = []
    /// Engines that are not there, with the reasons.
    package var missing: [(engine: String, reason: String)] = []
    package var failures: [PeerError] = []

    package init(ours: [TrainingRounds]) {
        self.ours = ours
    }
}

/// An engine's answer after the steps of one shape.
struct TrainingPeerAnswer {
    /// The time of one step.
    let nanoseconds: Int
    let furthestMillionths: Int

    private static let nanosecondsMax = 1 << 55

    /// **Throws:** `StrictJSON.Failure` for anything else than an answer to this request.
    init(_ value: JSONValue, shape: Int) throws(StrictJSON.Failure) {
        let fields = try StrictJSON(value).members(["shape", "nanoseconds", "furthest"])
        _ = try fields[0].integer(in: shape...shape)
        nanoseconds = try fields[1].integer(in: 1...Self.nanosecondsMax)
        furthestMillionths = try fields[2].integer(in: 0...Self.nanosecondsMax)
    }
}
