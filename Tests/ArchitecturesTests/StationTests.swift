import Architectures
import Tensors
import Testing

@Suite("Station") struct StationTests {
    private let architecture: Architecture

    init() throws {
        let shape = try TransformerShape(
            layerCount: 2, width: 128, headCount: 2, vocabularyCount: 10, contextTokenCount: 8)
        architecture = .gpt2(shape)
    }

    @Test("Every station's name is read as that station.")
    func names() {
        for operation in architecture.operations {
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
        for (place, operation) in architecture.operations.enumerated() {
            #expect(operation.inputs.allSatisfy { $0 < place })
        }
        #expect(architecture.operations.count == 1 + 2 * 12)
    }

    @Test("The parameters have as many elements as the shape counts.")
    func parameters() {
        let count = architecture.parameters.reduce(0) { $0 + $1.rows * $1.columns }
        #expect(count == architecture.shape.parameterCount)
    }
}
