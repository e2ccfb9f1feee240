import Encodings
import Platform
import Receipts
import Reports

/// A receipt that does not hold: the command ends with 1, told in words on standard error and,
/// where JSON was asked for, as a document on standard output.
struct ReceiptRefusal: Error {
    let report: ReceiptRefusalReport

    init(
        _ receipt: RunReceipt, file: String, _ finding: ReceiptRefusalReport.Finding,
        reason: String
    ) {
        report = ReceiptRefusalReport(receipt, file: file, finding, reason: reason)
    }

    /// As ``Outcome/ending(_:)``, for commands that may refuse a receipt.
    static func ending(_ format: FormatOption, _ work: () throws -> Outcome) throws {
        try Outcome.ending {
            do {
                return try work()
            } catch let refusal as ReceiptRefusal {
                format.writeStamped(text: "", json: refusal.report.json)
                throw Failure(outcome: .doesNotHold, message: refusal.report.message)
            }
        }
    }
}

extension FormatOption {
    /// As ``write(text:json:beside:)``, the document with where it comes from as its last member.
    ///
    /// - Parameter threadCount: how many threads the work was given.
    func writeStamped(
        text: @autoclosure () -> String, json: @autoclosure () -> JSONValue,
        threadCount: Int = 1, beside reports: ReportFiles? = nil
    ) {
        write(
            text: text(), json: ThisRun.provenance(threadCount: threadCount).stamped(json()),
            beside: reports)
    }
}
