package import Scenarios

extension HardenedOperation {
    package static let kinds: [StepKind<HybridOperation>] = []
}
