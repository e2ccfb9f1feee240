import Architectures
import Tensors
import Testing

@Suite("Station") struct StationTests {
    private let architecture: Architecture
    private let qwen2: Architecture

    init() throws {
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 10, contextTokenCount: 8)
        architecture = .gpt2(shape)
        qwen2 = .qwen2(
            try TransformerShape(
                layerCount: 2, width: 96, headCount: 4, keyValueHeadCount: 2, headWidth: 128,
                hiddenWidth: 80, vocabularyCount: 10, contextTokenCount: 8),
            rotaryBase: 1_000_000)
    }

    @Test("Every station's name is read as that station.")
    func names() {
        for operation in architecture.operations + qwen2.operations {
            #expect(Station(operation.station.description) == operation.station)
        }
    }

    @Test(
        "No other text is a station's name.",
        arguments: ["", "embedding", "h.0.embed", "h.00.ln_1", "h.-1.ln_1", "h.0.ln_1.", "ln_1"])
    func otherNames(text: String) {
        #expect(Station(text) == nil)
    }

    @Test("Every operation reads what was computed before it.")
    func order() {
        for architecture in [architecture, qwen2] {
            for (place, operation) in architecture.operations.enumerated() {
                #expect(operation.inputs.allSatisfy { $0 < place })
            }
        }
        #expect(architecture.operations.count == 1 + 2 * 12)
        #expect(qwen2.operations.count == 1 + 2 * 13)
    }

    @Test("The parameters have as many elements as the shape counts.")
    func parameters() {
        for architecture in [architecture, qwen2] {
            let count = architecture.parameters.reduce(0) { $0 + $1.rows * $1.columns }
            #expect(count == architecture.shape.parameterCount)
        }
    }

    @Test("Qwen2's stations and parameters are those of its page.")
    func qwen2Names() {
        let stations = qwen2.operations.map(\.station.description)
        #expect(
            stations.prefix(14) == [
                "embed", "h.0.ln_1", "h.0.attn.qkv", "h.0.attn.rotary", "h.0.attn.scores",
                "h.0.attn.probs", "h.0.attn.heads", "h.0.attn.out", "h.0.residual_attn",
                "h.0.ln_2", "h.0.mlp.gate_up", "h.0.mlp.swiglu", "h.0.mlp.out",
                "h.0.residual_mlp",
            ])
        let parameters = qwen2.parameters.prefix(8).map { "\($0.name) \($0.dimensions)" }
        #expect(
            parameters == [
                "wte [10, 96]", "h.0.ln_1.g [96]", "h.0.attn.qkv.w [96, 1024]",
                "h.0.attn.qkv.b [1024]", "h.0.attn.out.w [512, 96]", "h.0.ln_2.g [96]",
                "h.0.mlp.gate_up.w [96, 160]", "h.0.mlp.down.w [80, 96]",
            ])
    }

    @Test("The bounds of sums are those of the page.")
    func bounds() {
        func bound(_ operation: Station.OperationName) -> Int64? {
            qwen2.operation(Station(layer: 1, operation)).flatMap(qwen2.sumBound)
        }
        #expect(bound(.scores) == 1 << 49)
        #expect(bound(.feedForwardOutput) == 80 << 40)
        #expect(bound(.attentionOutput) == 512 << 40)
        #expect(bound(.headOutputs) == 1 << 40)
        #expect(bound(.rotary) == nil)
        let scores = qwen2.operation(Station(layer: 0, .scores))
        #expect(scores?.outputRange == -(1 << 38)...1 << 38)
    }

    @Test("Sizes that no kernel takes are refused, each by its name.")
    func refusals() {
        func refusal(
            heads: Int = 4, keyValueHeads: Int = 2, headWidth: Int = 64, hidden: Int = 80,
            width: Int = 96, vocabulary: Int = 10
        ) -> String? {
            do throws(ShapeError) {
                _ = try TransformerShape(
                    layerCount: 1, width: width, headCount: heads,
                    keyValueHeadCount: keyValueHeads, headWidth: headWidth, hiddenWidth: hidden,
                    vocabularyCount: vocabulary, contextTokenCount: 8)
                return nil
            } catch {
                return error.description
            }
        }
        #expect(refusal() == nil)
        #expect(refusal(headWidth: 96) == "head width: expected 64 or 128, got 96")
        #expect(refusal(heads: 513) == "heads: expected 1 to 512, got 513")
        #expect(refusal(heads: 257, headWidth: 128) == "heads: expected 1 to 256, got 257")
        #expect(refusal(keyValueHeads: 5) == "key-value heads: expected 1 to 4, got 5")
        #expect(
            refusal(keyValueHeads: 3) == "key-value heads: expected a divisor of 4 heads, got 3")
        #expect(refusal(hidden: 131_073) == "hidden width: expected 1 to 131072, got 131073")
        #expect(refusal(width: 0) == "width: expected 1 to 32768, got 0")
        #expect(
            refusal(width: 32_768, vocabulary: 1_000_000)
                == "parameters: expected 1 to 8589934592, got 32801096192")
    }
}
