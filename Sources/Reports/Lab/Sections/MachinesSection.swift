internal import Cryptography
internal import Disputes
internal import Encodings
internal import Fingerprints
internal import Receipts

/// Machines × goldens, and who agrees with whom.
enum MachinesSection {
    private static let head = LabSection.Head(
        id: "machines", title: "Machines and goldens",
        question: "Which machine computed which golden hash, and who agrees with whom?",
        missing: "no receipt was given",
        command: "glyphlab reproduce --format json > this-machine.json")

    static func section(_ files: [EvidenceFile], goldens: [Golden]) -> LabSection {
        let machines = files.compactMap { file in
            MachineRow(file, goldens: goldens).map { (file, $0) }
        }
        let runs = files.compactMap { file in
            if case .run(let run) = file.content { run } else { nil }
        }
        var sources = machines.map(\.0)
        var blocks: [LabBlock] = []
        if !machines.isEmpty {
            blocks = [verdict(machines.map(\.1)), .table(table(machines.map(\.1)))]
        }
        if let keys = keys(runs) { blocks.append(.table(keys)) }
        if runs.count > 1 { blocks.append(.table(agreement(runs))) }
        for file in files {
            guard case .matrix(let document) = file.content else { continue }
            sources.append(file)
            blocks += self.blocks(document)
        }
        return LabSection(head, sources: sources, blocks: blocks)
    }

    /// The keys that signed the receipts; nil if no receipt is signed.
    private static func keys(_ runs: [RunEvidence]) -> LabTable? {
        let signed = runs.compactMap { run in run.publicKey.map { (run.name, $0) } }
        guard !signed.isEmpty else { return nil }
        var table = LabTable(
            caption:
                "Public keys, each of which signed its receipt; whose key it is, no file tells",
            heads: ["signed receipt", "Ed25519 public key"])
        for (name, key) in signed {
            var cell = LabTable.Cell(Hexadecimal.text(of: key))
            cell.isHash = true
            table.add(name, [cell])
        }
        return table
    }

    private static func verdict(_ machines: [MachineRow]) -> LabBlock {
        let differing = machines.count { $0.match == false }
        let open = machines.count { $0.match == nil }
        if differing > 0 {
            return .verdict(
                state: "broken",
                "\(differing) of \(ReportText.count(machines.count, "run")) "
                    + "\(differing == 1 ? "is" : "are") not the golden's.")
        }
        if open > 0 {
            return .verdict(
                state: "inconclusive",
                "\(machines.count - open) of \(ReportText.count(machines.count, "run")) "
                    + "equal a golden; \(open) could not be compared with one.")
        }
        return .verdict(
            state: "held",
            machines.count == 1
                ? "The one run equals its golden, bit for bit."
                : "All \(machines.count) runs equal their goldens, bit for bit.")
    }

    private static func table(_ machines: [MachineRow]) -> LabTable {
        var columns: [String] = []
        for machine in machines where !columns.contains(machine.column) {
            columns.append(machine.column)
        }
        var table = LabTable(
            caption: "Machines × goldens: the ultimate hash of each run",
            heads: ["machine", "how"] + columns)
        for machine in machines {
            let cells = columns.map { $0 == machine.column ? machine.cell : LabTable.Cell("") }
            table.add(machine.text, [LabTable.Cell(machine.how)] + cells)
        }
        return table
    }

    private static func agreement(_ runs: [RunEvidence]) -> LabTable {
        let matrix = MachineMatrix(runs)
        var table = LabTable(
            caption: "Who agrees with whom: verdicts of comparing every two files",
            heads: ["file"] + runs.indices.map(MachineMatrix.letter))
        for (row, run) in runs.enumerated() {
            table.add(
                "\(MachineMatrix.letter(row)): \(run.name)",
                runs.indices.map { column in
                    guard row != column else { return LabTable.Cell("–") }
                    let pair = matrix.pair(row, column)
                    let verdict = pair.verdict
                    var cell = LabTable.Cell(verdict.rawValue, state: state(verdict))
                    cell.title = MachineAspect.allCases.map { aspect in
                        "\(aspect.rawValue): \(pair.agreement(on: aspect).words)"
                    }.joined(separator: "; ")
                    return cell
                })
        }
        return table
    }

    // MARK: A comparison that another program made

    private static func blocks(_ document: MatrixDocument) -> [LabBlock] {
        var table = LabTable(
            caption: "Who agrees with whom, as it was compared elsewhere",
            heads: ["machine"] + document.machines.indices.map(MachineMatrix.letter))
        for (row, machine) in document.machines.enumerated() {
            table.add(
                "\(MachineMatrix.letter(row)): \(machine.file), \(machine.madeBy)",
                document.machines.indices.map { column in
                    guard row != column else { return LabTable.Cell("–") }
                    let verdict = document.verdict(row, column)
                    return LabTable.Cell(verdict.rawValue, state: state(verdict))
                })
        }
        return [
            .verdict(
                state: state(document.verdict),
                document.verdict.rawValue.uppercased() + ": " + document.explanation),
            .table(table),
        ]
    }

    private static func state(_ verdict: ComparisonVerdict) -> String {
        verdict == .match ? "held" : verdict.isDifference ? "broken" : "inconclusive"
    }
}
