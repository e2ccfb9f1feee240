internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Platform
internal import Scenarios
internal import Trials

/// A chain's database of a model that nobody agreed on.
enum OtherModelChain {
    private static let weightsHash = Digests.sha256("another model".utf8)

    /// A chain of one block. - Parameter path: of a file that is not there yet.
    static func bytes(
        _ profile: Profile, _ model: TrialModel, miner: Wallet, path: String, clock: LogicalClock,
        random: inout ActorRandom
    ) throws -> [UInt8] {
        switch profile {
        case .published:
            let rules = PublishedRules(proofs: model.proofs, weightsHash: weightsHash)
            try write(rules, miner, path, clock, &random)
        case .hardened:
            var parameters = HardenedRules.Parameters(weightsHash: weightsHash)
            parameters.stampBitCount = ChainTrials.stampBitCount
            let rules = HardenedRules(parameters: parameters, evidence: model.evidence)
            try write(rules, miner, path, clock, &random)
        }
        return try WholeFile.read(path, byteCountMax: ChainDisk.fileByteCountMax)
    }

    private static func write<Rules: ChainRules>(
        _ rules: Rules, _ miner: Wallet, _ path: String, _ clock: LogicalClock,
        _ random: inout ActorRandom
    ) throws {
        var system = try ChainSystem(rules: rules, newAt: path)
        _ = try system.node.mine(
            miner: miner.address, clockSeconds: clock.seconds,
            attemptCountMax: Mining.attemptCountMax, random: &random)
        try system.close()
    }
}
