internal import Cryptography
internal import Disputes
internal import Fingerprints
internal import Receipts

/// Machines × goldens, and who agrees with whom.
enum MachinesSection {
    static func section(_ files: [EvidenceFile], goldens: [Golden]) -> LabSection {
        var section = LabSection(
            id: "machines", title: "Machines and goldens",
            question: "Which machine computed which golden hash, and who agrees with whom?",
            missing: "no receipt was given",
            command: "glyphlab reproduce --format json > this-machine.json")
        let machines = files.compactMap { file in
            Machine(file, goldens: goldens).map { (file, $0) }
        }
        let runs = files.compactMap { file in
            if case .run(let run) = file.content { run } else { nil }
        }
        section.sources = machines.map(\.0)
        if !machines.isEmpty {
            section.blocks = [verdict(machines.map(\.1)), .table(table(machines.map(\.1)))]
        }
        if runs.count > 1 { section.blocks.append(.table(agreement(runs))) }
        for file in files {
            guard case .matrix(let document) = file.content else { continue }
            section.sources.append(file)
            section.blocks += blocks(document)
        }
        return section
    }

    /// One file's claim of what a machine computed.
    private struct Machine {
        let text: String
        let how: String
        /// The column: a golden's name, or a model's for which there is none.
        let column: String
        let promptCount: Int
        let hash: String
        let match: Bool?
        let reason: String

        init?(_ file: EvidenceFile, goldens: [Golden]) {
            switch file.content {
            case .reproduced(let document):
                text = document.machine
                how =
                    "\(document.backend), "
                    + ReportText.count(document.threadCount, "thread")
                column = document.golden ?? "\(document.model), no golden"
                promptCount = document.promptCount
                hash = document.ultimateHash
                match = document.match
                reason = document.reason
            case .run(let run):
                let proofs = run.prompts.compactMap { $0.proof?.text }
                let weights = run.integerWeightsHash.text
                let golden = goldens.first { $0.integerWeightsHash == weights }
                let isComparable =
                    run.isReceiptList && proofs.count == run.prompts.count
                    && !proofs.isEmpty
                let expected =
                    isComparable ? golden?.expectedHash(promptCount: proofs.count) : nil
                text = run.maker
                how = run.kind == .receipt ? "signed receipt" : "kept run"
                column = golden?.name ?? "\(run.model), no golden"
                promptCount = proofs.count
                let computed = proofs.isEmpty ? "none" : Receipt.ultimateHash(proofs)
                hash = computed
                match = expected.map { $0 == computed }
                reason =
                    switch expected {
                    case computed?: "the golden's hash"
                    case let other?: "expected \(other)"
                    case nil: "no golden says anything of these prompts"
                    }
            case .matrix, .divergence, .proof, .shadow, .coverage, .dispute, .variations:
                return nil
            }
        }

        var cell: LabTable.Cell {
            let word =
                switch match {
                case true?: "equal"
                case false?: "DIFFERS"
                case nil: "not compared"
                }
            let state =
                switch match {
                case true?: "held"
                case false?: "broken"
                case nil: "inconclusive"
                }
            var cell = LabTable.Cell(
                "\(word): \(hash.prefix(12)), \(ReportText.count(promptCount, "prompt"))",
                state: state)
            cell.title = "\(hash): \(reason)"
            return cell
        }
    }

    private static func verdict(_ machines: [Machine]) -> LabBlock {
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

    private static func table(_ machines: [Machine]) -> LabTable {
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
