import ArgumentParser
import Encodings
import Platform
import PublishedGateways
import PythonValues

struct SystemVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a published gateway's whole ledger, row by row.",
        discussion: """
            Checks what the published code checks (the chain of hashes), and what it does not: \
            that each stored text is the receipt whose hash the chain holds, that the row's other \
            columns are of that text, and with --signatures that its gateway and its node signed \
            it. Memory does not grow with the ledger, which is only read, and which no gateway may \
            have open meanwhile; the log of a killed one ("-wal") belongs to it. A ledger that \
            lost its last rows is still a good one: compare the head with one that was kept \
            elsewhere. The exit code is 0 if all rows hold, 1 if not.
            Example: glyphlab system verify receipts --db gateway.db --signatures
            """)

    @Argument(help: "The system: receipts.")
    var system: SystemUnderTest

    @Option(help: "The ledger, an SQLite database that a gateway wrote.")
    var db: String

    @Flag(help: "Check both signatures of each receipt.")
    var signatures = false

    @OptionGroup var threads: ThreadsOption

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard system == .receipts else {
            throw ValidationError("system: expected receipts, got \(system.rawValue)")
        }
    }

    func run() throws {
        try Outcome.ending {
            guard Folder.fileExists(db) else {
                throw Failure(outcome: .badInput, message: "\(db): expected a file, got none")
            }
            let audit: LedgerAudit
            do throws(PythonError) {
                let ledger = try PublishedLedger(readingAt: db)
                let total = try ledger.store.row("SELECT count(*) FROM receipts")
                var rowCount = 1
                if case .integer(let count)? = total?.first { rowCount = max(count, 1) }
                let progress = Progress("rows", total: rowCount)
                defer { progress.finish() }
                audit = try LedgerAudit.audit(
                    ledger, verifiesSignatures: signatures, threadCount: threads.count,
                    progress: progress.set)
            } catch {
                throw Failure(
                    outcome: .badInput,
                    message: "\(db): expected a published gateway's ledger that no process has "
                        + "open, got: \(error.message)")
            }
            format.write(text: Self.text(audit), json: Self.json(audit))
            return audit.findingCount == 0 ? .holds : .doesNotHold
        }
    }

    private static func text(_ audit: LedgerAudit) -> String {
        var lines = audit.findings.map { finding in
            "row \(finding.row), \(finding.column): expected "
                + "\(JSONValue.quoted(finding.expected, scalarCountMax: 80)), got "
                + JSONValue.quoted(finding.got, scalarCountMax: 80)
        }
        let hidden = audit.findingCount - audit.findings.count
        if hidden > 0 { lines.append("and \(hidden) more") }
        let head = audit.head.isEmpty ? "none" : audit.head
        lines.append("receipts \(audit.rowCount), findings \(audit.findingCount), head \(head)")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func json(_ audit: LedgerAudit) -> JSONValue {
        .object([
            JSONMember("receipts", .integer(audit.rowCount)),
            JSONMember("head", .string(audit.head)),
            JSONMember("findings", .integer(audit.findingCount)),
            JSONMember(
                "first_findings",
                .array(
                    audit.findings.map { finding in
                        .object([
                            JSONMember("row", .integer(finding.row)),
                            JSONMember("column", .string(finding.column)),
                            JSONMember("expected", .string(finding.expected)),
                            JSONMember("got", .string(finding.got)),
                        ])
                    })),
        ])
    }
}
