import ArgumentParser
import Fingerprints
import Platform
import Reports

/// The evidence at hand on one page.
struct LabReport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Make one HTML page of evidence, which needs no other file.",
        discussion: """
            Takes receipts, kept runs ('reproduce --out') and the JSON documents (--format json) \
            of reproduce, locate, compare, prove, shadow, coverage, dispute and vary. Each file is \
            recognised by its form; a file of no known form ends the command with 65. The page \
            needs neither a script nor a network; each section names its files, or the command \
            that makes the missing evidence. Exit codes: 0 every section has evidence · 2 a \
            section has none · 65 bad file. The verdicts in the evidence do not change the exit \
            code.
            Example: glyphlab prove --model Models/glyph-nano --salt s --prompt "golden frost" \
            --format json > proof.json && glyphlab report --out report.html proof.json
            """)

    @Argument(help: "The files of evidence.")
    var files: [String] = []

    @Option(help: "Write the page to this file.")
    var out: String

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard files.count <= EvidenceFile.countMax else {
            throw ValidationError(
                "files: expected at most \(EvidenceFile.countMax), got \(files.count)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let reports = try ReportFiles([("--out", out)], format: format.format, inputs: files)
            let house = try House.find()
            let evidence = try LabEvidence(
                try evidence(),
                goldens: try house.goldenNames.map { try house.golden($0).golden })
            try reports.write { _ in evidence.html(ThisRun.provenance()) }
            format.write(
                text: evidence.text(.ofStandardOutput), json: evidence.json, beside: reports)
            return evidence.isWhole ? .holds : .inconclusive
        }
    }

    private func evidence() throws -> [EvidenceFile] {
        do {
            return try EvidenceFile.read(files)
        } catch PlatformError.missing(let file) {
            throw Failure(
                outcome: .badInput, message: "\(file): expected a file of evidence, got none")
        }
    }
}
