package import BigInt
package import PythonValues

/// A language model, as a node asks it.
package protocol TextModel: Sendable {
    /// The device that it runs on, such as `cpu`.
    var device: String { get }

    /// A prompt, continued.
    ///
    /// - Parameters:
    ///   - newTokenCountMax: of any size and sign, as the request has it.
    ///   - temperature: any float, NaN included.
    /// **Throws:** ``PythonError`` where the model refuses: the request crashes.
    func generation(
        prompt: PythonText, newTokenCountMax: BigInt, temperature: PythonFloat
    ) throws(PythonError) -> TextGeneration
}

/// The outcome of a model's work.
package struct TextGeneration: Sendable {
    /// The prompt and what was added to it.
    package let text: PythonText
    package let inputTokenCount: Int
    package let outputTokenCount: Int
    /// The last token that was added; where none was, the one that ends texts.
    package let lastToken: (id: Int, text: PythonText)

    package init(
        text: PythonText, inputTokenCount: Int, outputTokenCount: Int,
        lastToken: (id: Int, text: PythonText)
    ) {
        self.text = text
        self.inputTokenCount = inputTokenCount
        self.outputTokenCount = outputTokenCount
        self.lastToken = lastToken
    }
}
