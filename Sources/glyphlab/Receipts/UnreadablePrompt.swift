import Inference
import Receipts
import Reports

/// A prompt of a receipt that the model's tokenizer or the model itself cannot read, so that no
/// honest run of the model can have had it.
struct UnreadablePrompt: Error, CustomStringConvertible {
    /// The prompt's place in the receipt's list.
    let number: Int
    /// The error of the tokenizer or of the model.
    let cause: String

    var description: String { "prompt \(number): \(cause)" }
}

extension ReceiptRefusal {
    /// Runs `work`, and refuses the receipt where one of its prompts cannot be read.
    static func demandingReadable<Value>(
        _ receipt: RunReceipt, file: String, _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch let error as UnreadablePrompt {
            throw ReceiptRefusal(receipt, file: file, .input, reason: "\(error)")
        }
    }
}
