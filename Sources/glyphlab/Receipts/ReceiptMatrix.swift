import Disputes
import Platform
import Receipts
import Reports

/// Receipts, and what else stands beside them, each compared with each.
struct ReceiptMatrix {
    private let matrix: MachineMatrix

    /// Whether a file is meant as a receipt, sound or not.
    static func isReceipt(_ path: String) -> Bool {
        guard Folder.fileExists(path), !Folder.exists(path),
            let start = try? WholeFile.start(of: path, byteCount: RunReceipt.startByteCount)
        else { return false }
        return RunReceipt.isMeant(json: start)
    }

    /// **Throws:** ``Failure`` where a file says nothing that a receipt says, and as reading them.
    init(_ files: [String]) throws {
        matrix = MachineMatrix(try files.map(Self.evidence))
    }

    private static func evidence(_ path: String) throws -> RunEvidence {
        guard !isReceipt(path) else {
            return RunEvidence(try ReceiptFile(path).receipt, named: path)
        }
        let subject = try ComparisonSubject(path)
        do throws(ReceiptError) {
            switch subject {
            case .trace(let file): return try RunEvidence(file.trace, named: path)
            case .run(let run, _): return try RunEvidence(run, named: path)
            case .folder: break
            }
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
        throw Failure(
            outcome: .badInput,
            message: "\(path): expected a receipt, a kept run or a trace, as beside a receipt, "
                + "got \(subject.kind)")
    }

    /// Prints the matrix, and says how the command ends.
    func tell(_ options: ComparisonOptions) throws -> Outcome {
        guard options.svg == nil, options.html == nil else {
            throw Failure(
                outcome: .usage,
                message: "expected neither --svg nor --html beside receipts, which hold no path "
                    + "of a divergence; traces do")
        }
        let report = MatrixReport(matrix)
        options.format.write(
            text: report.text(.ofStandardOutput), json: report.json(ThisRun.provenance()))
        return Outcome(report.verdict)
    }
}
