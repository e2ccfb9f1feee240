package import Benchmarks
package import Encodings

/// Other engines beside this one, in tables, as JSON and as a picture.
package struct PeerBenchReport: Sendable {
    private let results: PeerResults
    private let model: String
    private let threadCount: Int
    private let provenance: Provenance

    /// **Precondition:** every engine has its rounds in each column.
    package init(
        _ results: PeerResults, model: String, threadCount: Int, provenance: Provenance
    ) {
        self.results = results
        self.model = model
        self.threadCount = threadCount
        self.provenance = provenance
    }

    private var all: [PeerRounds] { [results.ours, results.receipt] + results.peers }

    // MARK: Numbers

    /// The least, the median and the most; of an even count the lower one of the middle.
    struct Spread: Equatable {
        let least: Int
        let median: Int
        let most: Int

        /// **Precondition:** one value at least.
        init(_ values: [Int]) {
            let sorted = values.sorted()
            (least, most) = (sorted[0], sorted[sorted.count - 1])
            median = sorted[(sorted.count - 1) / 2]
        }

        /// "1.20 / 1.25 / 1.31", of ten-thousandths.
        var text: String {
            [least, median, most].map { DecimalText.ratio($0, PeerBenchReport.unit) }
                .joined(separator: " / ")
        }
    }

    private static let unit = 10_000

    /// A quotient in ten-thousandths.
    private static func quotient(_ numerator: Int, _ denominator: Int) -> Int {
        Int(Int128(numerator) * Int128(unit) / Int128(max(denominator, 1)))
    }

    /// Prompts a second, in ten-thousandths.
    private func speed(_ column: PeerRounds.Column) -> Spread {
        Spread(
            column.nanoseconds.map { Self.quotient(results.promptCount * 1_000_000_000, $0) })
    }

    /// How many times as fast as an engine another one is, in ten-thousandths, round by round.
    private static func times(
        _ other: PeerRounds.Column, than column: PeerRounds.Column
    ) -> Spread {
        Spread(zip(column.nanoseconds, other.nanoseconds).map { quotient($0, $1) })
    }

    // MARK: In tables

    package var title: String {
        "\(model), \(threadCount) thread\(threadCount == 1 ? "" : "s"), "
            + "\(DecimalText.grouped(results.promptCount)) prompts, "
            + "\(DecimalText.grouped(results.tokenCount)) tokens, "
            + "\(results.ours.columns[0].nanoseconds.count) rounds in turns"
    }

    private static func title(_ column: PeerRounds.Column) -> String {
        column.batchPromptCount == 1
            ? "one prompt at a time" : "batches of \(column.batchPromptCount)"
    }

    package var text: String {
        (["\(title)\n"] + results.ours.columns.indices.map(columnText)
            + [enginesText, absentText, Self.legend])
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    private static let legend = """
          each a / b / c: the least, the median and the most of the rounds; × are ratios within a \
        round
          GlyphLab: all threads work on one batch, as the other engines' do; receipt: each thread \
        works on batches of its own
          exact: every integer is the protocol's, and so is every proof; the others' rows are \
        rounded for a proof
          largest error: of a probability of attention; same bits: in every round, and in batches \
        of every size
          batches: prompts of unequal lengths are filled with zeros on the right, under a causal \
        mask; GlyphLab fills nothing, and CTranslate2 is given them as they are

        """

    private func columnText(_ index: Int) -> String {
        var table = ColumnTable(
            corner: Self.title(results.ours.columns[index]),
            titles: ["exact", "prompts/s", "GlyphLab is ×", "its receipt is ×"])
        for rounds in all {
            let column = rounds.columns[index]
            table.add(
                rounds.engine.title,
                [
                    Self.answer(rounds.engine.isExact), speed(column).text,
                    Self.times(results.ours.columns[index], than: column).text,
                    Self.times(results.receipt.columns[index], than: column).text,
                ])
        }
        return table.text
    }

    /// The number of equal proofs, the distance and the repetition are those of the last column.
    private var enginesText: String {
        var table = ColumnTable(
            corner: "engine",
            titles: [
                "version", "equal proofs", "largest error", "same bits: rounds", "batches",
                "computes",
            ])
        for rounds in all {
            let engine = rounds.engine
            let last = rounds.columns[rounds.columns.count - 1]
            table.add(
                engine.title,
                [
                    engine.version,
                    last.equalProofCount.map { "\($0) of \(results.promptCount)" } ?? "–",
                    last.furthestMillionths.map(Self.millionths) ?? "–",
                    Self.answer(rounds.columns.allSatisfy(\.isRepeated)),
                    rounds.columns.count > 1 && last.equalProofCount != nil
                        ? Self.answer(rounds.columns.allSatisfy { $0.digests == last.digests })
                        : "–",
                    engine.work + (rounds.note.isEmpty ? "" : "; " + rounds.note),
                ])
        }
        return table.text
    }

    private static func answer(_ holds: Bool) -> String { holds ? "yes" : "no" }

    /// "0.002875".
    private static func millionths(_ value: Int) -> String {
        let digits = String(value % 1_000_000)
        return "\(value / 1_000_000)." + String(repeating: "0", count: 6 - digits.count) + digits
    }

    private var absentText: String {
        var table = TextTable()
        for (engine, reason) in results.missing { table.add("not there: \(engine)", reason) }
        for failure in results.failures { table.add("failed: \(failure.engine)", failure.reason) }
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model)), JSONMember("threads", .integer(threadCount)),
            JSONMember("prompts", .integer(results.promptCount)),
            JSONMember("tokens", .integer(results.tokenCount)),
            JSONMember("engines", .array(all.map(json))),
            JSONMember(
                "missing",
                .array(
                    results.missing.map {
                        Self.object($0.engine, [JSONMember("reason", .string($0.reason))])
                    })),
            JSONMember(
                "failed",
                .array(
                    results.failures.map {
                        Self.object(
                            $0.engine,
                            [
                                JSONMember("reason", .string($0.reason)),
                                JSONMember("wrong_result", .boolean($0.isWrongResult)),
                            ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func object(_ engine: String, _ members: [JSONMember]) -> JSONValue {
        .object([JSONMember("engine", .string(engine))] + members)
    }

    private func json(_ rounds: PeerRounds) -> JSONValue {
        let engine = rounds.engine
        return Self.object(
            engine.name,
            [
                JSONMember("title", .string(engine.title)),
                JSONMember("version", .string(engine.version)),
                JSONMember("exact", .boolean(engine.isExact)),
                JSONMember("computes", .string(engine.work)),
                JSONMember("pads", .string(engine.padding)),
                JSONMember("note", .string(rounds.note)),
                JSONMember(
                    "columns",
                    .array(rounds.columns.indices.map { json(rounds.columns[$0], $0) })),
            ])
    }

    private func json(_ column: PeerRounds.Column, _ index: Int) -> JSONValue {
        func spread(_ spread: Spread) -> JSONValue {
            .array(
                [spread.least, spread.median, spread.most].map {
                    .string(DecimalText.ratio($0, Self.unit))
                })
        }
        return .object([
            JSONMember("batch", .integer(column.batchPromptCount)),
            JSONMember("nanoseconds", .array(column.nanoseconds.map(JSONValue.integer))),
            JSONMember("prompts_per_second", spread(speed(column))),
            JSONMember(
                "times_by_glyphlab", spread(Self.times(results.ours.columns[index], than: column))),
            JSONMember(
                "times_by_receipt",
                spread(Self.times(results.receipt.columns[index], than: column))),
            JSONMember("equal_proofs", column.equalProofCount.map(JSONValue.integer) ?? .null),
            JSONMember(
                "furthest_millionths", column.furthestMillionths.map(JSONValue.integer) ?? .null),
            JSONMember("same_bits", .boolean(column.isRepeated)),
            JSONMember("digest", .string(column.digests[column.digests.count - 1])),
        ])
    }

    // MARK: As a picture

    package var svg: String {
        PeerDrawing.svg(
            title: title,
            panels: results.ours.columns.indices.map { index in
                PeerDrawing.Panel(
                    title: Self.title(results.ours.columns[index]) + ": prompts/s",
                    bars: all.map { rounds in
                        let speed = speed(rounds.columns[index])
                        return PeerDrawing.Bar(
                            name: rounds.engine.title, isExact: rounds.engine.isExact,
                            least: speed.least, median: speed.median, most: speed.most,
                            text: DecimalText.ratio(speed.median, Self.unit))
                    })
            })
    }
}
