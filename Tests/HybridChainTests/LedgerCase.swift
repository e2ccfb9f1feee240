import HybridChain
import Trials

/// A guard of the ledger and an attempt that it alone stops.
struct LedgerCase: Sendable {
    let stoppedBy: Guard
    /// **Result:** the verdict of a node with these guards.
    let attempt: @Sendable (_ guards: Guards) throws -> String?

    init(_ stoppedBy: Guard, _ attempt: @escaping @Sendable (_ guards: Guards) throws -> String?) {
        self.stoppedBy = stoppedBy
        self.attempt = attempt
    }

    /// An attempt of a block, which is made by rules that lack the guard.
    static func block(
        _ stoppedBy: Guard,
        _ make: @escaping @Sendable (_ world: LedgerWorld) throws -> HybridBlock
    ) -> LedgerCase {
        LedgerCase(stoppedBy) { guards in
            let world = try LedgerWorld(Guards.all.without(stoppedBy))
            return try world.verdict(make(world), guards)
        }
    }

    static let all = headers + certificates + updates + evidence + votes + acknowledgements + nodes

    /// The guard that refuses, or nil.
    static func refusal(_ judge: () throws(Refusal) -> Void) -> String? {
        ModelWorld.refusal(judge)
    }
}
