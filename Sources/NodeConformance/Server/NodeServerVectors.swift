internal import ChainConformance
internal import Conformance
internal import PublishedNode
internal import PythonValues

/// Requests to a serving node as bytes, its answers as bytes, and its inbox.
struct NodeServerVectors: VectorJudge {
    let name = "node_server"
    let surroundings: ChainVectorSurroundings

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let groups)? = document["groups"],
            case .dictionary(let first)? = groups.first
        else { return false }
        return first["exchanges"] != nil && first["reset_before_each"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let groups = try document.vectorDocument.member("groups").elements()
        guard let chains = try NodeChains.beside(surroundings) else {
            return try groups.flatMap { group in
                try group.member("exchanges").elements().map { exchange in
                    VectorOutcome(
                        index: try exchange.member("id").string(),
                        .skipped(reason: "there is no \(NodeChains.fileName) beside the file"))
                }
            }
        }
        var outcomes: [VectorOutcome] = []
        for group in groups {
            var session = try NodeServerSession(group, chains)
            for exchange in try group.member("exchanges").elements() {
                outcomes.append(try session.outcome(of: exchange))
            }
        }
        return outcomes
    }
}
