import Cryptography
import TestSupport
import Testing
import Training

@Suite("Traces and audits of runs")
struct TrainingTraceTests {
    @Test("Every path of every small tree leads to its trace, and no other does")
    func paths() {
        for count in 1...20 {
            let hashes = (0..<count).map { Digests.sha256([UInt8($0)]) }
            let trace = TrainingTrace(weightHashes: hashes)
            #expect(trace.leafCount == count)
            for step in 0..<count {
                let path = trace.path(of: step)
                func opens(
                    _ step: Int, _ hash: Digest, _ path: [Digest], leafCount: Int = count
                ) -> Bool {
                    TrainingTrace.opens(
                        trace: trace.digest, leafCount: leafCount, step: step, weightsHash: hash,
                        path: path)
                }
                #expect(opens(step, hashes[step], path), "\(step) of \(count)")
                #expect(!opens(step, Digests.sha256([200]), path))
                #expect(!opens(step, hashes[step], path + [trace.root]))
                #expect(!opens(step, hashes[step], path, leafCount: count + 1))
                #expect(!opens(step, hashes[step], path, leafCount: 0))
                #expect(!opens(-1, hashes[step], path) && !opens(count, hashes[step], path))
                #expect(path.isEmpty || !opens(step, hashes[step], Array(path.dropLast())))
                for other in 0..<count where other != step {
                    #expect(!opens(other, hashes[step], path))
                }
                for index in path.indices {
                    var forged = path
                    forged[index] = Digests.sha256([201])
                    #expect(!opens(step, hashes[step], forged))
                }
            }
        }
    }

    @Test("A challenge has as many steps as it may, rising, without repeats, and by its digests")
    func challenges() {
        let (proof, beacon) = (Digests.sha256([1]), Digests.sha256([2]))
        for stepCount in [1, 2, 7, 100] {
            for sampleCount in [0, 1, 2, 6, 7, 8, 100, 1_000] {
                let steps = TrainingChallenge(
                    proofID: proof, beacon: beacon, stepCount: stepCount, sampleCount: sampleCount
                ).steps
                #expect(steps.count == min(stepCount, sampleCount))
                #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
                #expect(steps.allSatisfy { (0..<stepCount).contains($0) })
            }
        }
        func steps(_ proof: Digest, _ beacon: Digest) -> [Int] {
            TrainingChallenge(proofID: proof, beacon: beacon, stepCount: 1_000, sampleCount: 5)
                .steps
        }
        #expect(steps(proof, beacon) == steps(proof, beacon))
        #expect(steps(proof, beacon) != steps(beacon, proof))
    }

    @Test("An honest run opens every step; each change of an opening has its reason")
    func audits() throws {
        let run = try TrainingCases.run(stepCount: 6)
        let history = try run.trained()
        let audit = try TrainingAudit(
            plan: run.plan, seed: run.seed, chunk: run.chunk, trace: history.trace.digest)
        let challenge = TrainingChallenge(
            proofID: run.seed, beacon: run.seed, stepCount: 6, sampleCount: 6)
        let openings = try challenge.steps.map { try run.opening(of: $0, history: history) }
        for backend in TrainingBackends.usable {
            #expect(audit.refusal(of: openings, challenge: challenge, backend: backend) == nil)
        }
        #expect(
            audit.refusal(of: Array(openings.dropLast()), challenge: challenge) == .steps)
        #expect(audit.refusal(of: openings.reversed(), challenge: challenge) == .steps)
        func refusal(
            step: Int = 2, before: [UInt8]? = nil, pathBefore: [Digest]? = nil,
            afterHash: Digest? = nil, pathAfter: [Digest]? = nil
        ) -> TrainingRefusal? {
            let honest = openings[2]
            return audit.refusal(
                of: TrainingOpening(
                    step: step, before: before ?? honest.before,
                    pathBefore: pathBefore ?? honest.pathBefore,
                    afterHash: afterHash ?? honest.afterHash,
                    pathAfter: pathAfter ?? honest.pathAfter))
        }
        #expect(refusal() == nil)
        #expect(refusal(step: 3) == .path)
        #expect(refusal(step: -1) == .steps && refusal(step: 6) == .steps)
        #expect(refusal(before: openings[3].before) == .path)
        #expect(refusal(before: []) == .path)
        #expect(refusal(pathBefore: []) == .path && refusal(pathAfter: []) == .path)
        #expect(refusal(afterHash: run.seed) == .path)
    }

    @Test("A trace of false weights is refused at the step, also of weights beyond the clamp")
    func forgeries() throws {
        let run = try TrainingCases.run(stepCount: 2)
        let history = try run.trained()
        var bytes = run.start.bytes
        // The least int32: no step starts from it.
        bytes.replaceSubrange(0..<4, with: [0, 0, 0, 128])
        let forgedHash = TrainingWeights.hash(shape: run.plan.shape, bytes: bytes)
        for (before, hashes) in [
            (bytes, [forgedHash] + history.weightHashes.dropFirst()),
            (run.start.bytes, [history.weightHashes[0], forgedHash, history.weightHashes[2]]),
        ] {
            let trace = TrainingTrace(weightHashes: hashes)
            let audit = try TrainingAudit(
                plan: run.plan, seed: run.seed, chunk: run.chunk, trace: trace.digest)
            let opening = TrainingOpening(
                step: 0, before: before, pathBefore: trace.path(of: 0), afterHash: hashes[1],
                pathAfter: trace.path(of: 1))
            #expect(audit.refusal(of: opening) == .step)
        }
    }

    @Test("The ends of a proof are the leaves 0 and T")
    func ends() throws {
        let run = try TrainingCases.run(stepCount: 4)
        let history = try run.trained()
        let trace = history.trace
        let audit = try TrainingAudit(
            plan: run.plan, seed: run.seed, chunk: run.chunk, trace: trace.digest)
        let (start, end) = (history.weightHashes[0], history.weightHashes[4])
        func refusal(_ start: Digest, _ end: Digest, last: Int = 4) -> TrainingRefusal? {
            audit.refusal(
                ofStart: start, path: trace.path(of: 0), end: end, path: trace.path(of: last))
        }
        #expect(refusal(start, end) == nil)
        #expect(refusal(end, start) == .ends && refusal(start, start) == .ends)
        #expect(refusal(start, history.weightHashes[3], last: 3) == .ends)
    }
}
