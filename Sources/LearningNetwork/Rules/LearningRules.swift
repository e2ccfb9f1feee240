internal import Cryptography
internal import Training
package import Trials

/// The rules of a network: judgements of messages and blocks against a state. Pure.
package struct LearningRules: Sendable {
    package let genesis: LearningGenesis
    /// H(`network` || file).
    package let network: [UInt8]
    package let guards: Guards

    package init(genesis: LearningGenesis, guards: Guards = .all) {
        self.genesis = genesis
        network = genesis.network
        self.guards = guards
    }

    package func epoch(ofBlock index: Int) -> Int { index / genesis.epochBlockCount }

    package func startsEpoch(_ index: Int) -> Bool { index % genesis.epochBlockCount == 0 }

    func requireNetwork(_ network: [UInt8]) throws(Refusal) {
        try guards.require(
            network == self.network, LearningGuards.network,
            "expected this network's hash, got another")
    }

    func requireKey(_ key: LearningKey) throws(Refusal) {
        try guards.require(
            key.isPoint, LearningGuards.keyForm, "expected a point of the curve in 33 bytes")
    }

    func requireSignature(
        _ signature: [UInt8], _ digest: [UInt8], _ key: LearningKey, _ by: Guard
    ) throws(Refusal) {
        try guards.require(
            key.verifies(signature, digest), by,
            "expected a signature with the lower s by the key that is named")
    }
}
