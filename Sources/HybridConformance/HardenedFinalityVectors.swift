internal import BigInt
internal import Conformance
internal import HybridChain
internal import PythonValues
internal import Trials

/// Histories of votes, judged by the finality machine alone: a vote that conflicts with an earlier
/// one slashes its validator at once.
struct HardenedFinalityVectors: VectorJudge {
    let name = "hardened_finality"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "histories", has: ["genesis_root", "quorum", "keys"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            (index, history) -> [VectorOutcome] in
            var machine = try Machine(history)
            return try history.member("steps").elements().enumerated().map { step, vote in
                try HardenedForm.outcome(
                    "history \(index) step \(step)", vote,
                    machine.members(of: vote.member("vote").hexadecimal()))
            }
        }
    }

    private struct Machine {
        private let rules: VoteRules
        private let quorum: Int
        private var finality: FinalityState
        private var slashed = ValidatorSet()

        init(_ history: VectorValue) throws {
            let keys = try history.member("keys").elements().map { try $0.hexadecimal() }
            guard keys.count <= HybridLimits.validatorCountMax else {
                throw history.unexpected("at most 64 keys")
            }
            rules = VoteRules(
                network: try history.member("network").hexadecimal(), keys: keys, guards: .all,
                memory: HybridMemory())
            quorum = try history.member("quorum").int()
            finality = FinalityState(
                root: try history.member("genesis_root").hexadecimal(),
                validatorCount: keys.count)
        }

        mutating func members(of bytes: [UInt8]) -> [(String, PythonValue)] {
            let reason = take(HybridVote(bytes: bytes))
            return [
                ("justified", Self.value(finality.highest)),
                ("finalised", Self.value(finality.finalised)),
                ("slashed", .list(slashed.indices.map { .integer(BigInt($0)) })),
            ] + HardenedForm.verdict(reason)
        }

        private mutating func take(_ vote: HybridVote) -> String? {
            do throws(Refusal) {
                try rules.judge(
                    vote, finality, VoteGround(slashed: slashed, chain: nil))
                finality.take(vote.link, by: vote.index, slashed: slashed, quorum: quorum)
                return nil
            } catch {
                if error.by == HybridGuards.voteOnce { slashed.insert(vote.index) }
                return error.by.name
            }
        }

        /// The epoch and the first 8 bytes of the root.
        private static func value(_ checkpoint: HybridCheckpoint) -> PythonValue {
            .list([
                .integer(BigInt(checkpoint.epoch)),
                HybridCases.hexadecimal(Array(checkpoint.root.prefix(8))),
            ])
        }
    }
}
