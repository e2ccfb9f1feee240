package import Benchmarks
package import Encodings

/// The report of measurements, in tables, as JSON and as charts.
package struct BenchReport: Sendable {
    package let peaks: [BenchmarkPeak]
    package let points: [BenchmarkPoint]
    package let skipped: [SkippedMeasurement]
    package let threadCount: Int
    package let provenance: Provenance

    package init(
        peaks: [BenchmarkPeak], points: [BenchmarkPoint], skipped: [SkippedMeasurement],
        threadCount: Int, provenance: Provenance
    ) {
        self.peaks = peaks
        self.points = points
        self.skipped = skipped
        self.threadCount = threadCount
        self.provenance = provenance
    }

    /// Whether every way of doing the same work had the same digest.
    package var isConsistent: Bool {
        var digests: [String: String] = [:]  // looked up, never iterated
        return points.allSatisfy { point in
            let digest = digests[Self.work(point), default: point.digest]
            digests[Self.work(point)] = digest
            return digest == point.digest
        }
    }

    /// A key for the weights and prompts of a point, the same for every way of proving them.
    private static func work(_ point: BenchmarkPoint) -> String {
        let prompts =
            switch point.series {
            case .backends, .threads, .models: "receipt"
            case .length: "length \(point.tokenCount)"
            case .coldStart, .cachedStart: "first proof"
            default: point.series.rawValue
            }
        return "\(point.integerWeightsHash) \(prompts)"
    }

    private func points(_ series: BenchmarkPoint.Series) -> [BenchmarkPoint] {
        points.filter { $0.series == series }
    }

    private func peak(_ name: String, _ threadCount: Int) -> BenchmarkPeak? {
        peaks.first { $0.name == name && $0.threadCount == threadCount }
    }

    // MARK: Numbers

    private static func proofsPerSecond(_ point: BenchmarkPoint) -> String {
        DecimalText.perSecond(point.promptCount, nanoseconds: point.nanoseconds)
    }

    /// Billions a second.
    private static func giga(_ count: Int, _ nanoseconds: Int) -> String {
        DecimalText.ratio(count, nanoseconds)
    }

    /// The share of this run's peak that the limb products were made at.
    private func share(_ point: BenchmarkPoint) -> String {
        // The peak of plain C depends on the compiler, so no share of it is shown.
        guard point.backend != "portable", let peak = peak(point.backend, point.threadCount)
        else { return "–" }
        let made = Int128(point.limbProductCount) * Int128(peak.nanoseconds) * 100
        let could = Int128(peak.count) * Int128(point.nanoseconds)
        return "\(made / could) %"
    }

    /// How many times as fast as another point of the same work.
    private static func times(_ point: BenchmarkPoint, _ other: BenchmarkPoint?) -> String {
        guard let other else { return "–" }
        let left = Int128(other.nanoseconds) * Int128(point.promptCount)
        let right = Int128(point.nanoseconds) * Int128(other.promptCount)
        return DecimalText.ratio(Int(left >> 8), Int(right >> 8))
    }

    // MARK: In tables

    package var title: String {
        "\(points.first?.model ?? "no model"), \(threadCount) thread\(threadCount == 1 ? "" : "s")"
    }

    package var text: String {
        [
            peaksText, backendsText, lengthsText, threadsText, modelsText,
            miningText(.mining), miningText(.lastWord), miningText(.oneWord), coldStartText,
            skippedText,
            "  of peak: products of limbs in linear layers, over the whole time\n",
            isConsistent ? "" : "  THE SAME WORK HAD DIFFERENT RESULTS: see the digests\n",
        ].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The measurements that were left out, with the reasons.
    private var skippedText: String {
        var table = TextTable()
        for measurement in skipped {
            table.add(
                "skipped: \(measurement.model), \(measurement.name)", measurement.reason)
        }
        return table.text
    }

    private var peaksText: String {
        var table = ColumnTable(titles: ["threads", "peak of this run"])
        for peak in peaks {
            let unit = peak.name == "memory" ? "GB/s read" : "G products/s"
            table.add(
                peak.name,
                ["\(peak.threadCount)", "\(Self.giga(peak.count, peak.nanoseconds)) \(unit)"])
        }
        return table.text
    }

    private var backendsText: String {
        guard !points(.backends).isEmpty else { return "" }
        var table = ColumnTable(titles: [
            "batch", "proofs/s", "tokens/s", "Gmac/s", "limb products a mac", "of peak",
            "× openblas backend", "slowest/fastest", "memory", "digest",
        ])
        for point in points(.backends) {
            let yardstick = points(.backends).first {
                $0.backend == "openblas" && $0.batchPromptCount == point.batchPromptCount
            }
            table.add(
                point.backend,
                [
                    "\(point.batchPromptCount)", Self.proofsPerSecond(point),
                    DecimalText.perSecond(point.tokenCount, nanoseconds: point.nanoseconds),
                    Self.giga(point.multiplyAddCount, point.nanoseconds),
                    DecimalText.ratio(point.limbProductCount, point.multiplyAddCount),
                    share(point), Self.times(point, yardstick),
                    DecimalText.ratio(point.nanosecondsSlowest, point.nanoseconds),
                    point.memoryBytesPeak.map(DecimalText.mebibytes) ?? "–",
                    String(point.digest.prefix(8)),
                ])
        }
        return table.text
    }

    private var lengthsText: String {
        guard !points(.length).isEmpty else { return "" }
        var table = ColumnTable(titles: ["tokens", "ms", "tokens/s", "Gmac/s", "of peak"])
        for point in points(.length) {
            table.add(
                "one prompt",
                [
                    "\(point.tokenCount)", DecimalText.ratio(point.nanoseconds, 1_000_000),
                    DecimalText.perSecond(point.tokenCount, nanoseconds: point.nanoseconds),
                    Self.giga(point.multiplyAddCount, point.nanoseconds), share(point),
                ])
        }
        return table.text
    }

    private var threadsText: String {
        guard !points(.threads).isEmpty else { return "" }
        var table = ColumnTable(titles: ["proofs/s", "× one thread", "of peak"])
        let first = points(.threads).first
        for point in points(.threads) {
            table.add(
                point.threadCount == 1 ? "1 thread" : "\(point.threadCount) threads",
                [Self.proofsPerSecond(point), Self.times(point, first), share(point)])
        }
        return table.text
    }

    private var modelsText: String {
        guard !points(.models).isEmpty else { return "" }
        var table = ColumnTable(titles: ["Mmac a proof", "proofs/s", "Gmac/s", "of peak"])
        for point in points(.models) {
            table.add(
                point.model,
                [
                    DecimalText.grouped(point.multiplyAddCount / point.promptCount / 1_000_000),
                    Self.proofsPerSecond(point),
                    Self.giga(point.multiplyAddCount, point.nanoseconds), share(point),
                ])
        }
        return table.text
    }

    private static func shortcuts(_ point: BenchmarkPoint) -> String {
        switch (point.sharesPrefixes, point.stopsEarly) {
        case (false, false): "in full"
        case (true, false): "prefixes shared"
        case (false, true): "stopped early"
        case (true, true): "both"
        }
    }

    private func miningText(_ series: BenchmarkPoint.Series) -> String {
        let title =
            switch series {
            case .lastWord: "last word only"
            case .oneWord: "one word"
            default: "6 to 16 words"
            }
        var table = ColumnTable(titles: ["attempts/s", "× in full", "Mmac an attempt", "digest"])
        let first = points(series).first
        for point in points(series) {
            table.add(
                "\(title), \(Self.shortcuts(point))",
                [
                    Self.proofsPerSecond(point), Self.times(point, first),
                    DecimalText.ratio(point.multiplyAddCount, point.promptCount * 1_000_000),
                    String(point.digest.prefix(8)),
                ])
        }
        return points(series).isEmpty ? "" : table.text
    }

    private var coldStartText: String {
        guard !points(.coldStart).isEmpty else { return "" }
        var table = ColumnTable(titles: [
            "start to end with one proof", "slowest", "memory", "× its weights in 16 bits",
        ])
        for point in points where [.coldStart, .cachedStart].contains(point.series) {
            let source = point.series == .coldStart ? "its own files" : "its integers' cache"
            table.add(
                "\(point.model), from \(source)",
                [
                    DecimalText.ratio(point.nanoseconds, 1_000_000) + " ms",
                    DecimalText.ratio(point.nanosecondsSlowest, 1_000_000) + " ms",
                    point.memoryBytesPeak.map(DecimalText.mebibytes) ?? "–",
                    point.memoryBytesPeak.map {
                        DecimalText.ratio($0, point.weightsBytes16Bits)
                    } ?? "–",
                ])
        }
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("threads", .integer(threadCount)),
            JSONMember("consistent", .boolean(isConsistent)),
            JSONMember(
                "peaks",
                .array(
                    peaks.map { peak in
                        .object([
                            JSONMember("name", .string(peak.name)),
                            JSONMember("threads", .integer(peak.threadCount)),
                            JSONMember("count", .integer(peak.count)),
                            JSONMember("nanoseconds", .integer(peak.nanoseconds)),
                        ])
                    })),
            JSONMember("points", .array(points.map(Self.json))),
            JSONMember(
                "skipped",
                .array(
                    skipped.map { measurement in
                        .object([
                            JSONMember("model", .string(measurement.model)),
                            JSONMember("measurement", .string(measurement.name)),
                            JSONMember("reason", .string(measurement.reason)),
                        ])
                    })),
            JSONMember("provenance", provenance.json),
        ])
    }

    private static func json(_ point: BenchmarkPoint) -> JSONValue {
        .object([
            JSONMember("series", .string(point.series.rawValue)),
            JSONMember("model", .string(point.model)),
            JSONMember("integer_weights_hash", .string(point.integerWeightsHash)),
            JSONMember("weights_bytes_in_16_bits", .integer(point.weightsBytes16Bits)),
            JSONMember("backend", .string(point.backend)),
            JSONMember("threads", .integer(point.threadCount)),
            JSONMember("batch", .integer(point.batchPromptCount)),
            JSONMember("shares_prefixes", .boolean(point.sharesPrefixes)),
            JSONMember("stops_early", .boolean(point.stopsEarly)),
            JSONMember("prompts", .integer(point.promptCount)),
            JSONMember("tokens", .integer(point.tokenCount)),
            JSONMember("multiply_adds", .integer(point.multiplyAddCount)),
            JSONMember("limb_products", .integer(point.limbProductCount)),
            JSONMember("nanoseconds", .integer(point.nanoseconds)),
            JSONMember("nanoseconds_slowest", .integer(point.nanosecondsSlowest)),
            JSONMember("memory_peak_bytes", point.memoryBytesPeak.map(JSONValue.integer) ?? .null),
            JSONMember("digest", .string(point.digest)),
        ])
    }

    // MARK: As charts

    package var panels: [ChartPanel] {
        var panels = [backendsPanel]
        panels.append(
            Self.panel(
                "one prompt alone: tokens/s by length", points(.length),
                category: { "\($0.tokenCount)" }, count: \.tokenCount))
        panels.append(
            Self.panel(
                "proofs/s by threads", points(.threads), category: { "\($0.threadCount)" },
                count: \.promptCount))
        panels.append(
            Self.panel(
                "proofs/s by model", points(.models), category: \.model, count: \.promptCount))
        for (series, title) in [
            (BenchmarkPoint.Series.mining, "mining attempts/s, 6 to 16 words"),
            (.lastWord, "attempts/s, last word only"), (.oneWord, "attempts/s, one word"),
        ] {
            panels.append(
                Self.panel(
                    title, points(series), category: Self.shortcuts, count: \.promptCount))
        }
        return panels.filter { !$0.categories.isEmpty }
    }

    private var backendsPanel: ChartPanel {
        let all = points(.backends)
        var names: [String] = []
        for point in all where !names.contains(point.backend) { names.append(point.backend) }
        var batches: [Int] = []
        for point in all where !batches.contains(point.batchPromptCount) {
            batches.append(point.batchPromptCount)
        }
        return ChartPanel(
            title: "receipt: proofs/s by batch", categories: batches.map { "batch \($0)" },
            series: names.map { name in
                ChartPanel.Series(
                    name: name,
                    hundredths: batches.map { batch in
                        all.first { $0.backend == name && $0.batchPromptCount == batch }
                            .map { Self.hundredthsPerSecond($0.promptCount, $0) } ?? 0
                    })
            })
    }

    private static func panel(
        _ title: String, _ points: [BenchmarkPoint], category: (BenchmarkPoint) -> String,
        count: (BenchmarkPoint) -> Int
    ) -> ChartPanel {
        ChartPanel(
            title: title, categories: points.map(category),
            series: [
                ChartPanel.Series(
                    name: points.first?.backend ?? "",
                    hundredths: points.map { hundredthsPerSecond(count($0), $0) })
            ])
    }

    private static func hundredthsPerSecond(_ count: Int, _ point: BenchmarkPoint) -> Int {
        Int(Int128(count) * 100_000_000_000 / Int128(max(point.nanoseconds, 1)))
    }
}
