package import Cryptography
internal import Encodings
package import Training

/// The trace of a training run as a file: its facts, and the hash of the weights before the first
/// step and after each. Golden-bearing.
///
/// The trace digest is the chain's own: the one that a proof of training tells.
package struct TrainingTraceFile: Sendable, Equatable {
    package let run: TrainingRunFacts
    /// [T + 1]
    package let weightHashes: [Digest]

    package static let formatName = "glyphlab training trace 1"
    /// A hash takes 67 bytes, and a run has 2^20 + 1 at most.
    package static let byteCountMax = 80 << 20

    private static let keys = ["format", "run", "trace", "weights"]

    /// **Precondition:** T + 1 hashes, the first of which is the start's.
    package init(run: TrainingRunFacts, weightHashes: [Digest]) {
        precondition(
            weightHashes.count == run.plan.stepCount + 1 && weightHashes[0] == run.start,
            "\(weightHashes.count) hashes of another run")
        self.run = run
        self.weightHashes = weightHashes
    }

    package var trace: TrainingTrace { TrainingTrace(weightHashes: weightHashes) }

    package var encoded: [UInt8] {
        CanonicalDocument.bytes(
            .object([
                JSONMember("format", .string(Self.formatName)), JSONMember("run", run.json),
                JSONMember("trace", .string(trace.digest.text)),
                JSONMember("weights", .array(weightHashes.map { .string($0.text) })),
            ]))
    }

    /// **Throws:** ``TrainingFileError``.
    package init(decoding bytes: [UInt8]) throws(TrainingFileError) {
        let document = try CanonicalDocument.parsed(bytes, byteCountMax: Self.byteCountMax)
        let members = try CanonicalDocument.reading { () throws(StrictJSON.Failure) in
            let members = try document.members(Self.keys)
            try members[0].expect(Self.formatName)
            return members
        }
        let run = try TrainingRunFacts(members[1])
        let (digest, hashes) = try CanonicalDocument.reading { () throws(StrictJSON.Failure) in
            let digest = Digest(bytes: try members[2].bytes(count: 32))
            var hashes: [Digest] = []
            for element in try members[3].elements(count: run.plan.stepCount + 1) {
                hashes.append(Digest(bytes: try element.bytes(count: 32)))
            }
            return (digest, hashes)
        }
        guard hashes[0] == run.start else {
            throw .contradiction(
                "weights[0]", expected: "the run's start, \(run.start.text)", got: hashes[0].text)
        }
        self.init(run: run, weightHashes: hashes)
        let made = trace.digest
        guard made == digest else {
            throw .contradiction(
                "trace", expected: "\(made.text), as the weights make it",
                got: digest.text)
        }
    }
}
