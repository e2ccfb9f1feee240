/// The classes of a subnet's nodes, each with the rights of those before it.
package enum NodeClass: UInt8, Sendable, Comparable {
    /// In the queue: not yet a node of the subnet.
    case registered = 0
    case idle = 1
    case included = 2
    case validator = 3

    package static func < (left: NodeClass, right: NodeClass) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The class above; the highest has itself.
    package var next: NodeClass { NodeClass(rawValue: rawValue + 1) ?? self }
}
