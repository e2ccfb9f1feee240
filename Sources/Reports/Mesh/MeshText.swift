internal import MeshSimulation
internal import Statistics
internal import Trials

/// Words and lines about a simulated mesh.
enum MeshText {
    static func conditions(_ results: LookUpResults) -> String {
        let settings = results.settings
        let delays = settings.faults.delayMilliseconds
        return [
            "delays of \(delays.lowerBound) to \(delays.upperBound) ms",
            "\(settings.faults.dropPermille) ‰ lost",
            "\(settings.churnPermille) ‰ leave a minute",
            "\(settings.itemCount) items", "seed \(settings.seed)",
        ].joined(separator: ", ")
    }

    /// "95.00 %", rounded down.
    static func percent(millionths: Int) -> String {
        DecimalText.ratio(millionths, 10_000) + " %"
    }

    /// "93.46 to 96.26 %": the bounds, rounded outwards.
    static func bounds(_ success: ExactBinomial) -> String {
        let upper = (success.upperMillionths + 99) / 100 * 100
        return "\(DecimalText.ratio(success.lowerMillionths, 10_000)) to "
            + percent(millionths: upper)
    }

    // MARK: The id space as a line

    private static let lineWidth = 64

    /// The id space from 0 to its end as lines: where nodes are, where attackers are, and the steps
    /// of a look-up.
    static func space(_ results: LookUpResults, _ style: TextStyle) -> String {
        let running = results.residents.filter(\.isRunning)
        var honest = [Int](repeating: 0, count: lineWidth)
        var attackers = honest
        for node in running {
            let column = column(node.position)
            if node.behaviour.isHonest { honest[column] += 1 } else { attackers[column] += 1 }
        }
        let most = max(honest.max() ?? 0, attackers.max() ?? 0, 1)
        var lines = [
            "honest     " + bars(honest, most),
            "attackers  " + style.text(bars(attackers, most), .bad),
        ]
        if let sample = results.sample {
            lines.append(contentsOf: path(sample, results, style))
        }
        return lines.map { "  \($0)\n" }.joined()
    }

    private static func column(_ position: UInt64) -> Int {
        Int(position >> 58) * lineWidth / 64
    }

    private static func bars(_ counts: [Int], _ most: Int) -> String {
        let blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
        return counts.map { count in
            count == 0 ? " " : blocks[min((count * 8 - 1) / most, 7)]
        }.joined()
    }

    private static func path(
        _ sample: LookUpResults.Sample, _ results: LookUpResults, _ style: TextStyle
    ) -> [String] {
        func position(_ node: Int) -> UInt64 {
            results.residents.indices.contains(node) ? results.residents[node].position : 0
        }
        func line(_ mark: String, _ column: Int, _ text: String) -> String {
            let before = String(repeating: " ", count: column)
            let after = String(repeating: " ", count: lineWidth - column - 1)
            return before + style.text(mark, .strong) + after + "  " + text
        }
        var lines = [
            "key        " + line("◆", column(sample.itemPosition), "item \(sample.lookUp.item)"),
            "asker      "
                + line("○", column(position(sample.lookUp.node)), "node \(sample.lookUp.node)"),
        ]
        for (hop, node) in sample.path.enumerated() {
            let shared = (position(node) ^ sample.itemPosition).leadingZeroBitCount
            let name = "hop \(hop + 1)"
            lines.append(
                name + String(repeating: " ", count: max(11 - name.count, 1))
                    + line(
                        "●", column(position(node)),
                        "node \(node), shares \(shared) bits with the key"))
        }
        return lines
    }

    // MARK: A table

    static func table(_ results: LookUpResults) -> String {
        var lines = ["  the routing table of node \(results.tableOwner)\n"]
        for bucket in results.table {
            let depth = "\(bucket.depth)"
            let marks = bucket.nodes.map { number in
                guard results.residents.indices.contains(number),
                    results.residents[number].isRunning
                else { return "○" }
                let behaviour = results.residents[number].behaviour
                return behaviour.isHonest ? "●" : MeshMark.letter(behaviour)
            }.joined()
            lines.append(
                "  " + String(repeating: " ", count: max(3 - depth.count, 0)) + depth + "  "
                    + marks + "\n")
        }
        lines.append(
            "  ● honest, ○ gone, s silent, n names only accomplices, v false values\n")
        return lines.joined()
    }
}
