internal import Cryptography
package import Encodings
package import Training

/// A classifier that learned drawn digits: its curves, its hashes, and its golden beside them.
package struct LearnReport: Sendable {
    /// A golden and where it lies.
    package struct Expected: Sendable {
        package let golden: DigitGolden
        package let file: String

        package init(golden: DigitGolden, file: String) {
            self.golden = golden
            self.file = file
        }
    }

    let training: DigitTraining
    let epochs: [DigitTraining.Epoch]
    let found: DigitGolden
    let answers: [Int]
    private let expected: Expected?
    private let recordedAs: String?
    private let backend: String
    private let threadCount: Int
    private let nanoseconds: Int
    private let provenance: Provenance

    /// - Parameters:
    ///   - expected: nil where there is no golden of these settings.
    ///   - recordedAs: the file that the run is recorded in as a golden; nil for none.
    ///   - nanoseconds: of the training, with the evaluation after each epoch.
    package init(
        training: DigitTraining, history: TrainingHistory, epochs: [DigitTraining.Epoch],
        expected: Expected?, recordedAs: String?, backend: String, threadCount: Int,
        nanoseconds: Int, provenance: Provenance
    ) {
        self.training = training
        self.epochs = epochs
        found = DigitGolden(training, history, epochs)
        answers = history.end.answers(
            on: training.heldOut, samples: 0..<training.heldOut.sampleCount)
        self.expected = expected
        self.recordedAs = recordedAs
        self.backend = backend
        self.threadCount = threadCount
        self.nanoseconds = nanoseconds
        self.provenance = provenance
    }

    package var goldenText: String { found.json.prettyText + "\n" }

    /// The names of the facts in which the golden differs; nil where there is none.
    package var differences: [String]? {
        guard let golden = expected?.golden else { return nil }
        return zip(found.facts, golden.facts).filter { !$0.value.utf8.elementsEqual($1.value.utf8) }
            .map(\.0.name)
    }

    // MARK: As text

    var title: String {
        let shape = training.run.plan.shape
        let chunk = training.run.chunk
        return "\(shape.classCount) digits, \(DecimalText.grouped(chunk.sampleCount)) drawn to "
            + "train on and \(training.heldOut.sampleCount) held out; \(shape.inputCount) inputs, "
            + "\(shape.hiddenCount) hidden units, batches of \(training.run.plan.batchCount)"
    }

    package func text(_ style: TextStyle) -> String {
        [
            title + "\n", LearnPictures.text(training.run.chunk), epochsText(style),
            factsText(style),
        ].joined(separator: "\n")
    }

    private static let barWidth = 24
    private static let shownEpochCountMax = 40

    /// All epochs or, of many, the first, every so many, and the last.
    private var shownEpochs: [DigitTraining.Epoch] {
        let stride = (epochs.count + Self.shownEpochCountMax - 1) / Self.shownEpochCountMax
        return epochs.enumerated().filter {
            $0.offset.isMultiple(of: max(stride, 1)) || $0.offset == epochs.count - 1
        }.map(\.element)
    }

    private func epochsText(_ style: TextStyle) -> String {
        var lines = [
            "   steps    loss in bits         right\n"
                + "         training  held out   training  held out\n"
        ]
        for epoch in shownEpochs {
            let steps = Self.padded("\(epoch.stepCount)", 8)
            let losses = [epoch.training, epoch.heldOut].map {
                Self.padded(Self.bits($0), 10)
            }.joined()
            let rights = [epoch.training, epoch.heldOut].map {
                Self.padded(Self.percent($0), 10)
            }.joined()
            let bar = Self.bar(
                epoch.heldOut.correctCount, of: epoch.heldOut.sampleCount, Self.barWidth)
            lines.append(
                "\(steps)\(losses) \(rights)  \(style.text(bar, .good))\n")
        }
        return lines.joined()
    }

    private func factsText(_ style: TextStyle) -> String {
        var table = TextTable()
        table.add("weights before", found.startHash.text)
        table.add("after \(training.settings.stepCount) steps", found.endHash.text)
        table.add("trace", found.traceDigest.text)
        table.add(
            "speed",
            "\(DecimalText.perSecond(training.settings.stepCount, nanoseconds: nanoseconds)) "
                + "steps a second, by \(backend) on \(threadCount) "
                + "thread\(threadCount == 1 ? "" : "s"), evaluations in between")
        table.add("golden", goldenLine(style))
        return table.text
    }

    private func goldenLine(_ style: TextStyle) -> String {
        if let recordedAs { return "recorded as \(recordedAs)" }
        guard let expected, let differences else {
            return style.text("none of these settings: nothing was compared", .doubtful)
        }
        guard !differences.isEmpty else {
            return style.text("equal", .good) + " to \(expected.file)"
        }
        return style.text("differs", .bad) + " from \(expected.file) in "
            + differences.joined(separator: ", ")
    }

    /// Mean loss in bits, two decimals.
    static func bits(_ evaluation: TrainingEvaluation) -> String {
        DecimalText.ratio(Int(evaluation.loss), evaluation.sampleCount << 16)
    }

    /// "91.0 %".
    static func percent(_ evaluation: TrainingEvaluation) -> String {
        let thousandths = evaluation.correctCount * 1_000 / max(evaluation.sampleCount, 1)
        return "\(thousandths / 10).\(thousandths % 10) %"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(width - text.count, 0)) + text
    }

    /// A bar of full and partial blocks.
    static func bar(_ value: Int, of total: Int, _ width: Int) -> String {
        let eighths = value * width * 8 / max(total, 1)
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("run", found.json),
            JSONMember("backend", .string(backend)), JSONMember("threads", .integer(threadCount)),
            JSONMember("nanoseconds", .integer(nanoseconds)),
            JSONMember("epochs", .array(epochs.map(Self.json))),
            JSONMember(
                "golden",
                expected.map { expected in
                    .object([
                        JSONMember("file", .string(expected.file)),
                        JSONMember("equal", .boolean(differences?.isEmpty == true)),
                        JSONMember(
                            "differs_in", .array((differences ?? []).map { .string($0) })),
                    ])
                } ?? .null),
            JSONMember("recorded_as", recordedAs.map { .string($0) } ?? .null),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func json(_ epoch: DigitTraining.Epoch) -> JSONValue {
        func part(_ evaluation: TrainingEvaluation) -> JSONValue {
            .object([
                JSONMember("samples", .integer(evaluation.sampleCount)),
                JSONMember("correct", .integer(evaluation.correctCount)),
                JSONMember("loss_q16", .integer(Int(evaluation.loss))),
            ])
        }
        return .object([
            JSONMember("steps", .integer(epoch.stepCount)),
            JSONMember("training", part(epoch.training)),
            JSONMember("held_out", part(epoch.heldOut)),
        ])
    }
}
