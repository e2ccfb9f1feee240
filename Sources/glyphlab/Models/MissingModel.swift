import Checkpoints
import Reports
import Tensors

/// How to get a pinned model that is not there.
enum MissingModel {
    static func advice(_ manifest: ModelManifest, _ folder: String) -> String {
        if let synthesis = manifest.synthesis { return drawing(manifest, synthesis, folder) }
        let revision = manifest.revision.map { " at revision \($0)" } ?? ""
        var text =
            "\(manifest.name) is \(manifest.source)\(revision).\n"
            + "'glyphlab models fetch \(manifest.name)' brings these files into \(folder); "
            + "where you have them already, name their folder with --model:\n"
        for file in manifest.files {
            let content = file.content.map {
                "\(DecimalText.grouped($0.byteCount)) bytes  SHA-256 \($0.sha256)"
            }
            text += "  \(file.name)  \(content ?? "not pinned: taken as it first comes")\n"
        }
        return text + "'glyphlab models verify \(folder)' then tells whether they hold."
    }

    private static func drawing(
        _ manifest: ModelManifest, _ synthesis: ModelManifest.Synthesis, _ folder: String
    ) -> String {
        let form = manifest.form
        guard form.family == .gpt2 else {
            return """
                \(manifest.name) is drawn from a seed:
                  glyphlab models synth \(manifest.name) --out \(folder)
                """
        }
        return """
            \(manifest.name) is drawn from a seed. With GPT-2's vocab.json, merges.txt in DIR:
              glyphlab models synth --seed \(synthesis.seed) --layers \(form.layerCount) \
            --width \(form.width) --heads \(form.headCount) \
            --vocab \(form.vocabularyCount) --context \(form.contextTokenCount)\
            \(synthesis.isWide ? " --wide" : "") --tokenizer DIR --out \(folder)
            """
    }
}
