import Checkpoints
import FloatEngine
import Foundation
import Proving
import TestSupport
import Testing

@Suite("The float goldens' generators on the embedded model")
struct FloatReceiptTests {
    /// The hashes of the reference vectors: torch's and all orders' alike.
    static let hash = "690b19198d6b240ea58b37e81b3ac4a7c0ae725b8f1421ff084f3bfc49ed1445"

    @Test("Every order gives the embedded model's hash", arguments: FloatOrder.allCases)
    func embedded(order: FloatOrder) throws {
        let folder = Vectors.house.appending(path: "Models/glyph-nano").path
        let run = try FloatReceiptRun(
            .v3, model: FloatModel(folder: folder),
            tokenizer: ModelFolder(path: folder).tokenizer(), order: order, threadCount: 2)
        #expect(run.ultimateHash == Self.hash)
        #expect(run.entries.allSatisfy { $0.gap > 0 && $0.tokenCount > 6 })
    }

    @Test("The first prompts are those of the published scripts")
    func prompts() {
        let first = FloatReceipt.v3.prompts(count: 1)[0]
        #expect(first.salt == "salt_b159c6d997a3")
        #expect(first.prompt == "metal can a desert north without")
        let other = FloatReceipt.qwen.prompts(count: 1)[0]
        #expect(other.salt == "xdet_5feceb66")
        #expect(other.prompt == "is but an dog very warm and")
    }
}
