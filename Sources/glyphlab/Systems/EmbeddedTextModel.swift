import BigInt
import Checkpoints
import Platform
import Proving
import PublishedGateways
import PythonValues
import Tensors
import Tokenization

/// A model of this house, as a published node asks it: it takes the likeliest token always, at any
/// temperature, and one text after the other.
final class EmbeddedTextModel: TextModel {
    static let defaultName = "glyph-nano"

    let device = "cpu"
    /// The name by which requests ask for it: its folder's.
    let name: String
    let generator: TextGenerator
    let tokenCountMax: Int
    let turn = Turn()

    /// - Parameters:
    ///   - folder: the model's, or its name.
    ///   - tokenCountMax: the bound of a text, whatever a request asks for.
    init(folder: String, tokenCountMax: Int) throws {
        name = folder.split(separator: "/").last.map(String.init) ?? Self.defaultName
        generator = try TextGenerator(
            folder: ModelFolder(path: ModelPath.folder(folder)), backend: Backends.fastest)
        self.tokenCountMax = tokenCountMax
    }

    /// The text of a generation.
    func text(
        prompt: PythonText, newTokenCountMax: BigInt
    ) throws(PythonError) -> PythonText {
        try generation(
            prompt: prompt, newTokenCountMax: newTokenCountMax, temperature: PythonFloat(0)
        ).text
    }

    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration {
        let bytes = try prompt.utf8()
        let wanted = Int(clamping: newTokenCountMax)
        return try turn.held { () throws(PythonError) in
            do {
                return try generation(bytes, min(wanted, tokenCountMax))
            } catch {
                throw .other(name: "RuntimeError", "\(error)")
            }
        }
    }

    /// A prompt with its continuation; no token is added to a prompt that the model cannot read,
    /// such as one that is longer than its context.
    func continuation(
        of prompt: String, tokenCountMax countMax: Int
    ) -> (text: String, tokenCount: Int) {
        turn.held {
            let result = try? generator.continuation(
                of: Array(prompt.utf8), tokenCountMax: min(countMax, tokenCountMax))
            let ids = result?.addedIDs ?? []
            return (prompt + Self.text(ids, generator), ids.count)
        }
    }

    private func generation(_ prompt: [UInt8], _ countMax: Int) throws -> TextGeneration {
        let result = try generator.continuation(of: prompt, tokenCountMax: countMax)
        let last = result.addedIDs.last ?? generator.endID
        return TextGeneration(
            text: PythonText(
                String(decoding: prompt, as: UTF8.self) + Self.text(result.addedIDs, generator)),
            inputTokenCount: result.promptIDs.count, outputTokenCount: result.addedIDs.count,
            lastToken: (
                id: Int(last ?? 0),
                text: PythonText(Self.text(last.map { [$0] } ?? [], generator))
            ))
    }

    /// Bytes that are no UTF-8 are replaced, as the published tokenizer does.
    private static func text(_ ids: [Int32], _ generator: TextGenerator) -> String {
        String(decoding: (try? generator.tokenizer.decode(ids)) ?? [], as: UTF8.self)
    }
}
