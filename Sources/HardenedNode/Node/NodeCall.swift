package import Routing

/// A request that the node wants made to a peer.
package struct NodeCall: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        /// Asks an address whether it is a node of this chain.
        case greet
        case headers, blocks, peers, announce
        case push, payments
        /// Asks a peer for its word on its chain, where no guard forbids to trust it.
        case status
    }

    /// The call's own number: an answer to any other call is not heard.
    package let number: Int
    package let peer: NodeAddress
    package let kind: Kind
    package let request: WebRequest
    /// An answer of more bytes has failed.
    package let answerByteCountMax: Int
    /// The time from the first byte out to the last one in, after which the call has failed.
    package let milliseconds: Int
}

/// The outcome of a call.
package enum NodeCallAnswer: Sendable, Equatable {
    case answered(status: Int, body: [UInt8])
    /// Not reached, too slow, too long, or no HTTP.
    case failed
}
