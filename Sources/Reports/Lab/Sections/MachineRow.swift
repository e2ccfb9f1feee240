internal import Cryptography
internal import Disputes
internal import Fingerprints
internal import Receipts

/// A machine's proofs compared with the goldens that are here. A file's own claim of a match is not
/// believed.
struct MachineRow {
    let text: String
    let how: String
    /// The column: a golden's name, or a model's for which there is none.
    let column: String
    /// Nil where no golden here tells.
    let match: Bool?
    private let promptCount: Int
    private let hash: String
    private let reason: String

    /// Nil for files that tell of no run.
    init?(_ file: EvidenceFile, goldens: [Golden]) {
        switch file.content {
        case .reproduced(let document):
            self.init(document, goldens: goldens)
        case .run(let run):
            self.init(run, goldens: goldens)
        case .matrix, .divergence, .proof, .shadow, .coverage, .dispute, .variations:
            return nil
        }
    }

    private init(_ document: ReproducedDocument, goldens: [Golden]) {
        text = document.machine
        how = "\(document.backend), " + ReportText.count(document.threadCount, "thread")
        promptCount = document.promptCount
        hash = document.ultimateHash
        let golden = Self.golden(of: document.integerWeightsHash, document.golden, goldens)
        // The hash of no proofs says nothing.
        let expected =
            document.promptCount > 0
            ? golden?.expectedHash(promptCount: document.promptCount) : nil
        match = expected.map { $0 == document.ultimateHash }
        column =
            golden?.name
            ?? (document.golden.map { "\($0), not among the goldens here" }
                ?? "\(document.model), no golden")
        let claim =
            switch document.match {
            case true?: "; the file says that it matched \(document.expectedHash ?? "")"
            case false?: "; the file says that it did not match"
            case nil: ""
            }
        reason = Self.words(expected, computed: document.ultimateHash) + claim
    }

    private init(_ run: RunEvidence, goldens: [Golden]) {
        let proofs = run.prompts.compactMap { $0.proof?.text }
        let golden = Self.golden(of: run.integerWeightsHash.text, nil, goldens)
        let isComparable =
            run.isReceiptList && proofs.count == run.prompts.count && !proofs.isEmpty
        let expected = isComparable ? golden?.expectedHash(promptCount: proofs.count) : nil
        text = run.maker
        how = run.kind == .receipt ? "signed receipt" : "kept run"
        column = golden?.name ?? "\(run.model), no golden"
        promptCount = proofs.count
        let computed = proofs.isEmpty ? "none" : GoldenPrompts.ultimateHash(proofs)
        hash = computed
        match = expected.map { $0 == computed }
        reason = Self.words(expected, computed: computed)
    }

    /// The golden of these weights; of several, that of the name.
    private static func golden(
        of integerWeightsHash: String, _ name: String?, _ goldens: [Golden]
    ) -> Golden? {
        let own = goldens.filter { $0.integerWeightsHash == integerWeightsHash }
        return own.first { $0.name == name } ?? own.first
    }

    private static func words(_ expected: String?, computed: String) -> String {
        switch expected {
        case computed?: "the golden's hash"
        case let other?: "expected \(other)"
        case nil: "no golden here says anything of these prompts"
        }
    }

    var cell: LabTable.Cell {
        let (word, state) =
            switch match {
            case true?: ("equal", "held")
            case false?: ("DIFFERS", "broken")
            case nil: ("not compared", "inconclusive")
            }
        var cell = LabTable.Cell(
            "\(word): \(hash.prefix(12)), \(ReportText.count(promptCount, "prompt"))",
            state: state)
        cell.title = "\(hash): \(reason)"
        return cell
    }
}
