package import Auditing
package import Encodings
internal import Fingerprints
internal import Inference
internal import Proving
internal import Tensors

/// The audit of a model, in columns, as JSON and as a picture.
package struct AuditReport: Sendable {
    package let model: ReportedModel
    package let audit: ModelAudit

    package init(model: ReportedModel, audit: ModelAudit) {
        self.model = model
        self.audit = audit
    }

    package var name: String { model.name }

    private var shapeText: String {
        let shape = model.shape
        let layers = shape.layerCount == 1 ? "1 layer" : "\(shape.layerCount) layers"
        return "\(layers) of \(shape.headCount) heads"
    }

    private static func percent(_ q16: Int) -> String {
        ModelAudit.percent(ModelAudit.perMille(q16))
    }

    // MARK: In columns

    package static func text(_ reports: [AuditReport]) -> String {
        var table = ColumnTable(titles: reports.map(\.name))
        func add(_ name: String, _ value: (AuditReport) -> String) {
            table.add(name, reports.map(value))
        }
        add("shape", \.shapeText)
        add("parameters") { DecimalText.grouped($0.model.shape.parameterCount) }
        add("weights hash") { String($0.model.integerWeightsHash.prefix(16)) }
        add("prompts, tokens") {
            "\($0.audit.settings.promptCount), \(DecimalText.grouped($0.audit.cost.tokenCount))"
                + ($0.audit.cutPromptCount > 0 ? ", \($0.audit.cutPromptCount) cut" : "")
        }
        add("backend, threads") {
            "\($0.audit.runs[0].backend), \($0.audit.runs[0].threadCount)"
        }
        add("rows digest") { String($0.audit.runs[0].digest.prefix(16)) }
        add("runs alike") { report in
            let alike = report.audit.runs.count { report.audit.differingPrompts($0).isEmpty }
            return "\(alike) of \(report.audit.runs.count)" + report.referenceText
        }
        add("different fingerprints") {
            "\($0.audit.space.distinctCount) of \($0.audit.space.sampleCount)"
        }
        add("fingerprint space") {
            $0.audit.space.estimate.map { "about " + DecimalText.grouped($0) }
                ?? "no collision in \(DecimalText.grouped($0.audit.space.pairCount)) pairs"
        }
        add("multiply-adds a prompt") {
            DecimalText.grouped($0.audit.cost.multiplyAddCount / $0.audit.settings.promptCount)
        }
        add("of them needed") { percent($0.audit.cost.neededShareQ16) }
        add("time a prompt, one thread", \.secondsText)
        add("entropy, mean") { percent($0.audit.allHeads.entropyQ16) }
        add("entropy, heads from, to") {
            let entropies = $0.audit.heads.joined().map(\.entropyQ16)
            return "\(percent(entropies.min() ?? 0)), \(percent(entropies.max() ?? 0))"
        }
        for kind in RowKind.allCases {
            add("rows \(kind.title)") {
                "\($0.audit.allHeads[kind]) of \($0.audit.allHeads.rowCount)"
            }
        }
        add("positional share, heads from, to") {
            let shares = $0.audit.heads.joined().map(\.placeShareQ16)
            return "\(percent(shares.min() ?? 0)), \(percent(shares.max() ?? 0))"
        }
        return table.text + "\n" + criteriaText(reports)
    }

    private var referenceText: String {
        guard let reference = audit.reference else { return "" }
        let alike = reference.rowDigests.count - audit.differingPrompts(reference).count
        return ", reference \(alike) of \(reference.rowDigests.count)"
    }

    private var secondsText: String {
        DecimalText.ratio(audit.forwardNanoseconds, audit.settings.promptCount * 1_000_000) + " ms"
    }

    private static func criteriaText(_ reports: [AuditReport]) -> String {
        var table = ColumnTable(titles: reports.map(\.name) + ["asked"])
        let criteria = reports.map(\.audit.criteria)
        for (index, first) in criteria[0].enumerated() {
            let found = criteria.map { "\($0[index].holds ? "yes" : "NO ")  \($0[index].got)" }
            // The bound on heads that attend by position depends on the model's number of heads.
            let asked = Set(criteria.map { $0[index].expected })
            table.add(
                first.name.rawValue,
                found + [asked.count == 1 ? first.expected : "see --format json"])
        }
        table.add("admitted", reports.map { $0.audit.isAdmitted ? "yes" : "NO" } + [""])
        return table.text
    }

    // MARK: As JSON

    package var json: JSONValue {
        let all = audit.allHeads
        return .object([
            JSONMember("directory", .string(model.directory)),
            JSONMember("integer_weights_hash", .string(model.integerWeightsHash)),
            JSONMember("prompts", .integer(audit.settings.promptCount)),
            JSONMember("cut_prompts", .integer(audit.cutPromptCount)),
            JSONMember("tokens", .integer(audit.cost.tokenCount)),
            JSONMember("runs", .array(audit.runs.map(runJSON))),
            JSONMember("reference", audit.reference.map(runJSON) ?? .null),
            JSONMember("fingerprints", .integer(audit.space.sampleCount)),
            JSONMember("distinct_fingerprints", .integer(audit.space.distinctCount)),
            JSONMember("fingerprint_pairs", .integer(audit.space.pairCount)),
            JSONMember("colliding_pairs", .integer(audit.space.collidingPairCount)),
            JSONMember(
                "space_estimate", audit.space.estimate.map(JSONValue.integer) ?? .null),
            JSONMember("multiply_adds", .integer(audit.cost.multiplyAddCount)),
            JSONMember("needed_share_q16", .integer(audit.cost.neededShareQ16)),
            JSONMember("forward_nanoseconds", .integer(audit.forwardNanoseconds)),
            JSONMember("entropy_q16", .integer(all.entropyQ16)),
            JSONMember("entropy_histogram", .array(all.entropyCounts.map(JSONValue.integer))),
            JSONMember("row_kinds", kindsJSON(all)),
            JSONMember(
                "heads",
                .array(audit.heads.map { .array($0.map(headJSON)) })),
            JSONMember("criteria", .array(audit.criteria.map(criterionJSON))),
            JSONMember("admitted", .boolean(audit.isAdmitted)),
        ])
    }

    private func runJSON(_ run: AuditRun) -> JSONValue {
        .object([
            JSONMember("backend", .string(run.backend)),
            JSONMember("threads", .integer(run.threadCount)),
            JSONMember("prompts", .integer(run.rowDigests.count)),
            JSONMember("rows_digest", .string(run.digest)),
            JSONMember(
                "differing_prompts", .array(audit.differingPrompts(run).map(JSONValue.integer))),
        ])
    }

    private func kindsJSON(_ head: HeadStatistics) -> JSONValue {
        .object(RowKind.allCases.map { JSONMember($0.rawValue, .integer(head[$0])) })
    }

    private func headJSON(_ head: HeadStatistics) -> JSONValue {
        .object([
            JSONMember("entropy_q16", .integer(head.entropyQ16)),
            JSONMember("moved_q16", .integer(head.movedQ16)),
            JSONMember("unfollowed_q16", .integer(head.unfollowedQ16)),
            JSONMember("place_share_q16", .integer(head.placeShareQ16)),
            JSONMember("row_kinds", kindsJSON(head)),
        ])
    }

    private func criterionJSON(_ criterion: AuditCriterion) -> JSONValue {
        .object([
            JSONMember("name", .string(criterion.name.rawValue)),
            JSONMember("expected", .string(criterion.expected)),
            JSONMember("got", .string(criterion.got)),
            JSONMember("holds", .boolean(criterion.holds)),
        ])
    }

    // MARK: As a picture

    var panel: AuditDrawing.Panel {
        AuditDrawing.Panel(
            title: name,
            note: "\(shapeText), \(DecimalText.grouped(model.shape.parameterCount)) parameters",
            heads: audit.heads, criteria: audit.criteria)
    }

    /// Models side by side. **Precondition:** one at least.
    package static func svg(_ reports: [AuditReport]) -> String {
        AuditDrawing.svg(reports.map(\.panel))
    }
}
