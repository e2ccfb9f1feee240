/// A search for the nodes nearest to a place, over paths that share no node: a liar on one path
/// does not reach the others.
///
/// **Bound:** at most ``MeshParameters/callCountMax`` calls, one in flight on each path.
package struct MeshLookUp: Sendable {
    /// A node that a look-up heard of.
    package struct Step: Sendable, Equatable {
        package enum Outcome: Sendable {
            case waiting, called, answered, silent
        }

        package let id: MeshIdentifier
        package internal(set) var contact: MeshContact
        /// A later card than the one that was called.
        var later: MeshContact?
        package let path: Int
        /// Answers on the way to it: 1 of those that the asker knew.
        package let depth: Int
        /// The step whose answer named it; nil of those that the asker knew.
        package let parent: Int?
        package internal(set) var outcome = Outcome.waiting
        /// The place of its call among the look-up's calls, from 1 on; 0 before it.
        package internal(set) var callNumber = 0
        /// Whether it served a record that counts.
        package internal(set) var servesRecord = false
    }

    package let place: MeshIdentifier
    package let find: MeshRequest.Find
    let pathCount: Int
    package private(set) var steps: [Step] = []
    /// Steps of each path, by rising distance.
    private var paths: [[Int]]
    private var isBusy: [Bool]
    /// The step of each node that the look-up heard of; -1 for the asker.
    private var known: [MeshIdentifier: Int] = [:]  // looked up, never iterated
    /// Whether the asker knew too few nodes to begin all paths: the nodes that those name are then
    /// dealt to the paths too.
    private let dealsNamed: Bool
    package private(set) var callCount = 0
    /// Calls of each path: a liar uses up its own path's alone.
    private var pathCallCounts: [Int]
    var isStopped = false

    /// - Parameter start: the contacts that the asker knows, the nearest first; dealt to the paths
    ///   in turn.
    init(
        _ find: MeshRequest.Find, own: MeshIdentifier, start: [MeshTable.Entry],
        pathCount: Int
    ) {
        place = find.place
        self.find = find
        self.pathCount = pathCount
        paths = [[Int]](repeating: [], count: pathCount)
        isBusy = [Bool](repeating: false, count: pathCount)
        pathCallCounts = [Int](repeating: 0, count: pathCount)
        dealsNamed = start.count < pathCount
        known[own] = -1
        for entry in start { add(entry.contact, entry.id, parent: nil) }
    }

    /// Puts a node into the path of the step that named it. A node that another path has heard of
    /// stays that path's.
    mutating func add(_ contact: MeshContact, _ id: MeshIdentifier, parent: Int?) {
        guard known[id] == nil else { return }
        known[id] = steps.count
        let depth = parent.map { steps[$0].depth + 1 } ?? 1
        let isDealt = depth == 1 || depth == 2 && dealsNamed
        let path = isDealt ? steps.count % pathCount : parent.map { steps[$0].path } ?? 0
        let distance = id.distance(to: place)
        let index =
            paths[path].firstIndex { steps[$0].id.distance(to: place) > distance }
            ?? paths[path].count
        paths[path].insert(steps.count, at: index)
        steps.append(Step(id: id, contact: contact, path: path, depth: depth, parent: parent))
    }

    /// The next step to call, if there is one: paths in their order, on each the nearest node that
    /// waits, as long as it is among the path's nearest that are not silent.
    func next(isBounded: Bool) -> Int? {
        guard !isStopped else { return nil }
        for path in 0..<pathCount where !isBusy[path] && (!isBounded || hasCallsLeft(path)) {
            var standing = 0
            for step in paths[path] where steps[step].outcome != .silent {
                if steps[step].outcome == .waiting { return step }
                standing += 1
                if standing == MeshParameters.pathWidth { break }
            }
        }
        return nil
    }

    /// The step of a node that the asker has heard of; -1 for itself.
    func step(of id: MeshIdentifier) -> Int? { known[id] }

    /// Takes a later card of a node that has not answered: an old one may be that of an address
    /// where it is no more.
    mutating func renew(_ step: Int, by contact: MeshContact) {
        switch steps[step].outcome {
        case .answered: return
        case .called: steps[step].later = contact
        case .waiting: steps[step].contact = contact
        case .silent:
            steps[step].contact = contact
            steps[step].outcome = .waiting
        }
    }

    private func hasCallsLeft(_ path: Int) -> Bool {
        pathCallCounts[path] < MeshParameters.callCountMax / pathCount
    }

    /// Whether the path of a step may make another call.
    func hasCallsLeft(forStep step: Int) -> Bool { hasCallsLeft(steps[step].path) }

    mutating func call(_ step: Int) {
        callCount += 1
        pathCallCounts[steps[step].path] += 1
        steps[step].outcome = .called
        steps[step].callNumber = callCount
        isBusy[steps[step].path] = true
    }

    /// A further call of a step that had more to say than one answer holds.
    mutating func callAgain(_ step: Int) {
        callCount += 1
        pathCallCounts[steps[step].path] += 1
        isBusy[steps[step].path] = true
    }

    mutating func note(_ outcome: Step.Outcome, of step: Int) {
        steps[step].outcome = outcome
        isBusy[steps[step].path] = false
        if outcome == .silent, let later = steps[step].later {
            steps[step].later = nil
            renew(step, by: later)
        }
    }

    mutating func noteServes(_ step: Int) { steps[step].servesRecord = true }

    var isWaiting: Bool { isBusy.contains(true) }

    /// Steps that answered, by rising distance.
    package var answered: [Step] {
        steps.filter { $0.outcome == .answered }
            .sorted { $0.id.distance(to: place) < $1.id.distance(to: place) }
    }
}
