package import Scenarios

/// Steps that only the published network has.
package enum PublishedOperation: Sendable {
    package static let kinds: [StepKind<MeshOperation>] = []
}
