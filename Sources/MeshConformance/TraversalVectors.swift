internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Searches over given lists of neighbours, one call at a time.
struct TraversalVectors: VectorJudge {
    let name = "traversal"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["simple"] != nil && document["multi"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let simple = try document.vectorDocument.member("simple").elements().enumerated().map {
            index, search in
            VectorOutcome(
                index: "simple \(index)",
                expected: try search.members(["calls", "nearest", "visited"]),
                got: try Self.simple(search).members(["calls", "nearest", "visited"]))
        }
        let multi = try document.vectorDocument.member("multi").elements().enumerated().map {
            index, search in
            VectorOutcome(
                index: "multi \(index)",
                expected: try search.members(["calls", "found", "nearest", "visited"]),
                got: try Self.multi(search).members(["calls", "found", "nearest", "visited"]))
        }
        return simple + multi
    }

    private static func neighbours(_ search: VectorValue, of node: MeshID) throws -> [MeshID] {
        try search.member("graph").optional(node.text)?.identifiers() ?? []
    }

    private static func simple(_ search: VectorValue) throws -> VectorValue {
        var traversal = SimpleTraversal(
            query: try search.member("query").meshID(),
            initial: try search.member("initial").identifiers(),
            beam: try search.member("beam").int(),
            visited: try search.member("visited_before").identifiers())
        let stops = try search.member("stop_at").identifiers()
        var calls: [MeshID] = []
        while let node = traversal.next() {
            calls.append(node)
            traversal.answered(
                try neighbours(search, of: node), stops: stops.contains(node))
        }
        return VectorValue(
            .members([
                ("calls", .identifiers(calls)), ("nearest", .identifiers(traversal.nearest)),
                ("visited", .identifiers(traversal.visited)),
            ]), place: search.place)
    }

    private static func multi(_ search: VectorValue) throws -> VectorValue {
        let own = try search.member("own").meshID()
        let queries = try search.member("queries").identifiers()
        var traversal = Traversal(
            queries: queries, initial: try search.member("initial").identifiers(),
            beam: try search.member("beam").int(),
            queriesPerCall: try search.member("queries_per_call").int(), visited: [own])
        let dead = try search.member("dead").identifiers()
        let stops = try queries.map { query in
            try search.member("stop_at").optional(query.text)?.identifiers() ?? []
        }
        var calls: [PythonValue] = []
        while case .call(let call) = traversal.next() {
            calls.append(.list([.identifier(call.node), .identifiers(call.queries)]))
            let named = try neighbours(search, of: call.node)
            let answered = dead.contains(call.node) ? [] : call.queries
            let answers = answered.map { query in
                let place = queries.firstIndex(of: query) ?? 0
                return Traversal.Answer(
                    query: query, neighbours: named, stops: stops[place].contains(call.node))
            }
            traversal.answered(call.number, answers)
        }
        let found = traversal.takeFindings().sorted { $0.query < $1.query }
        return VectorValue(
            .members([
                ("calls", .list(calls)),
                (
                    "found",
                    .list(
                        found.map {
                            .list([
                                .identifier($0.query), .identifiers($0.nearest),
                                .identifiers($0.visited),
                            ])
                        })
                ),
                ("nearest", .members(found.map { ($0.query.text, .identifiers($0.nearest)) })),
                ("visited", .members(found.map { ($0.query.text, .identifiers($0.visited)) })),
            ]), place: search.place)
    }
}
