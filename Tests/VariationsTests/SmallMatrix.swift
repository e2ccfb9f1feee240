import Checkpoints
import Disputes
import Encodings
import Fingerprints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Tokenization
import Traces
import Variations

/// The embedded model with the receipt's first prompts.
enum SmallMatrix {
    static let promptCount = 3
    static let folder = Vectors.house.appending(path: "Models/glyph-nano").path

    private static let model = Result {
        try ModelFolder(path: folder)
            .packedAndTraced(for: [Backends.usable[0]], name: "glyph-nano")
    }

    static let golden = Result {
        let file = Vectors.house.appending(path: "Goldens/glyph-nano.json")
        return try Golden(json: Array(Data(contentsOf: file)), file: file.path)
    }

    static func subject(
        golden: Golden? = nil, program: ProgramPlace? = nil
    ) throws -> VariationSubject {
        let (packed, traced) = try model.get()
        let prover = Prover(tokenizer: packed.tokenizer, transformer: packed.transformers[0])
        return VariationSubject(
            prover: prover, model: traced,
            challenges: try TracedChallenge.receipt(
                promptCount: promptCount, tokenizer: packed.tokenizer),
            golden: try golden ?? Self.golden.get(), threadCount: 1, program: program
        ) { backend in
            let packed = try ModelFolder(path: folder).packed(for: [backend])
            return Prover(tokenizer: packed.tokenizer, transformer: packed.transformers[0])
        }
    }

    /// With the usual run, made once.
    static let matrix = Result { try VariationMatrix(subject()) }

    static func list(
        locales: InstalledLocales = .known(["C"])
    ) throws -> [Variation] {
        let transformer = try subject().prover.transformer
        return VariationList(
            VariationList.Offer(
                backendName: transformer.backend.name,
                layerCount: transformer.shape.layerCount, promptCount: promptCount,
                threadCount: 1, emulates: false, programs: [], architecture: "x86_64",
                locales: locales)
        ).all
    }

    static func judge() throws -> VariationJudge {
        VariationJudge(usual: try matrix.get().usual, golden: try golden.get())
    }
}
