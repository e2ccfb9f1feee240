internal import Experiments
internal import Mustache

/// Experiments as an HTML page that stands alone: for each its method, a picture, the numbers and
/// what they say. No script, nothing from elsewhere.
enum ExperimentPage {
    /// The experiments that one reason forbids.
    typealias Refusal = (experiments: [Experiment], reason: String)

    static func html(
        conditions: String, _ results: [ExperimentResult], refusals: [Refusal],
        _ provenance: Provenance
    ) -> String {
        template.render(
            [
                "conditions": conditions,
                "contents": results.map {
                    ["id": $0.experiment.rawValue, "title": $0.experiment.title]
                },
                "sections": results.map(values),
                "refusals": refusals.isEmpty ? [] : [refusals.map(refusal)],
                "program": provenance.program.text,
                "startedAt": provenance.startedAt,
                "provenance": provenance.rows.map { ["name": $0.name, "value": $0.value] },
            ] as [String: Any])
    }

    private static func refusal(_ refusal: Refusal) -> [String: String] {
        [
            "titles": refusal.experiments.map(\.title).joined(separator: ", "),
            "reason": refusal.reason,
        ]
    }

    private static func values(_ result: ExperimentResult) -> [String: Any] {
        let experiment = result.experiment
        return [
            "id": experiment.rawValue, "title": experiment.title, "method": experiment.method,
            "source": experiment.source, "seeds": result.seeds, "notes": result.notes,
            "wide": ExperimentDrawing.figure(result, isNarrow: false),
            "narrow": ExperimentDrawing.figure(result, isNarrow: true),
            "rows": result.rows.map { row -> [String: Any] in
                ["name": row.name, "cells": RateText.cells(row)]
            },
            "tables": result.tables.map { table -> [String: Any] in
                [
                    "caption": table.title, "heads": table.heads,
                    "lines": table.rows.map { ["name": $0[0], "cells": Array($0[1...])] },
                ]
            },
        ]
    }

    private static let template: MustacheTemplate = {
        MustacheContentTypes.register(ScalarEscaping(), named: ScalarEscaping.name)
        do {
            return try MustacheTemplate(string: ExperimentPageTemplate.text)
        } catch {
            preconditionFailure("the page's own template cannot be read: \(error)")
        }
    }()
}
