package import Scenarios

/// Steps that only the published chain has.
package enum PalletOperation: Sendable {
    package static let kinds: [StepKind<MeshOperation>] = []
}
