import ArgumentParser
import Disputes
import Encodings
import Platform
import Reports
import Tensors

/// `glyphlab rerun`: computes one disputed element again.
struct Rerun: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compute one disputed element again, by definition and by every kernel.",
        discussion: """
            FILE is a file of 'glyphlab locate --reproducer': the inputs of one element of one \
            operation, the expected value and the value got. No model is needed. The exit code is \
            0 if everything that this machine computes equals the expected value, and 1 otherwise.
            Example: glyphlab rerun element.json
            """)

    @Argument(help: "The file that describes the element.")
    var file: String

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let element = try OneElement(json: bytes(), file: file)
            let report = RerunReport(
                element: element, opinions: element.opinions(Backends.usable))
            format.write(text: report.text(.ofStandardOutput), json: report.json)
            return report.agrees ? .holds : .doesNotHold
        }
    }

    /// **Throws:** ``Failure`` for an argument that names no file, which is the user's slip.
    private func bytes() throws -> [UInt8] {
        do {
            return try WholeFile.read(file, byteCountMax: OneElement.byteCountMax)
        } catch {
            guard case .missing = error else { throw error }
            throw Failure(outcome: .badInput, message: "\(error)")
        }
    }
}
