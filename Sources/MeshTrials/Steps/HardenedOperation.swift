package import Scenarios

/// Steps that only the hardened network has.
package enum HardenedOperation: Sendable {
    package static let kinds: [StepKind<MeshOperation>] = []
}
