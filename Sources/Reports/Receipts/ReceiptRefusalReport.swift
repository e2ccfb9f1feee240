package import Encodings
package import Receipts

/// A receipt that does not hold, as was seen before anything was run.
package struct ReceiptRefusalReport: Sendable {
    package enum Finding: String, Sendable {
        /// Nobody vouches for the key that signed it.
        case untrustedKey = "untrusted_key"
        /// The receipt is of another model than the named one.
        case weights
        /// The receipt commits to other operations or integers than the model has.
        case schedule
        /// The receipt names a proof that its own records do not hold.
        case root
        /// It has a prompt that the model cannot read: no run of it can have had such a prompt.
        case input
    }

    private let receipt: RunReceipt
    private let file: String
    private let finding: Finding
    /// Why, without the file's name.
    private let reason: String

    package init(_ receipt: RunReceipt, file: String, _ finding: Finding, reason: String) {
        self.receipt = receipt
        self.file = file
        self.finding = finding
        self.reason = reason
    }

    package var message: String { "\(file): \(reason)" }

    /// The members that every verdict on a receipt has.
    package var json: JSONValue {
        .object([
            JSONMember("verdict", .string(finding.rawValue)),
            JSONMember("match", .boolean(false)),
            JSONMember("explanation", .string(reason)),
            JSONMember("receipt", ReceiptReport(receipt, file: file).json),
        ])
    }
}

extension Provenance {
    /// A document, which is an object, with the provenance as its last member.
    package func stamped(_ document: JSONValue) -> JSONValue {
        guard let members = document.objectValue else {
            preconditionFailure("a document that is no object")
        }
        return .object(members + [JSONMember("provenance", json)])
    }
}
