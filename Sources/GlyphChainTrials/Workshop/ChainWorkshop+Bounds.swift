internal import BigInt
internal import Chains
internal import Scenarios

extension ChainWorkshop {
    /// Why a block of a chain takes more work than this; nil where it does not.
    ///
    /// - Parameter attempts: on average; nil for any number.
    func obstacle(toWorkOn chain: ChainView<Link>, attempts: Int?) -> String? {
        guard let attempts, let needed = attemptCount(on: chain), needed > attempts else {
            return nil
        }
        return "the next block takes \(needed) attempts, at most \(attempts) are made here"
    }

    /// The attempts that the next block takes on average; nil where nobody can tell.
    private func attemptCount(on chain: ChainView<Link>) -> BigUInt? {
        forge.nextTarget(on: chain).map { (BigUInt(1) << 256) / ($0 + 1) }
    }

    /// Notes the work on a block, before it is done.
    ///
    /// **Throws:** ``StepFault`` where it is more than is done here.
    func beginWork(on chain: ChainView<Link>) throws {
        if let obstacle = obstacle(toWorkOn: chain, attempts: bounds.attempts) {
            throw StepFault(obstacle)
        }
        guard bounds.attempts != nil, let needed = attemptCount(on: chain) else { return }
        try work.add(Int(clamping: needed), bounds)
    }

    /// Proofs that the attacker computes by himself.
    ///
    /// **Throws:** ``StepFault``.
    func proofs(_ request: ProofRequest) throws -> [String] {
        switch request {
        case .prompt: try work.add(1, bounds)
        case .attempts(_, _, let count): try work.add(count, bounds)
        }
        return try forge.proofs(request)
    }
}
