import Architectures
import Checkpoints
import Cryptography
import Encodings
import Fingerprints
import Inference
import SyntheticCheckpoints
import Tensors
import TestSupport
import Testing

@Suite("The integer engine against the reference vectors")
struct SyntheticVectorTests {
    static let models = ["synth-tiny", "synth-small", "synth-extreme"]

    /// SHA-256 of every tensor of a pass, as little-endian int64.
    private final class DigestObserver: ForwardObserver {
        var digests: [(String, String)] = []

        func looksAt(_ operation: Operation) -> Bool { true }

        func observe(
            _ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor
        ) {
            let elements = tensor.elements
            #expect(tensor.dimensions.reduce(1, *) == elements.count, "\(operation.station)")
            let bytes = elements.flatMap { element in
                (0..<8).map { UInt8(truncatingIfNeeded: element >> (8 * Int64($0))) }
            }
            digests.append((operation.station.description, Digests.sha256(bytes).text))
        }
    }

    @Test(
        "Every case's rows, and every tensor of the traced case, on every backend",
        arguments: models)
    func cases(model: String) throws {
        let vectors = try Vectors.load("fingerprints").at(model)
        let checkpoint = try SyntheticCheckpoint.load(model, vectors)
        #expect(checkpoint.integerWeightsHash == (try vectors.at("int_weights_hash").string()))
        let cases = try vectors.at("cases").elements()
        #expect(cases.count == (model == "synth-extreme" ? 4 : 12))
        for backend in Backends.usable {
            let transformer = Transformer(weights: checkpoint.weights, backend: backend)
            for (index, vector) in cases.enumerated() {
                let observer = index == 2 ? DigestObserver() : nil
                let ids = try vector.at("token_ids").integers().map { Int32($0) }
                let result = try transformer.forwardByDefinition(ids, observer: observer)
                for (head, row) in zip(
                    try vector.at("heads").elements(), try vector.at("rows").elements())
                {
                    let place = try head.integers()
                    let expected = try row.integers().map(Int64.init)
                    #expect(
                        result.rows[place[0]][place[1]] == expected,
                        "\(backend.name), case \(index), head \(place)")
                }
                let fingerprint = Fingerprint(
                    salt: try vector.at("salt").string(), rows: result.rows)
                #expect(fingerprint.text == (try vector.at("fingerprint").string()))
                #expect(fingerprint.proofHash == (try vector.at("proof_hash").string()))
                guard let observer else { continue }
                let trace = try vectors.at("trace_of_case_index_2").elements()
                    .map { try $0.elements().map { try $0.string() } }
                #expect(observer.digests.map { [$0.0, $0.1] } == trace, "\(backend.name)")
                let ofBatch = DigestObserver()
                _ = try transformer.forward(batch: [ids], observer: ofBatch)
                #expect(ofBatch.digests.map { [$0.0, $0.1] } == trace, "\(backend.name), batch")
            }
        }
    }

    @Test("The extreme model drives every clamp that can act")
    func clamps() throws {
        let vectors = try Vectors.load("fingerprints").at("synth-extreme")
        let checkpoint = try SyntheticCheckpoint.load("synth-extreme", vectors)
        #expect(checkpoint.summary.beyondClampCount > 0)
        let transformer = Transformer(weights: checkpoint.weights, backend: Backends.reference)
        var ranges = ForwardRanges()
        for vector in try vectors.at("cases").elements() {
            let ids = try vector.at("token_ids").integers().map { Int32($0) }
            ranges.merge(try transformer.forward(ids).ranges)
        }
        for clamp in ForwardClamp.all(of: transformer.architecture) {
            // The clamp on v follows an equal one, so nothing is left for it.
            #expect((ranges[clamp].hits > 0) == (clamp != .value), "\(clamp)")
            print("clamp \(clamp.rawValue): \(ranges[clamp].hits) hits")
        }
    }

    @Test("Sequences without a forward pass are refused")
    func refusals() throws {
        let vectors = try Vectors.load("fingerprints").at("synth-extreme")
        let checkpoint = try SyntheticCheckpoint.load("synth-extreme", vectors)
        let transformer = Transformer(weights: checkpoint.weights, backend: Backends.reference)
        #expect(throws: InferenceError.emptySequence) { try transformer.forward([]) }
        #expect(
            throws: InferenceError.contextExceeded(tokenCount: 1025, contextTokenCount: 1024)
        ) { try transformer.forward([Int32](repeating: 0, count: 1025)) }
        for id in [Int32(-1), 50257] {
            #expect(
                throws: InferenceError.unknownToken(position: 1, id: id, vocabularyCount: 50257)
            ) { try transformer.forward([0, id]) }
        }
    }
}
