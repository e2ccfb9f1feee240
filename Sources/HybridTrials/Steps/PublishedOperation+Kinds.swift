package import Scenarios

extension PublishedOperation {
    package static let kinds: [StepKind<HybridOperation>] = []
}
