import Cryptography
import Testing
import Traces

@Suite("Files of traces") struct TraceFileTests {
    @Test("A trace of any level comes back whole.", arguments: SampleTraces.all.indices)
    func roundTrip(index: Int) throws {
        let trace = SampleTraces.all[index]
        let bytes = try trace.encoded()
        let read = try Trace(decoding: bytes)
        #expect(read == trace)
        #expect(try read.encoded() == bytes)
        #expect(read.root == trace.root)
    }

    @Test("The root covers what was asked and what came out, and not who computed it.")
    func root() {
        let trace = SampleTraces.operations
        var other = trace
        other.maker = []
        other.model.name = "another"
        other.model.files = []
        other.model.tokenizerDigest = nil
        other.model.tensors[0].storedType = "F32"
        other.model.tensors[0].storedDigest = nil
        #expect(other.root == trace.root)
        let changes: [(inout Trace) -> Void] = [
            { $0.prompts[0].records[0] = .notComputed(.sharedPrefix) },
            { $0.prompts[1].records[7] = .computed(SampleTraces.digest("another", 0)) },
            { $0.prompts[0].records.swapAt(1, 2) },
            { $0.prompts[1].prompt = "\u{0}…\"\\\n🙂\u{e9}" },
            { $0.prompts[1].tokenIDs[0] = 48 },
            { $0.prompts.swapAt(0, 1) },
            { $0.model.tensors[2].integersDigest = SampleTraces.digest("another", 0) },
            { $0.model.tensors[2].dimensions = [2, 50] },
            { $0.model.architecture.norm = "rms_norm" },
            { $0.model.integerWeightsHash = SampleTraces.digest("another", 0).text },
            { $0.level = .layers },
        ]
        for (index, change) in changes.enumerated() {
            var other = trace
            change(&other)
            #expect(other.root != trace.root, "change \(index)")
            #expect(other != trace, "change \(index)")
        }
    }

    @Test(
        "From operations to layers: the stream, the rows and the proof, with the records of each.")
    func reduction() throws {
        let layers = SampleTraces.layers
        #expect(layers.level == .layers)
        #expect(
            layers.schedule.map(\.name)
                == ["embed", "h.0.residual_mlp", "h.1.residual_mlp", "proof.rows", "proof"])
        #expect(layers.schedule.map(\.inputs) == [[], [0], [1], [0, 1], [3]])
        for (prompt, full) in zip(layers.prompts, SampleTraces.operations.prompts) {
            #expect(prompt.records == [0, 3, 5, 6, 7].map { full.records[$0] })
        }
        let values = try #require(
            SampleTraces.operations.reduced(to: .values(operation: "h.0.residual_mlp")))
        #expect(
            values.schedule.map(\.name) == ["embed", "h.0.attn.probs", "h.0.residual_mlp"])
        #expect(values.schedule.map(\.inputs) == [[], [], [0, 1]])
        #expect(layers.reduced(to: .layers) == layers)
        #expect(layers.reduced(to: .operations) == nil)
        #expect(SampleTraces.operations.reduced(to: .weights(parameter: "wte")) == nil)
        #expect(SampleTraces.operations.reduced(to: .values(operation: "proof")) == nil)
        #expect(SampleTraces.operations.reduced(to: .values(operation: "h.2.mlp.fc")) == nil)
    }
}
