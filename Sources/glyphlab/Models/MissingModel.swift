import Checkpoints
import Reports
import Tensors

/// How to get a pinned model that is not there.
enum MissingModel {
    static func advice(_ manifest: ModelManifest, _ folder: String) -> String {
        if let synthesis = manifest.synthesis {
            let shape = manifest.shape
            return """
                \(manifest.name) is drawn from a seed. With GPT-2's vocab.json, merges.txt in DIR:
                  glyphlab models synth --seed \(synthesis.seed) --layers \(shape.layerCount) \
                --width \(shape.width) --heads \(shape.headCount) \
                --vocab \(shape.vocabularyCount) --context \(shape.contextTokenCount)\
                \(synthesis.isWide ? " --wide" : "") --tokenizer DIR --out \(folder)
                """
        }
        let revision = manifest.revision.map { " at revision \($0)" } ?? ""
        var text =
            "\(manifest.name) is \(manifest.source)\(revision).\n"
            + "'glyphlab models fetch \(manifest.name)' brings these files into \(folder); "
            + "where you have them already, name their folder with --model:\n"
        for file in manifest.files {
            text +=
                "  \(file.name)  \(DecimalText.grouped(file.byteCount)) bytes  "
                + "SHA-256 \(file.sha256)\n"
        }
        return text + "'glyphlab models verify \(folder)' then tells whether they hold."
    }
}
