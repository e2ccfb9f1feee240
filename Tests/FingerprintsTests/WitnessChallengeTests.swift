import Cryptography
import Encodings
import Fingerprints
import TestSupport
import Testing

@Suite("Challenges and evidence of the hardened profile")
struct WitnessChallengeTests {
    @Test("Challenges of every shape equal the vectors, draws that are refused included")
    func vectors() throws {
        let vectors = try Vectors.load("hardened_evidence").at("challenges").elements()
        #expect(vectors.count == 4)
        let seed = Digests.sha256("seed 0".utf8)
        for vector in vectors {
            #expect(try vector.at("seed").string() == seed.text)
            let counts = try vector.at("shape").integers()
            let shape = WitnessShape(
                layerCount: counts[0], headCount: counts[1], width: counts[2],
                vocabularyCount: counts[3])
            let challenge = WitnessChallenge(seed: seed, shape: shape)
            #expect(
                challenge.tokenIDs.map { Int($0) } == (try vector.at("token_ids").integers()),
                "\(counts)")
            let heads = try vector.at("heads").elements().map { try $0.integers() }
            #expect(challenge.heads.map { [$0.layer, $0.head] } == heads, "\(counts)")
            #expect(challenge.offsets.count == 32 * counts[2])
            let bytes = challenge.offsets.flatMap { offset in
                [UInt8(truncatingIfNeeded: offset >> 8), UInt8(truncatingIfNeeded: offset)]
            }
            let digest = try vector.at("offsets_sha256").string()
            #expect(Digests.sha256(bytes).text == digest, "\(counts)")
            #expect(challenge.offsets.allSatisfy { Int32(Int16(truncatingIfNeeded: $0)) == $0 })
        }
    }

    @Test("A witness is the digest of its domain and little-endian elements")
    func witness() {
        let bytes: [UInt8] =
            Array("glyphlab/hardened/1/witness".utf8)
            + [0x04, 0x03, 0x02, 0x01, 0xFE, 0xFF, 0xFF, 0xFF]
        #expect(Evidence.witness(residual: [0x0102_0304, -2]) == Digests.sha256(bytes))
    }

    @Test("Evidence reads the rows of the heads that it is given")
    func fingerprint() {
        let rows: [[[Int64]]] = [[[1, 2, 3], [3, 2, 1]], [[5, 5, 1], [9, 1, 1]]]
        let heads = [Head(layer: 0, head: 1), Head(layer: 1, head: 0)]
        let evidence = Evidence(heads: heads, rows: rows, residual: [])
        let prints = [
            Fingerprint.HeadPrint(head: heads[0], row: [3, 2, 1]),
            Fingerprint.HeadPrint(head: heads[1], row: [5, 5, 1]),
        ]
        #expect(evidence.fingerprintText == Fingerprint.text(of: prints))
        // As many heads as there are: a salt selects them all.
        let all = Fingerprint(salt: "s", rows: rows)
        #expect(all.text == Fingerprint.text(of: all.heads) && all.heads.count == 4)
    }

    @Test("A source that answers singly answers many")
    func singly() {
        struct Source: ProofSource {
            func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
                guard !prompt.isEmpty else { throw NoProof(why: "empty") }
                return salt + String(decoding: prompt, as: UTF8.self)
            }
        }
        let questions = [
            ProofQuestion(salt: "a", prompt: [0x62]), ProofQuestion(salt: "c", prompt: []),
            ProofQuestion(salt: "d", prompt: [0x65]),
        ]
        let expected: [Result<String, NoProof>] = [
            .success("ab"), .failure(NoProof(why: "empty")), .success("de"),
        ]
        #expect(Source().proofHashes(questions) == expected)
    }
}
