/// Reasons for which records of a receipt cannot be checked.
package enum SpotCheckError: Error, Equatable, CustomStringConvertible {
    /// The receipt commits to other operations or weights than the model has.
    case otherPlan(what: String, expected: String, got: String)
    /// The trace is of another run than the receipt.
    case otherTrace(what: String, expected: String, got: String)
    /// A record of the trace is not the one that the receipt's root covers.
    case opening(prompt: Int, operation: String)
    /// The receipt names a proof that is not that of its own records.
    case otherProof(prompt: Int, expected: String, got: String)
    case count(recordCount: Int, got: Int)

    /// Whether the receipt is at fault, as opposed to the files given with it.
    package var isAboutReceipt: Bool {
        switch self {
        case .otherProof, .otherPlan: true
        case .otherTrace, .opening, .count: false
        }
    }

    package var description: String {
        switch self {
        case .otherPlan(let what, let expected, let got):
            "\(what): expected \(expected), as the model's run has it, got \(got)"
        case .otherTrace(let what, let expected, let got):
            "\(what): expected \(expected), as the receipt says, got \(got): the trace is of "
                + "another run"
        case .opening(let prompt, let operation):
            "prompt \(prompt), \(operation): expected a record that opens to the receipt's root, "
                + "got another: the trace is not the one of the receipt"
        case .otherProof(let prompt, let expected, let got):
            "prompt \(prompt): expected the proof \(expected), which the receipt's records hold, "
                + "got \(got)"
        case .count(let recordCount, let got):
            "records: expected 1 to \(recordCount), got \(got)"
        }
    }
}
