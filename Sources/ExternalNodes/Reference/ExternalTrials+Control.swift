internal import Encodings
package import Scenarios
package import Trials

/// Controls: no guard can be taken out of a stranger's node, so that faults are planted in the
/// laboratory's own, which an arena and a referee of the same kind then meet.
extension ExternalTrials {
    /// Starts nodes of the laboratory's own, which keep all rules.
    package static let reference: NodeConnector = { ReferenceNode([], number: $0) }

    static func reference(_ fault: ReferenceFault) throws -> ExternalTrials {
        try ExternalTrials { ReferenceNode([fault], number: $0) }
    }

    package func ownControl(
        of claim: Claim, _ profile: Profile, seed: String
    ) throws -> OwnControl? {
        for fault in ReferenceFault.allCases where fault.claim == claim {
            let trials = try Self.reference(fault)
            if let oracle = try trials.oracleAfterAttack(on: fault, profile, seed: seed) {
                return OwnControl(
                    attack: "reference", fault: fault.rawValue, oracle: oracle.rawValue)
            }
        }
        return nil
    }

    /// Attacks a node by the fault that is planted in it. **Result:** the oracle that fires; nil
    /// for none.
    func oracleAfterAttack(
        on fault: ReferenceFault, _ profile: Profile, seed: String
    ) throws -> ExternalOracle? {
        let attacker = "attacker"
        let (arena, cast) = try openedArena(
            TrialSetup(
                profile: profile, guards: .all, seed: seed, nodeCount: 1, budget: [],
                allowance: Assumptions(
                    workShare: "0/1", canWork: false, keys: [attacker], surfaces: entries),
                folder: nil))
        func submit(_ bytes: [UInt8]) throws {
            _ = try arena.submit(
                bytes, as: "control", to: ExternalArena.surface, from: Source(1), at: 0)
        }
        func pay(to payee: String) throws -> [UInt8] {
            try arena.perform(
                .payment(artefact: "paid", from: attacker, to: payee, amount: 5, nonce: nil), at: 0)
            return try arena.parts(of: "paid").flatMap { $0 }
        }
        switch fault {
        case .form, .signature:
            let words = try pay(to: cast[0]).split(separator: UInt8(ascii: " "))
                .map { String(decoding: $0, as: UTF8.self) }
            let amount = fault == .form ? "0005" : "6"
            let other = words[..<3] + [amount] + words[4...]
            try submit(Array(other.joined(separator: " ").utf8))
        case .selfPayment: try submit(pay(to: attacker))
        case .number: try submit(pay(to: cast[0]))
        case .death: try submit([UInt8](repeating: 0x20, count: 2_000))
        case .memory: try arena.perform(.restart, at: 0)
        }
        for oracle in oracles(of: fault.claim, profile) {
            if case .violated = try arena.finding(of: oracle) { return oracle }
        }
        return nil
    }
}
