internal import Fingerprints

/// The list of a receipt's prompts, and the stretch of it that the receipt is about.
///
/// The stretch of a shard is not the whole list.
package struct PromptList: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// The first prompts of the determinism receipt, whose salts and texts follow from their
        /// places.
        case receipt
        /// Prompts of the maker's own choice: those of the stretch, in order.
        case own([Text])
    }

    /// A salt and a prompt. Texts are compared by their bytes: Swift's own comparison takes two
    /// spellings of one character for equal, and a tokenizer does not.
    package struct Text: Sendable, Equatable {
        package let salt: String
        package let prompt: String

        package init(salt: String, prompt: String) {
            self.salt = salt
            self.prompt = prompt
        }

        package static func == (left: Text, right: Text) -> Bool {
            left.salt.utf8.elementsEqual(right.salt.utf8)
                && left.prompt.utf8.elementsEqual(right.prompt.utf8)
        }
    }

    package var source: Source
    /// The place of the stretch's first prompt in the list, from 0.
    package var first: Int
    /// The number of prompts in the whole list.
    package var totalCount: Int

    package init(source: Source, first: Int, totalCount: Int) {
        self.source = source
        self.first = first
        self.totalCount = totalCount
    }

    /// The source's name in files and reports.
    package var name: String {
        switch source {
        case .receipt: Self.receiptName
        case .own: Self.ownName
        }
    }

    static let receiptName = "receipt"
    static let ownName = "own"

    /// Salt and text of the stretch's prompt at `index`, counted from 0 within the stretch.
    ///
    /// **Precondition:** the stretch has it.
    package func text(_ index: Int) -> Text {
        switch source {
        case .receipt:
            Text(
                salt: GoldenPrompts.salt(first + index), prompt: GoldenPrompts.prompt(first + index)
            )
        case .own(let texts): texts[index]
        }
    }
}
