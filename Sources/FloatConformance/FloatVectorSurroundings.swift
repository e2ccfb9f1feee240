internal import Platform
package import Tokenization

/// The parts of the laboratory that the float pipelines' vector files refer to and do not hold.
package struct FloatVectorSurroundings: Sendable {
    /// GPT-2's tokenizer; nil where it is not here.
    package let tokenizer: ByteLevelTokenizer?
    /// The reason that cases have which are skipped for want of ``tokenizer``.
    package let tokenizerMissing: String
    /// The folder of the embedded model, glyph-nano; nil where it is not here.
    package let embeddedFolder: String?
    /// The tokenizer's file of the pinned model qwen-nano; nil where it is not here.
    package let smallTokenizerFile: String?
    /// The bytes of the file of a name beside the one that is judged; nil where there is none.
    package let neighbour: @Sendable (_ name: String) throws -> [UInt8]?
    package let threadCount: Int
    /// Whether models of more than ``parameterCountMax`` parameters are made and run too.
    package let isThorough: Bool

    package init(
        tokenizer: ByteLevelTokenizer?, tokenizerMissing: String, embeddedFolder: String?,
        smallTokenizerFile: String? = nil,
        neighbour: @escaping @Sendable (_ name: String) throws -> [UInt8]?, threadCount: Int,
        isThorough: Bool
    ) {
        self.tokenizer = tokenizer
        self.tokenizerMissing = tokenizerMissing
        self.embeddedFolder = embeddedFolder
        self.smallTokenizerFile = smallTokenizerFile
        self.neighbour = neighbour
        self.threadCount = threadCount
        self.isThorough = isThorough
    }

    /// The file of the small tokenizer of Qwen2's kind, as vectors call it.
    static let smallTokenizerName = "qwen_small_tokenizer.json"

    /// The small tokenizer's bytes: beside the file that is judged, or else those of qwen-nano.
    func smallTokenizer() throws -> [UInt8]? {
        if let bytes = try neighbour(Self.smallTokenizerName) { return bytes }
        guard let smallTokenizerFile, Folder.fileExists(smallTokenizerFile) else { return nil }
        return try WholeFile.read(
            smallTokenizerFile, byteCountMax: TokenizerFileName.tokenizer.byteCountMax)
    }

    /// The largest models that run where time is short.
    static let parameterCountMax = 2_500_000
}
