package import PythonValues

/// Joining the mesh: a ping, then a search for one's own neighbours.
package struct JoinOperation: NodeOperation {
    private let via: PeerID
    private let validate: Bool
    private var isAsked = false
    /// The id that the first peer answered with.
    package private(set) var pinged: MeshID?
    private var search: NodeSearch?

    /// The number of the ping's call, which no call of the search has.
    private static let pingNumber = -1

    package var outcome: OperationOutcome { .joined(pinged) }

    package init(via: PeerID, validate: Bool) {
        self.via = via
        self.validate = validate
    }

    package mutating func next(
        _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) -> OperationStep {
        guard isAsked else {
            isAsked = true
            return .call(
                number: Self.pingNumber, peer: via, .ping(node.pingRequest(validate: validate)))
        }
        guard var search else { return .wait }
        defer { self.search = search }
        switch try search.next(node, now: now) {
        case .call(let number, let peer):
            return .call(number: number, peer: peer, .find(node.findRequest([node.id])))
        case .wait: return .wait
        case .finished: return .finished
        }
    }

    package mutating func answered(
        _ number: Int, _ answer: OperationAnswer, _ node: PublishedNode, now: PythonNumber
    ) throws(PythonError) {
        switch answer {
        case .pinged(let id):
            pinged = id
            search = NodeSearch(
                key: node.id, node: node,
                initial: try node.withoutBanned(node.start(near: node.id), now: now))
        case .found(let answers):
            guard var search else { return }
            let heard = try search.heard(number, answers, node, now: now)
            search.learn(number, heard?.answers ?? [], stops: false)
            self.search = search
        case .stored: break
        }
    }
}
