package import Auditing
package import Encodings
internal import Fingerprints
internal import Inference
internal import Proving
internal import Tensors

/// The report of how much work the best miner saves, as text and JSON.
package struct AdvantageReport: Sendable {
    private let model: ReportedModel
    private let settings: MinerAdvantageSettings
    private let published: PublishedAdvantage
    private let hardened: HardenedAdvantage

    package init(model: ReportedModel, advantage: MinerAdvantage) {
        self.model = model
        settings = advantage.settings
        published = advantage.published
        hardened = advantage.hardened
    }

    private var shape: TransformerShape { model.shape }

    private static func text(_ ratio: Ratio) -> String {
        DecimalText.ratio(ratio.numerator, ratio.denominator)
    }

    private static func percent(_ ratio: Ratio) -> String {
        DecimalText.ratio(100 * ratio.numerator, ratio.denominator) + " %"
    }

    private static func milliseconds(_ nanoseconds: Int, _ count: Int) -> String {
        DecimalText.ratio(nanoseconds, count * 1_000_000)
    }

    // MARK: In columns

    package var text: String {
        """
        \(model.name): \(shape.layerCount) layers of \(shape.headCount) heads, \
        \(model.backendName), \
        \(settings.threadCount == 1 ? "1 thread" : "\(settings.threadCount) threads")
        \(settings.attemptCount) attempts of each way, the fastest of \
        \(MinerAdvantageSettings.roundCount) rounds; all proofs are those of computing in full

        published
        \(publishedTable)\(publishedNotes)
        hardened
        \(hardenedTable)\(hardenedNotes)
        """
    }

    private var publishedTable: String {
        var table = ColumnTable(titles: [
            "batch", "layers read", "multiply-adds an attempt", "computed", "ms an attempt",
            "measured",
        ])
        for way in published.ways {
            table.add(
                Self.title(way.name),
                [
                    "\(way.batchAttemptCount)", "\(way.readLayerCount)",
                    DecimalText.grouped(way.multiplyAddCount / settings.attemptCount),
                    Self.text(published.computed(way)),
                    Self.milliseconds(way.nanoseconds, settings.attemptCount),
                    Self.text(published.measured(way)),
                ])
        }
        return table.text
    }

    private static func title(_ name: PublishedAdvantage.Way.Name) -> String {
        switch name {
        case .inFull: "honest, in full"
        case .earlyStop: "early stop"
        case .sharedPrefixes: "shared prefixes, honest prompts"
        case .lastWord: "shared prefixes, last word only"
        case .groundAddress: "ground address, early stop"
        case .together: "all together, last word only"
        }
    }

    private var publishedNotes: String {
        let search = published.addresses
        let best = search.deepestCounts[search.readLayerCount - 1]
        var text = """
              \(DecimalText.grouped(search.tryCount)) addresses tried: the deepest head that a \
            salt reads lies in layer \(Self.text(search.deepestMean)) of \(shape.layerCount) on \
            average;
              \(best) of them read nothing deeper than layer \(search.readLayerCount), the first \
            of them try \(DecimalText.grouped(search.bestTry + 1)), \(search.address)

            """
        let headCount = shape.layerCount * shape.headCount
        if headCount <= HeadSelection.headCountMax {
            text += "  every salt reads all \(headCount) heads of this model: grinding is idle\n"
        }
        return text
    }

    private var hardenedTable: String {
        let whole = Ratio(1, 1)
        let perAttempt = DecimalText.grouped(hardened.multiplyAddCount / settings.attemptCount)
        var table = ColumnTable(titles: [
            "multiply-adds an attempt", "computed", "ms an attempt", "measured",
        ])
        let milliseconds = Self.milliseconds(hardened.nanoseconds, settings.attemptCount)
        table.add(
            "honest, in full", [perAttempt, Self.text(whole), milliseconds, Self.text(whole)])
        for (title, computed, measured) in [
            ("early stop", earlyStop, nil), ("shared prefixes", hardened.sharing, nil),
            ("free hashing", whole, hardened.freeHashing),
            ("free stamps", whole, hardened.freeStamps),
            ("all together", whole, hardened.together),
        ] as [(String, Ratio, Ratio?)] {
            table.add(
                title,
                [perAttempt, Self.text(computed), "", measured.map(Self.text) ?? "not possible"])
        }
        return table.text
    }

    private var earlyStop: Ratio {
        Ratio(hardened.multiplyAddCount, hardened.neededMultiplyAddCount)
    }

    private var hardenedNotes: String {
        let count = settings.attemptCount
        return """
              early stop: the witness reads the last layer's residual at all \
            \(WitnessChallenge.tokenCount) positions; the engine's count is that of all layers
              shared prefixes: of \(DecimalText.grouped(hardened.seedCount)) seeds, \
            \(hardened.tokenPairCount) pairs have the first token in common, \
            \(hardened.sharingPairCount) also its offsets
              hashing: \(Self.percent(hardened.hashingShare)) of an attempt: challenge \
            \(Self.milliseconds(hardened.challengeNanoseconds, count)) ms, witness and \
            fingerprint \(Self.milliseconds(hardened.evidenceNanoseconds, count)) ms, digests \
            \(Self.milliseconds(hardened.digestNanoseconds, count)) ms
              stamp: \(hardened.stampBitCount) bits take \
            \(Self.milliseconds(hardened.stampNanosecondsMean, 1)) ms on average, \
            \(Self.percent(hardened.stampShare)) of the \(hardened.blockAttemptCount) attempts \
            of a block at the easiest target; the share falls as the difficulty rises
              aim of the hardened rules, for all together: at most 1.05, \
            \(hardened.meetsGoal ? "met" : "missed") in this measurement (no verdict: the exit \
            code stays 0)

            """
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("model", .string(model.name)),
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember("layers", .integer(shape.layerCount)),
            JSONMember("heads", .integer(shape.headCount)),
            JSONMember("backend", .string(model.backendName)),
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("seed", .string(settings.seed)),
            JSONMember("attempts", .integer(settings.attemptCount)),
            JSONMember("rounds", .integer(MinerAdvantageSettings.roundCount)),
            JSONMember("published", publishedJSON), JSONMember("hardened", hardenedJSON),
        ])
    }

    private var publishedJSON: JSONValue {
        let search = published.addresses
        return .object([
            JSONMember("salts_tried", .integer(search.tryCount)),
            JSONMember(
                "deepest_layer_counts", .array(search.deepestCounts.map(JSONValue.integer))),
            JSONMember("address", .string(search.address)),
            JSONMember("address_try", .integer(search.bestTry)),
            JSONMember(
                "ways",
                .array(
                    published.ways.map { way in
                        .object([
                            JSONMember("name", .string(way.name.rawValue)),
                            JSONMember("batch", .integer(way.batchAttemptCount)),
                            JSONMember("layers_read", .integer(way.readLayerCount)),
                            JSONMember("tokens", .integer(way.tokenCount)),
                            JSONMember("multiply_adds", .integer(way.multiplyAddCount)),
                            JSONMember("nanoseconds", .integer(way.nanoseconds)),
                            JSONMember(
                                "computed", .string(Self.text(published.computed(way)))),
                            JSONMember(
                                "measured", .string(Self.text(published.measured(way)))),
                        ])
                    })),
        ])
    }

    private var hardenedJSON: JSONValue {
        .object([
            JSONMember("multiply_adds", .integer(hardened.multiplyAddCount)),
            JSONMember("needed_multiply_adds", .integer(hardened.neededMultiplyAddCount)),
            JSONMember("nanoseconds", .integer(hardened.nanoseconds)),
            JSONMember("seeds", .integer(hardened.seedCount)),
            JSONMember("pairs_alike_in_token", .integer(hardened.tokenPairCount)),
            JSONMember("pairs_alike_in_input", .integer(hardened.sharingPairCount)),
            JSONMember("challenge_nanoseconds", .integer(hardened.challengeNanoseconds)),
            JSONMember("evidence_nanoseconds", .integer(hardened.evidenceNanoseconds)),
            JSONMember("digest_nanoseconds", .integer(hardened.digestNanoseconds)),
            JSONMember("stamp_bits", .integer(hardened.stampBitCount)),
            JSONMember("stamp_tries", .integer(hardened.stampTryCount)),
            JSONMember("stamp_nanoseconds", .integer(hardened.stampNanoseconds)),
            JSONMember("stamp_nanoseconds_mean", .integer(hardened.stampNanosecondsMean)),
            JSONMember("block_attempts", .integer(hardened.blockAttemptCount)),
            JSONMember("early_stop_computed", .string(Self.text(earlyStop))),
            JSONMember("shared_prefixes_computed", .string(Self.text(hardened.sharing))),
            JSONMember("free_hashing_measured", .string(Self.text(hardened.freeHashing))),
            JSONMember("free_stamps_measured", .string(Self.text(hardened.freeStamps))),
            JSONMember("together_measured", .string(Self.text(hardened.together))),
            JSONMember("meets_goal", .boolean(hardened.meetsGoal)),
        ])
    }
}
