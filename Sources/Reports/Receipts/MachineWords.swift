internal import Disputes
internal import Receipts

/// The words of matrices of machines.
extension MachineAspect {
    /// The aspect in words.
    var words: String {
        switch self {
        case .weights: "weights"
        case .prompts: "prompts"
        case .proofs: "proofs"
        case .trace: "records"
        }
    }
}

extension MachineAgreement {
    var mark: String {
        switch self {
        case .equal: "="
        case .different: "≠"
        case .notCompared: "·"
        }
    }

    var meaning: TextStyle.Meaning {
        switch self {
        case .equal: .good
        case .different: .bad
        case .notCompared: .doubtful
        }
    }

    /// "equal", "3 of 100 differ, the first is prompt 17", "not compared: …"
    var words: String {
        switch self {
        case .equal(1): "equal"
        case .equal(let count): "equal in \(count)"
        case .different(nil, _, _): "different"
        case .different(let first?, let count, let all):
            "\(count) of \(all) \(count == 1 ? "differs" : "differ"), the first is prompt \(first)"
        case .notCompared(let why): "not compared: \(why)"
        }
    }
}

extension MachineMatrix {
    /// A, B, …, Z, AA, …
    static func letter(_ machine: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(machine % 26)))
        return machine < 26 ? letter : Self.letter(machine / 26 - 1) + letter
    }
}

extension MachinePair {
    /// The verdict in a sentence.
    var explanation: String {
        let names = "\(MachineMatrix.letter(left)) and \(MachineMatrix.letter(right))"
        func words(_ aspect: MachineAspect) -> String { agreement(on: aspect).words }
        switch verdict {
        case .match: return "\(names) agree on all that both hold"
        case .weights: return "\(names) ran other weights"
        case .config: return "\(names) ran other architectures"
        case .input: return "\(names) read other tokens: \(words(.prompts))"
        case .schedule: return "\(names) ran other operations of the same weights"
        case .propagated, .root:
            return "\(names) part: proofs: \(words(.proofs)); records: \(words(.trace))"
        case .inconclusive where commonPromptCount == 0:
            return "\(names) have no prompt in common"
        case .inconclusive:
            return
                "\(names) agree on what both have of "
                + "\(ReportText.count(commonPromptCount, "prompt")); one has more, or other records"
        }
    }
}
