import ArgumentParser
import Encodings
import Reports
import Training
import TrainingDisputes

/// `glyphlab training locate`: where two training runs part.
struct TrainingLocateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locate",
        abstract: "Find where two training runs begin to differ: step, operation, element.",
        discussion: """
            Two traces name the first step after which the weights differ; two records of that \
            step name the first operation whose output differs, in the order of the step, and the \
            first element. With --here, this machine makes the other side of a single file \
            itself, by the definition. Steps and elements are counted from 0.
            Exit codes: 0 match · 1 any difference · 2 inconclusive · 65 no such file of a run.
            Example: glyphlab training locate ours.trace theirs.trace
            Example: glyphlab training locate theirs.step --here
            """)

    @Argument(help: "A side's trace, or its record of a step.")
    var left: String

    @Argument(help: "The other side's.")
    var right: String?

    @Flag(help: "Make the other side here.")
    var here = false

    @OptionGroup var data: TrainingDataOptions
    @OptionGroup var format: FormatOption

    func validate() throws {
        guard (right == nil) == here else {
            throw ValidationError("expected either a second file or --here")
        }
        guard here || (data.data == nil && data.start == nil) else {
            throw ValidationError("data and start: expected --here beside them")
        }
    }

    func run() throws {
        try Outcome.ending {
            let first = try TrainingInput(left)
            let second = try right.map(TrainingInput.init)
            let evidence = here ? try data.evidence(first.run, of: left) : nil
            // What was computed here is the expected side, and stands left.
            let sides: (TrainingInput, TrainingInput)
            if let evidence {
                sides = (try ours(first, evidence), first)
            } else if let second {
                sides = (first, second)
            } else {
                throw Failure(outcome: .usage, message: "expected a second file or --here")
            }
            let finding = try finding(sides.0, sides.1)
            let report = TrainingLocationReport(
                finding, run: first.run,
                names: here ? ["made here", left] : [left, right ?? ""], isDefinition: here,
                next: next(finding))
            format.write(text: report.text(.ofStandardOutput), json: report.json.withProvenance)
            return switch finding {
            case .traces(.match), .records(_, nil): .holds
            case .unlikeStarts: .inconclusive
            default: .doesNotHold
            }
        }
    }

    private func ours(
        _ theirs: TrainingInput, _ evidence: TrainingEvidence
    ) throws -> TrainingInput {
        switch theirs {
        case .trace:
            let progress = Progress("steps", total: evidence.run.plan.stepCount)
            defer { progress.finish() }
            return .trace(try evidence.trace { progress.advance() })
        case .record(let record):
            return .record(
                try evidence.record(of: record.step, keepsElements: record.values != nil))
        }
    }

    private func finding(
        _ left: TrainingInput, _ right: TrainingInput
    ) throws -> TrainingLocationReport.Finding {
        switch (left, right) {
        case (.trace(let left), .trace(let right)):
            return .traces(TrainingLocator.verdict(left, right))
        case (.record(let left), .record(let right)):
            if let (fact, ours, theirs) = TrainingLocator.otherFact(left.run, right.run) {
                return .traces(.otherRun(fact: fact, left: ours, right: theirs))
            }
            guard left.step == right.step else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(self.right ?? self.left): expected the record of step "
                        + "\(left.step), got that of step \(right.step)")
            }
            guard left.before == right.before else { return .unlikeStarts(step: left.step) }
            return .records(step: left.step, TrainingLocator.difference(left, right))
        case (.trace, .record), (.record, .trace):
            throw Failure(
                outcome: .badInput,
                message: "expected two traces or two records of a step, got one of each")
        }
    }

    /// The commands that say more: of two traces, each side's record of the step.
    private func next(_ finding: TrainingLocationReport.Finding) -> [String] {
        guard case .traces(.step(let step, _, _, _)) = finding else { return [] }
        return (here ? [left] : [left, right ?? ""]).map {
            TrainingNext.record(of: $0, step: step)
        }
    }
}

/// The next command of somebody who has a trace.
enum TrainingNext {
    static func record(of path: String, step: Int) -> String {
        let stem = path.hasSuffix(".trace") ? String(path.dropLast(".trace".count)) : path
        let (plan, out) = (ShellWord.quoted(path), ShellWord.quoted("\(stem).step"))
        return "glyphlab training trace --plan \(plan ?? "TRACE") --step \(step) "
            + "--out \(out ?? "STEP")"
    }
}
