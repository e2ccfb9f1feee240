internal import PublishedMesh

/// A task of a published node under way, with who named whom on its way.
struct PublishedTaskRun {
    let task: SimulatedTask
    var operation: any NodeOperation
    var messageCount = 0
    /// Peers that were named by an answer, and by whose; each by the first.
    private var named: [(node: Int, by: Int)] = []

    init(_ task: SimulatedTask, _ operation: any NodeOperation) {
        self.task = task
        self.operation = operation
    }

    mutating func note(_ answers: [KeptAnswer]?, from node: Int) {
        for contact in (answers ?? []).flatMap(\.neighbours) {
            let number = PublishedWorld.number(of: contact.peer)
            if !named.contains(where: { $0.node == number }) { named.append((number, node)) }
        }
    }

    /// The way to a node, which begins with one that nobody had named before it was asked.
    func path(to node: Int) -> [Int] {
        var path = [node]
        while let last = path.last, let step = named.first(where: { $0.node == last }),
            !path.contains(step.by)
        {
            path.append(step.by)
        }
        return path.reversed()
    }
}
