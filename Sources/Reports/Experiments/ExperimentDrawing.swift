internal import Experiments

/// Experiments as pictures: each alone, or all below each other in one file.
enum ExperimentDrawing {
    private static let margin = 20

    /// A chart and, where there is one, its curve.
    static func figure(_ result: ExperimentResult, isNarrow: Bool) -> String {
        let (shapes, width, height) = panels(result, isNarrow: isNarrow)
        return ExperimentStyle.document(
            width: width, height: height, label: label(result), shapes)
    }

    private static func panels(
        _ result: ExperimentResult, isNarrow: Bool
    ) -> (shapes: String, width: Int, height: Int) {
        let chart = ExperimentChart(result, isNarrow: isNarrow)
        guard let curve = result.curve else { return (chart.shapes, chart.width, chart.height) }
        let below = chart.height + margin
        return (
            chart.shapes
                + SVGDocument.moved(
                    0, below, ExperimentCurve(curve, isNarrow: isNarrow).shapes),
            chart.width, below + ExperimentCurve.height
        )
    }

    /// The shares in words, for those who do not see the picture.
    private static func label(_ result: ExperimentResult) -> String {
        let rows = result.rows.prefix(12).map { row in
            let ours = row.ours.map { "\(RateText.count($0)), \(RateText.interval($0))" }
            return [row.name, ours, row.published.figure.isEmpty ? nil : row.published.figure]
                .compactMap(\.self).joined(separator: ": ")
        }
        return "\(result.experiment.title). \(rows.joined(separator: "; "))"
    }

    static func svg(conditions: String, _ results: [ExperimentResult]) -> String {
        var shapes = SVGText.element("title", margin, 30, conditions)
        var top = 48
        for result in results {
            let (panel, _, height) = panels(result, isNarrow: false)
            shapes += SVGDocument.moved(margin, top, panel)
            top += height + margin
        }
        return ExperimentStyle.document(
            width: ExperimentChart.wideWidth + 2 * margin, height: top, label: conditions,
            shapes)
    }
}
