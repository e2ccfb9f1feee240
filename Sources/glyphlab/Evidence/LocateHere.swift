import Checkpoints
import Disputes
import Encodings
import Inference
import Platform
import Proving
import Reports
import Tensors
import Tokenization
import Traces

/// A trace of somebody else's, compared with the same prompts run here.
struct LocateHere {
    let compared: ComparedTraces
    private let locator: Locator
    private let location: Locator.Location
    /// As the user named the model.
    private let model: String

    init(
        _ theirs: TraceFile, model: String, backend: any ExactGEMM, threads: ThreadsOption
    ) throws {
        self.model = model
        let folder = try ModelPath.folder(model)
        let loaded = try TracedModelLoad(folder: folder, backend: backend)
        locator = Locator(
            prover: loaded.prover, model: loaded.traced,
            settings: GoldenRun.Settings(threadCount: threads.count),
            maker: TraceMaker.facts(model: model, threadCount: threads.count)
        ) { try ModelFolder(path: folder).parameter(named: $0) }
        let progress = Progress("proofs", total: max(theirs.trace.prompts.count, 1))
        defer { progress.finish() }
        do {
            location = try locator.location(of: theirs.trace) { _ in progress.advance() }
            compared = try ComparedTraces(
                theirs.trace, named: theirs.path, location.ours, named: "made here with \(model)")
        } catch let error as ComparisonError {
            throw Failure(outcome: .badInput, message: "\(theirs.path): \(error)")
        } catch let error as LocatorError {
            throw Failure(outcome: .badInput, message: "\(theirs.path): \(error)")
        } catch let error as InferenceError {
            throw Failure(outcome: .badInput, message: "\(theirs.path): \(error)")
        } catch let error as TokenizerError {
            throw Failure(outcome: .badInput, message: "\(theirs.path): \(error)")
        } catch let error as TraceRequestError {
            throw Failure(outcome: .badInput, message: "\(theirs.path): \(error)")
        }
    }

    /// The text that names the next command.
    func text(_ reproducer: String?) -> String {
        if let element = location.element {
            let index = element.index.map(String.init).joined(separator: ", ")
            let file =
                reproducer.map { "'glyphlab rerun \($0)' computes it again, on any machine" }
                ?? "--reproducer FILE writes its inputs, for 'glyphlab rerun FILE' anywhere"
            return "\n  element [\(index)] of \(element.operation): here \(element.expected), "
                + "there \(element.got)\n  \(file)\n"
        }
        guard let next = location.next else { return "" }
        return "\n  this machine makes its side itself: only the left command is needed\n"
            + "    \(next)\n  then 'glyphlab locate' that trace '--against \(model)' again\n"
    }

    /// Writes the files that were asked for; prints why one cannot be written.
    func write(to reports: ReportFiles) throws {
        var failure: (any Error)?
        try reports.write(bytes: { option in
            switch option {
            case "--reproducer":
                if let element = location.element {
                    return Array((element.json.prettyText + "\n").utf8)
                }
                Self.note("--reproducer: nothing is written: no element is known to differ")
            case "--out":
                do {
                    if let trace = try locator.nextTrace(after: location) {
                        return try trace.encoded()
                    }
                    Self.note("--out: nothing is written: no trace would say more")
                } catch {
                    failure = error
                }
            default: break
            }
            return nil
        })
        if let failure { throw failure }
    }

    private static func note(_ text: String) {
        StandardStreams.writeMessage("glyphlab: note: \(text)\n")
    }
}
