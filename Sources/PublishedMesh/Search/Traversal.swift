/// The search for the nodes nearest to some queries, as a machine: the next call to make, the
/// answer to a call, until every query is finished.
///
/// Calls may be in flight together, as many as the caller likes; the published nodes have four.
package struct Traversal: Sendable {
    /// A call to one node, for one query or more.
    package struct Call: Sendable, Equatable {
        package let number: Int
        package let node: MeshID
        package let queries: [MeshID]
    }

    /// The answer to one query of a call.
    package struct Answer: Sendable {
        package let query: MeshID
        package let neighbours: [MeshID]
        /// Whether this query needs no further search.
        package let stops: Bool

        package init(query: MeshID, neighbours: [MeshID], stops: Bool) {
            self.query = query
            self.neighbours = neighbours
            self.stops = stops
        }
    }

    /// The end of the search for one query.
    package struct Finding: Sendable, Equatable {
        package let query: MeshID
        /// The nearest nodes that were heard of, nearest first, whether they answered or not.
        package let nearest: [MeshID]
        /// The nodes that were called, in the order of their ids, with those named at the start.
        package let visited: [MeshID]
    }

    package enum Step: Sendable, Equatable {
        case call(Call)
        /// Nothing can be called before an answer comes.
        case wait
        case finished
    }

    private let queriesPerCall: Int
    private var searches: [QuerySearch]
    private var inFlight: [Call] = []
    private var callCount = 0
    private var findings: [Finding] = []

    package init(
        queries: [MeshID], initial: [MeshID], beam: Int, queriesPerCall: Int, visited: [MeshID]
    ) {
        self.queriesPerCall = queriesPerCall
        searches = queries.map {
            QuerySearch(query: $0, initial: initial, beam: beam, visited: visited)
        }
    }

    package var isFinished: Bool { searches.allSatisfy(\.isFinished) }
    package var callsInFlight: Int { inFlight.count }

    /// The queries that were finished since this was asked last, in the order of their ends.
    package mutating func takeFindings() -> [Finding] {
        defer { findings = [] }
        return findings
    }

    package mutating func next() -> Step {
        while !isFinished {
            guard let chosen = mostPressing() else {
                if !inFlight.isEmpty { return .wait }
                for place in searches.indices { finish(place) }
                break
            }
            let candidate = searches[chosen].popCandidate()
            let isBeyond = searches[chosen].isBeyondBound(candidate.distance)
            if isBeyond || searches[chosen].visited.contains(candidate.id) {
                if isBeyond, callCount(of: chosen) == 0 { finish(chosen) }
                continue
            }
            return .call(call(to: candidate.id, for: chosen))
        }
        return .finished
    }

    /// A call is over. A node that did not answer has no answers.
    package mutating func answered(_ number: Int, _ answers: [Answer]) {
        guard let place = inFlight.firstIndex(where: { $0.number == number }) else { return }
        inFlight.remove(at: place)
        for answer in answers {
            let queries = searches.indices.filter { searches[$0].query == answer.query }
            for place in queries where !searches[place].isFinished {
                if answer.stops { finish(place) } else { searches[place].learn(answer.neighbours) }
            }
        }
    }

    /// The query with candidates that has the fewest calls in flight, then the nearest candidate.
    private func mostPressing() -> Int? {
        var best: (place: Int, calls: Int, distance: MeshID)?
        for place in searches.indices where !searches[place].isFinished {
            guard let distance = searches[place].candidateDistance else { continue }
            let calls = callCount(of: place)
            if let best, (best.calls, best.distance) <= (calls, distance) { continue }
            best = (place, calls, distance)
        }
        return best?.place
    }

    private func callCount(of place: Int) -> Int {
        inFlight.count { $0.queries.contains(searches[place].query) }
    }

    private mutating func call(to node: MeshID, for chosen: Int) -> Call {
        let others = searches.indices.filter {
            $0 != chosen && !searches[$0].isFinished && !searches[$0].visited.contains(node)
        }.sorted {
            let left = node.distance(to: searches[$0].query)
            let right = node.distance(to: searches[$1].query)
            return (left, $0) < (right, $1)
        }
        let called = [chosen] + others.prefix(max(queriesPerCall - 1, 0))
        for place in called { searches[place].visited.insert(node) }
        let call = Call(
            number: callCount, node: node, queries: called.map { searches[$0].query })
        callCount += 1
        inFlight.append(call)
        return call
    }

    private mutating func finish(_ place: Int) {
        guard !searches[place].isFinished else { return }
        searches[place].isFinished = true
        findings.append(
            Finding(
                query: searches[place].query, nearest: searches[place].nearest,
                visited: searches[place].visited.sorted()))
    }
}
