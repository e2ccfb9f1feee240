internal import BigInt
package import PythonValues

/// A thing that a call or an epoch's end told.
package enum ChainEvent: Sendable {
    case validatorSubmission(hotkey: UInt64, epoch: UInt32)
    case attestation(node: UInt32, epoch: UInt32)
    case nodeReputationUpdate(node: UInt32, from: UInt128, to: UInt128)
    case subnetReputationUpdate(from: UInt128, to: UInt128)
    case slashing(hotkey: UInt64, amount: UInt128)
    case nodeClassGraduation(node: UInt32, nodeClass: NodeClass, startEpoch: UInt32)
    case subnetNodeRemoved(node: UInt32)
    case queuedNodePrioritized(node: UInt32)
    case queuedNodeRemoved(node: UInt32)
    case subnetRewards(
        nodes: [(node: UInt32, amount: UInt128)], delegates: UInt128,
        pools: [(node: UInt32, amount: UInt128)])

    /// The event as a list: its name and what it names, amounts as texts.
    package var value: PythonValue {
        switch self {
        case .validatorSubmission(let hotkey, let epoch):
            .list([.text("ValidatorSubmission"), Self.integer(hotkey), Self.integer(epoch)])
        case .attestation(let node, let epoch):
            .list([.text("Attestation"), Self.integer(node), Self.integer(epoch)])
        case .nodeReputationUpdate(let node, let from, let to):
            .list([
                .text("NodeReputationUpdate"), Self.integer(node), Self.amount(from),
                Self.amount(to),
            ])
        case .subnetReputationUpdate(let from, let to):
            .list([.text("SubnetReputationUpdate"), Self.amount(from), Self.amount(to)])
        case .slashing(let hotkey, let amount):
            .list([.text("Slashing"), Self.integer(hotkey), Self.amount(amount)])
        case .nodeClassGraduation(let node, let nodeClass, let startEpoch):
            .list([
                .text("NodeClassGraduation"), Self.integer(node),
                Self.integer(nodeClass.rawValue), Self.integer(startEpoch),
            ])
        case .subnetNodeRemoved(let node):
            .list([.text("SubnetNodeRemoved"), Self.integer(node)])
        case .queuedNodePrioritized(let node):
            .list([.text("QueuedNodePrioritized"), Self.integer(node)])
        case .queuedNodeRemoved(let node):
            .list([.text("QueuedNodeRemoved"), Self.integer(node)])
        case .subnetRewards(let nodes, let delegates, let pools):
            .list([
                .text("SubnetRewards"), Self.amounts(nodes), Self.amount(delegates),
                Self.amounts(pools),
            ])
        }
    }

    private static func integer(_ value: some BinaryInteger) -> PythonValue {
        .integer(BigInt(value))
    }

    private static func amount(_ value: UInt128) -> PythonValue { .text(String(value)) }

    private static func amounts(_ amounts: [(node: UInt32, amount: UInt128)]) -> PythonValue {
        .list(amounts.map { .list([integer($0.node), amount($0.amount)]) })
    }
}
