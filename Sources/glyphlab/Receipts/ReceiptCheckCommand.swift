import ArgumentParser
import Cryptography
import Encodings
import Platform
import Receipts
import Reports

/// Receipts read without a run.
struct ReceiptCheckCommand: ParsableCommand {
    static let fileCountMax = 100_000

    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check receipts without running anything.",
        discussion: """
            A receipt holds if it is well formed, its parts agree (the trace's root with the \
            prompts' digests, the ultimate hash with the proofs), the signature belongs to the key \
            in it, and that key is among those of --trusted-key, if any are given. This does not \
            show that the model computes these proofs: see 'glyphlab receipt verify' and \
            'spot-check'.
            Exit codes: 0 all hold · 1 a receipt does not hold · 65 a file is no receipt.
            Example: glyphlab receipt check run.receipt --trusted-key lab-keys.txt
            """)

    @Argument(help: "The receipts.")
    var files: [String]

    @OptionGroup var trusted: TrustedKeyOption
    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let keys = try trusted.keys()
            let report = ReceiptCheckReport(
                files.map { ReceiptCheckReport.Entry(file: $0, Self.finding($0, keys)) })
            format.writeStamped(text: report.text(.ofStandardOutput), json: report.json)
            let findings = report.entries.map(\.finding)
            if findings.contains(where: \.isUnreadable) { return .badInput }
            return findings.allSatisfy(\.holds) ? .holds : .doesNotHold
        }
    }

    private static func finding(
        _ file: String, _ keys: [[UInt8]]?
    ) -> ReceiptCheckReport.Finding {
        let bytes: [UInt8]
        do throws(PlatformError) {
            bytes = try WholeFile.read(file, byteCountMax: ReceiptLimits.byteCountMax)
        } catch {
            return .unreadable(error.reason)
        }
        do throws(ReceiptError) {
            let receipt = try RunReceipt(decoding: bytes)
            return .sound(receipt, isTrusted: keys?.contains(receipt.publicKey))
        } catch {
            return error.isAboutContent ? .refused("\(error)") : .unreadable("\(error)")
        }
    }
}
