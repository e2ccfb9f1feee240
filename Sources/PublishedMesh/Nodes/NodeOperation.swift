package import PythonValues

/// The next step of an operation.
package enum OperationStep {
    case call(number: Int, peer: PeerID, MeshCall)
    /// Nothing can be called before an answer comes.
    case wait
    case finished
}

/// The part of an answer that a node kept, as its operation goes on with it; nil stands for no
/// answer.
package enum OperationAnswer {
    case pinged(MeshID?)
    case found([KeptAnswer]?)
    case stored([Bool]?)
}

/// The end of an operation.
package enum OperationOutcome {
    /// The id that the first peer answered with; nil where it did not answer.
    case joined(MeshID?)
    case got(SearchState.Outcome)
    /// The word of the node whose answer was handled last; nil where none said anything.
    case stored(Bool?)
    /// The error that the operation's caller sees raised.
    case failed(PythonError)
}

/// Work of a node that takes several calls, as a machine. The caller makes the calls that it names,
/// any number of them at a time, has the node conclude them, and hands the answers back.
package protocol NodeOperation {
    /// The end, once the operation is finished.
    var outcome: OperationOutcome { get }

    mutating func next(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> OperationStep

    mutating func answered(
        _ number: Int, _ answer: OperationAnswer, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError)
}

extension PublishedNode {
    /// A call of an operation is over: what the operation may believe of the reply.
    package func conclude(
        operation peer: PeerID, _ call: MeshCall, _ reply: MeshReply?, now: PythonNumber
    ) throws(PythonError) -> OperationAnswer {
        switch call {
        case .ping:
            guard case .ping(let response)? = reply else {
                return .pinged(try concludePing(of: peer, nil))
            }
            return .pinged(try concludePing(of: peer, response))
        case .store:
            guard case .store(let response)? = reply else {
                return .stored(concludeStore(at: peer, nil))
            }
            return .stored(concludeStore(at: peer, response))
        case .find(let request):
            var keys: [MeshID] = []
            for key in request.keys { keys.append(try MeshID(bytes: key)) }
            guard case .find(let response)? = reply else {
                return .found(concludeFind(at: peer, keys: keys, nil, now: now))
            }
            return .found(concludeFind(at: peer, keys: keys, response, now: now))
        }
    }

    /// The nodes that a store or a get starts from.
    func start(near key: MeshID) -> [MeshContact] {
        table.nearest(to: key, count: settings.bucketSize, excluding: id)
    }
}
