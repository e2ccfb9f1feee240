/// A node of the subnet, or one that waits in its queue.
package struct ChainNode: Sendable {
    package let id: UInt32
    /// The account that calls for the node and whose stake it is.
    package let hotkey: UInt64
    /// The account that owns the hotkey.
    package let coldkey: UInt64
    package var nodeClass: NodeClass
    /// The first epoch in which the class counts.
    package var startEpoch: UInt32
    /// The part of a payment that goes to the node's delegates, in fixed point.
    package let delegateRate: UInt128
    package let delegateShares: UInt128
    /// The names under which the network knows the node: its peer, bootnode and client ids.
    package let peers: [[UInt8]]
    package var idleEpochs: UInt32 = 0
    /// Epochs in a row in which an included node stood in a proposal that held.
    package var includedEpochs: UInt32 = 0

    package init(
        id: UInt32, hotkey: UInt64, coldkey: UInt64, nodeClass: NodeClass,
        startEpoch: UInt32 = 0, delegateRate: UInt128 = 0, delegateShares: UInt128 = 0,
        peers: [[UInt8]] = []
    ) {
        self.id = id
        self.hotkey = hotkey
        self.coldkey = coldkey
        self.nodeClass = nodeClass
        self.startEpoch = startEpoch
        self.delegateRate = delegateRate
        self.delegateShares = delegateShares
        self.peers = peers
    }

    /// Whether the node has at least this class, and had it when the epoch began.
    package func has(_ least: NodeClass, epoch: UInt32) -> Bool {
        nodeClass >= least && startEpoch <= epoch
    }
}
