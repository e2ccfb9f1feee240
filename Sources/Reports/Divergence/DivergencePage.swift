internal import Disputes
internal import Mustache
internal import Traces
internal import Trials

/// Comparisons as an HTML page that stands alone: the verdict, the picture, both runs side by side,
/// what differs at the place, and what to run next. No script, nothing from elsewhere.
package enum DivergencePage {
    private static let groupCountMax = 100
    private static let groupPromptCountMax = 200

    /// **Precondition:** one comparison at least.
    package static func html(_ all: [ComparedTraces], _ provenance: Provenance) -> String {
        let worst = ComparedTraces.worst(of: all)
        return template.render(
            [
                "title": DivergenceTitle.text(worst),
                "comparisons": all.map { values($0, isOnly: all.count == 1) },
                "program": provenance.program.text, "startedAt": provenance.startedAt,
                "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            ] as [String: Any])
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: DivergencePageTemplate.text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()

    private static func values(_ compared: ComparedTraces, isOnly: Bool) -> [String: Any] {
        let comparison = compared.comparison
        let rows = DivergenceText.runRows(compared)
        return [
            "state": state(comparison.verdict), "headline": DivergenceTitle.text(compared),
            "files": isOnly ? [] : [["left": compared.names[0], "right": compared.names[1]]],
            "explanation": comparison.explanation, "notes": comparison.notes,
            "pictures": pictures(compared),
            "runs": rows.map { row -> [String: Any] in
                [
                    "name": row.name, "left": row.values[0], "right": row.values[1],
                    "isOther": row.values[0] != row.values[1],
                ]
            },
            "hasProofs": compared.holdsProofs, "proofs": comparison.proofs.rawValue,
            "place": place(compared), "element": element(comparison),
            "hasRoots": !comparison.roots.isEmpty, "roots": roots(comparison),
            "next": (comparison.next ?? []).enumerated().map { side, command in
                ["side": side == 0 ? "left" : "right", "command": command]
            },
            "hasNext": comparison.next != nil,
        ]
    }

    /// The picture in its two forms; empty where no operations were compared.
    private static func pictures(_ compared: ComparedTraces) -> [[String: String]] {
        guard !compared.comparison.schedule.isEmpty, compared.shownPrompt != nil else { return [] }
        return [
            [
                "wide": DivergenceDrawing.svg(compared, .wide),
                "narrow": DivergenceDrawing.svg(compared, .narrow),
            ]
        ]
    }

    private static func state(_ verdict: ComparisonVerdict) -> String {
        switch verdict {
        case .match: PageIcons.name(.held)
        case .inconclusive: PageIcons.name(.inconclusive)
        case .root, .propagated, .schedule, .weights, .input, .config: PageIcons.name(.broken)
        }
    }

    // MARK: The place

    /// The prompt of the first difference; empty without a difference.
    private static func place(_ compared: ComparedTraces) -> [[String: Any]] {
        let comparison = compared.comparison
        guard let prompt = comparison.prompt else { return [] }
        let tokens = comparison.token.map { token -> String in
            let ids = token.ids.map { $0.map { "\($0)" } ?? "none" }
            return "\(token.position): \(ids[0]) on the left, \(ids[1]) on the right"
        }
        return [
            [
                "number": "\(prompt.place)", "salt": prompt.salt,
                "prompt": ReportText.cut(prompt.prompt, scalarCountMax: 2000),
                "tokens": "\(prompt.tokenCount)",
                "token": tokens.map { [["text": $0]] } ?? [],
                "digests": DivergenceText.digestRows(compared, prompt).map { row in
                    [
                        "word": row.word, "name": row.name,
                        "left": row.digests[0] ?? "not computed",
                        "right": row.digests[1] ?? "not computed", "state": row.state,
                    ]
                },
            ]
        ]
    }

    private static func element(_ comparison: Comparison) -> [[String: Any]] {
        guard let element = comparison.element else { return [] }
        return [
            [
                "counts": "\(DecimalText.grouped(element.differingCount)) of "
                    + "\(ReportText.count(element.elementCount, "element")) "
                    + (element.differingCount == 1 ? "differs" : "differ"),
                "rows": DivergenceText.elementRows(comparison).map { row -> [String: Any] in
                    [
                        "index": ComparedTraces.text(row.index), "left": "\(row.values[0])",
                        "right": "\(row.values[1])",
                        "difference": row.difference == 0
                            ? "" : DivergenceText.signed(row.difference),
                        "isFirst": row.isFirst, "differs": row.difference != 0,
                    ]
                },
            ]
        ]
    }

    private static func roots(_ comparison: Comparison) -> [[String: String]] {
        comparison.roots.prefix(groupCountMax).map { group in
            [
                "operation": group.operation, "count": "\(group.prompts.count)",
                "prompts": DivergenceText.numbers(
                    group.prompts, countMax: groupPromptCountMax),
            ]
        }
    }
}
