internal import Cryptography
package import Encodings
internal import Training
package import TrainingDisputes

/// The report of `glyphlab training trace` on the file that it wrote.
package struct TrainingFileReport: Sendable {
    /// The content of the file.
    package enum Content: Sendable {
        case trace(TrainingTraceFile)
        case record(StepRecord)
    }

    private let content: Content
    private let path: String
    private let byteCount: Int
    /// The planted fault; nil where there is none.
    private let fault: TrainingFault?

    package init(_ content: Content, path: String, byteCount: Int, fault: TrainingFault?) {
        self.content = content
        self.path = path
        self.byteCount = byteCount
        self.fault = fault
    }

    private var run: TrainingRunFacts {
        switch content {
        case .trace(let trace): trace.run
        case .record(let record): record.run
        }
    }

    package var text: String {
        var table = TextTable()
        table.add("file", path)
        table.add("run", TrainingWords.run(run))
        table.add("seed", run.seed.text)
        table.add("data", run.chunk.text)
        table.add("start", run.start.text)
        if let fault {
            table.add("planted", "step \(fault.step): \(fault.words(run.plan))")
        }
        switch content {
        case .trace(let trace):
            table.add("end", trace.weightHashes[trace.weightHashes.count - 1].text)
            table.add("trace", trace.trace.digest.text)
        case .record(let record):
            table.add("step", "\(record.step) (0 to \(run.plan.stepCount - 1))")
            table.add("before", record.before.text)
            table.add("after", record.after.text)
            table.add(
                "tensors",
                "\(record.digests.count), \(record.values == nil ? "digests" : "elements")")
        }
        table.add("size", ReportText.count(byteCount, "byte"))
        return table.text
    }

    package var json: JSONValue {
        var members = [
            JSONMember("file", .string(path)), JSONMember("seed", .string(run.seed.text)),
            JSONMember("chunk", .string(run.chunk.text)),
            JSONMember("steps", .integer(run.plan.stepCount)),
            JSONMember("start", .string(run.start.text)),
            JSONMember("planted", fault.map { .string($0.words(run.plan)) } ?? .null),
            JSONMember("planted_step", fault.map { .integer($0.step) } ?? .null),
        ]
        switch content {
        case .trace(let trace):
            members += [
                JSONMember(
                    "end", .string(trace.weightHashes[trace.weightHashes.count - 1].text)),
                JSONMember("trace", .string(trace.trace.digest.text)),
            ]
        case .record(let record):
            members += [
                JSONMember("step", .integer(record.step)),
                JSONMember("before", .string(record.before.text)),
                JSONMember("after", .string(record.after.text)),
            ]
        }
        return .object(members + [JSONMember("bytes", .integer(byteCount))])
    }
}

/// Words about training runs that several reports use.
enum TrainingWords {
    static func run(_ run: TrainingRunFacts) -> String {
        let plan = run.plan
        return "\(plan.shape), batch \(plan.batchCount), rate 2^-\(plan.rateShift), "
            + ReportText.count(plan.stepCount, "step")
    }

    static func index(_ index: [Int]) -> String {
        "[\(index.map(String.init).joined(separator: ", "))]"
    }
}
