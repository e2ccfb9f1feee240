/// An account that is paid outside of stakes.
package enum ChainAccount: Sendable, Comparable {
    case coldkey(UInt64)
    /// The pool of those who delegate to the subnet.
    case delegatePool
    /// The pool of those who delegate to a node.
    case nodePool(UInt32)

    package var text: String {
        switch self {
        case .coldkey(let id): "coldkey \(id)"
        case .delegatePool: "delegate pool"
        case .nodePool(let id): "node pool \(id)"
        }
    }

    /// By their texts.
    package static func < (left: ChainAccount, right: ChainAccount) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
