import ArgumentParser
import Disputes
import Encodings
import Platform
import Proving
import Reports
import Tensors

/// The product's self-test: faults planted, searched for, and counted.
struct Plant: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plant faults in runs of a model and check that each is found exactly.",
        discussion: """
            Each fault strikes a place that follows from the seed: one bit of a weight, an \
            activation or a sum; one rounding; a clamp; the edge of a kernel's tile; a tensor's \
            scale; a token; the order of operations; a layer. Then it is searched for as two \
            machines would do it who exchange traces, and must be named exactly: prompt, layer, \
            operation, element and both integers. Pairs of honest runs that differ in batch, \
            threads, backend or order must not be accused of anything. The exit code is 0 where \
            all of that holds, and 1 otherwise.
            Example: glyphlab plant --model Models/glyph-nano --faults 300 --pairs 100
            Example: glyphlab plant --model Models/glyph-nano --kind rounding --faults 1 --pairs 0 \
            --keep dispute
            """)

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "How many faults to plant.")
    var faults = 10 * FaultKind.allCases.count

    @Option(help: "How many pairs of honest runs to compare.")
    var pairs = 5 * HarmlessDifference.allCases.count

    @Option(help: "Seed of all randomness: 1 to 64 hex digits.")
    var seed = "0"

    @Option(
        help: "Plant this kind only: \(FaultKind.allCases.map(\.rawValue).joined(separator: ", "))."
    )
    var kind: String?

    @Option(
        help: "The backend of the faulty runs: \(Backends.names.joined(separator: ", ")) or all.")
    var backend = Self.allBackends

    @Option(
        help: """
            Keep the traces of the first fault's search in this folder, ours and theirs, to try \
            'glyphlab locate' on.
            """)
    var keep: String?

    @OptionGroup var threads: ThreadsOption
    @OptionGroup var format: FormatOption

    private static let allBackends = "all"

    func validate() throws {
        for (name, value, most) in [
            ("faults", faults, SelfTest.Settings.faultCountMax),
            ("pairs", pairs, SelfTest.Settings.pairCountMax),
        ] where !(0...most).contains(value) {
            throw ValidationError("\(name): expected 0 to \(most), got \(value)")
        }
        guard keep == nil || faults > 0 else {
            throw ValidationError("keep: expected at least one fault beside it, got none")
        }
        guard faults + pairs > 0 else {
            throw ValidationError("faults and pairs: expected one of them above 0, got 0 of both")
        }
        let digits = seed.lowercased().utf8
        guard (1...64).contains(digits.count),
            digits.allSatisfy({ Array("0123456789abcdef".utf8).contains($0) })
        else {
            throw ValidationError(
                "seed: expected 1 to 64 hex digits, got "
                    + JSONValue.quoted(seed, scalarCountMax: 80))
        }
        if let kind, FaultKind(rawValue: kind) == nil {
            throw ValidationError(
                "kind: expected \(FaultKind.allCases.map(\.rawValue).joined(separator: ", ")), "
                    + "got \(JSONValue.quoted(kind, scalarCountMax: 80))")
        }
        guard backend == Self.allBackends || Backends.names.contains(backend) else {
            throw ValidationError(
                "backend: expected \(Backends.names.joined(separator: ", ")) or "
                    + "\(Self.allBackends), got \(JSONValue.quoted(backend, scalarCountMax: 80))")
        }
    }

    func run() throws {
        try Outcome.ending {
            let backends =
                try backend == Self.allBackends
                ? Backends.usable : [BackendOption.usable(backend)]
            let kept = try keep.map { try KeptTraces(folder: $0, model: self.model) }
            let model = try PlantModel.load(
                folder: ModelPath.folder(model), backends: backends, threadCount: threads.count)
            let settings = SelfTest.Settings(
                faultCount: faults, pairCount: pairs, seed: seed.lowercased(),
                kinds: kind.flatMap(FaultKind.init).map { [$0] } ?? FaultKind.allCases)
            let progress = Progress("faults and pairs", total: faults + pairs)
            defer { progress.finish() }
            let test = try SelfTest(
                model, settings, onPair: { try kept?.write($0, $1, $2) }
            ) { progress.advance() }
            progress.finish()
            let report = PlantReport(
                model: model, settings: settings, test: test,
                provenance: ThisRun.provenance(threadCount: threads.count))
            format.write(text: report.text(.ofStandardOutput), json: report.json)
            return test.holds ? .holds : .doesNotHold
        }
    }
}
