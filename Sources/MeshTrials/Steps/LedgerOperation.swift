package import Scenarios

/// Steps that only the hardened ledger has.
package enum LedgerOperation: Sendable {
    package static let kinds: [StepKind<MeshOperation>] = []
}
