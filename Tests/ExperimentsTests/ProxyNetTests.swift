import Experiments
import Fingerprints
import Testing

@Suite("The net of the distillation")
struct ProxyNetTests {
    private static func samples() -> [ProxyNet.Sample] {
        var random = PythonRandom(seed: "samples")
        return (0..<8).map { _ in
            ProxyNet.Sample(
                ids: (0..<16).map { _ in random.index(below: 20) },
                target: (0..<16).map { _ in Float(1 + random.index(below: 9)) / 10 })
        }
    }

    private static func trained(epochs: Int, threads: Int) throws -> (
        losses: [Double], outputs: [[Float]]
    ) {
        let products = ProxyProducts(threadCount: threads)
        var net = ProxyNet(vocabularyCount: 20, headCount: 1, seed: "net", products: products)
        let samples = samples()
        let losses = (0..<epochs).map { _ in net.learn(samples) }
        return (losses, net.outputs(samples.map(\.ids)))
    }

    @Test("It learns a few samples by heart, to equal bits on any number of threads")
    func learns() throws {
        let (losses, _) = try Self.trained(epochs: 20, threads: 1)
        #expect(losses[0] > 0.05)
        #expect(losses[19] < losses[0] / 10, "\(losses)")
        let (alone, shared) = (
            try Self.trained(epochs: 3, threads: 1), try Self.trained(epochs: 3, threads: 2)
        )
        #expect(alone.losses == Array(losses[..<3]))
        #expect(shared.losses == alone.losses)
        #expect(shared.outputs == alone.outputs)
    }
}
