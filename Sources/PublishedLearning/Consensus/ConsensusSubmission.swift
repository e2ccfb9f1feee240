package import PythonValues

/// The outcome of a proof that was handed in, with what the tests found on the way.
package struct ConsensusSubmission: Sendable {
    /// The first test that failed; nil where the proof was taken.
    package enum Reason: String, Sendable {
        case stake, duplicate, interval, integrity, work, authenticity, exception
    }

    /// An authority's judgement, whatever it was.
    package struct Judgement: Sendable {
        package let score: PythonFloat
        package let threshold: PythonFloat
        package let isValid: Bool
        /// The node's reputation afterwards.
        package let reputation: PythonFloat
    }

    package var reason: Reason?
    /// The findings of the integrity test, unless it raised.
    package var issues: [String] = []
    /// The points that the test of authenticity gave each time it was asked and did not raise.
    package var authenticity: [PythonFloat] = []
    /// The exception that the last test of authenticity raised and caught.
    package var authenticityException: PythonError?
    package var judgement: Judgement?

    package var isAccepted: Bool { reason == nil }
}
