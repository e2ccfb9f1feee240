import MeshLedger
import MeshNetwork
import Trials

/// A guard and an attempt that it alone stops.
struct GuardCase: Sendable {
    let stoppedBy: Guard
    /// The parties and the constants of the attempt.
    var genesis = LedgerBench.genesis(newcomersFunded: true)
    var foreignCurves = RewardCurves.integers
    /// **Result:** the guard that refused the attempt; nil if it went through. An attempt that no
    /// refusal stops says itself what stood in its way.
    let attempt: @Sendable (LedgerBench) throws -> String?

    func outcome(_ guards: Guards) throws -> String? {
        try attempt(LedgerBench(guards: guards, genesis: genesis, foreignCurves: foreignCurves))
    }

    static let all =
        senders + money + heartbeats + scores + proposals + attestations + evidence + emergencies
        + slots + settlements
}

extension LedgerBench {
    /// Signs a call and sends what may be refused.
    func tryCall(_ body: MeshCallBody, by signer: MeshSigner) -> String? {
        refuse(signed(body, by: signer))
    }

    /// An epoch up to its proposal, of which the newcomers have registered in the epoch before.
    func proposeWithIdlePeers() throws {
        for node in Self.newcomers { try send(.register(units: 200 * Self.coin), by: node) }
        try liveHonestly()
        try proposeHonestly()
    }

    /// An epoch that nobody attests to but its proposer. It ends in the next one.
    func failEpoch() throws {
        try proposeHonestly()
        try advance(toEpoch: epoch + 1)
    }

    /// Two attestations of one key and epoch.
    func attestations(_ node: MeshSigner, _ first: UInt8, _ second: UInt8) -> [[UInt8]] {
        zip([first, second], 1...2).map { fill, ahead in
            signed(
                .attest(epoch: epoch, proposal: [UInt8](repeating: fill, count: 32)), by: node,
                ahead: UInt64(ahead))
        }
    }
}
