internal import Cryptography
internal import Disputes
package import Traces

/// A party that stands by a trace: it posts the digests that the trace commits it to, and takes
/// elements from the source of the trace.
///
/// With a trace and a source that equal the engine's own, it never loses.
package final class TraceParty: DisputeParty {
    private let task: DisputeTask
    private let trace: Trace
    private let source: any TensorSource
    private let promptLeaves: [TracePromptLeaf]
    private let promptTree: HashTree
    package let parts: RootParts
    private var recordTree: (prompt: Int, tree: HashTree)?
    /// The trees over one prompt's tensors, by the places of the schedule. A game is about one
    /// prompt, and a referee that asks for others takes no more memory.
    private var tensors: (prompt: Int, trees: [Int: TensorTree]) = (0, [:])  // never iterated

    package init(task: DisputeTask, trace: Trace, source: any TensorSource) {
        self.task = task
        self.trace = trace
        self.source = source
        promptLeaves = trace.promptLeaves
        promptTree = Trace.promptTree(promptLeaves)
        let (run, integers) = (trace.runDigest, trace.integersDigest)
        parts = RootParts(
            root: Trace.root(
                runDigest: run, integersDigest: integers, promptsRoot: promptTree.root),
            run: run, integers: integers, prompts: promptTree.root)
    }

    package func answer(_ question: DisputeQuestion) throws -> DisputeAnswer {
        try reply(question).map { .line($0.line) } ?? .nothing
    }

    /// The answer; nil for a question that no referee of this task asks.
    package func reply(_ question: DisputeQuestion) throws -> DisputeReply? {
        switch question {
        case .root: return .root(parts)
        case .nodes(let tree, let level, let index, let levelCount):
            return try nodes(tree, level: level, index: index, levelCount: levelCount)
        case .prompt(let prompt):
            guard promptLeaves.indices.contains(prompt) else { return nil }
            return .prompt(recordsRoot: promptLeaves[prompt].records)
        case .record(let prompt, let place):
            guard knows(prompt, place) else { return nil }
            let record = trace.prompts[prompt].records[place]
            let hasTensor = record.digest != nil && hasElements(prompt, place)
            return .record(
                record,
                tilesRoot: hasTensor ? try tensor(prompt, place).tree.root : nil)
        case .tile(let prompt, let place, let tile):
            guard let form = elementForm(prompt, place), (0..<form.tileCount).contains(tile)
            else { return nil }
            return .tile(
                try tensor(prompt, place).opening(of: form.elements(ofTile: tile)).elements)
        case .sums(let prompt, let place, let element, _):
            guard let form = elementForm(prompt, place),
                (0..<form.elementCount).contains(element)
            else { return nil }
            let plan = LeafPlan(task: task, prompt: prompt, place: place, element: element)
            return .sums(try sums(plan))
        case .open(let prompt, let wanted): return try open(prompt, wanted)
        }
    }

    private func knows(_ prompt: Int, _ place: Int) -> Bool {
        task.prompts.indices.contains(prompt) && trace.prompts.indices.contains(prompt)
            && task.schedule.indices.contains(place)
            && trace.prompts[prompt].records.indices.contains(place)
    }

    private func hasElements(_ prompt: Int, _ place: Int) -> Bool {
        task.form(prompt: prompt, place: place) != nil
    }

    private func elementForm(_ prompt: Int, _ place: Int) -> TensorForm? {
        knows(prompt, place) ? task.form(prompt: prompt, place: place) : nil
    }

    // MARK: Trees

    private func nodes(
        _ tree: DisputedTree, level: Int, index: Int, levelCount: Int
    ) throws -> DisputeReply? {
        let hashes: HashTree
        switch tree {
        case .prompts: hashes = promptTree
        case .records(let prompt):
            guard trace.prompts.indices.contains(prompt) else { return nil }
            hashes = records(prompt)
        case .tiles(let prompt, let place):
            guard elementForm(prompt, place) != nil else { return nil }
            hashes = try tensor(prompt, place).tree
        }
        guard (0..<hashes.levelCount).contains(level), (0...level).contains(levelCount),
            levelCount <= DisputeLimits.levelCountPerRound,
            (0..<hashes.nodeCount(level: level)).contains(index)
        else { return nil }
        let below = TreeDescent.below(
            leafCount: hashes.leafCount, level: level, index: index, levelCount: levelCount)
        return .nodes(below.map { hashes.node(level: level - levelCount, index: $0) })
    }

    private func records(_ prompt: Int) -> HashTree {
        if let recordTree, recordTree.prompt == prompt { return recordTree.tree }
        let tree = trace.recordTree(prompt: prompt)
        recordTree = (prompt, tree)
        return tree
    }

    private func tensor(_ prompt: Int, _ place: Int) throws -> TensorTree {
        if tensors.prompt != prompt { tensors = (prompt, [:]) }
        if let tree = tensors.trees[place] { return tree }
        guard let form = task.form(prompt: prompt, place: place) else {
            preconditionFailure("the proof has no elements")
        }
        let tree = TensorTree(
            dimensions: form.dimensions, elementType: form.type,
            elements: try source.output(prompt: prompt, place: place))
        tensors.trees[place] = tree
        return tree
    }

    // MARK: The element

    private func sums(_ plan: LeafPlan) throws -> [Int64] {
        try plan.parts.map { part in
            let opened = try plan.wanted(part: part).map { wanted in
                let opening = try self.opening(plan.prompt, wanted)
                let start = opening.places.lowerBound
                return Array(
                    opening.elements[
                        wanted.range.lowerBound - start..<wanted.range.upperBound - start])
            }
            return plan.inputs(opened).sum
        }
    }

    private func open(_ prompt: Int, _ wanted: [WantedElements]) throws -> DisputeReply? {
        guard trace.prompts.indices.contains(prompt),
            (1...DisputeLimits.wantedCountMax).contains(wanted.count)
        else { return nil }
        let isKnown = wanted.allSatisfy { wanted in
            switch wanted.source {
            case .record(let place):
                elementForm(prompt, place).map { wanted.range.upperBound <= $0.elementCount }
                    ?? false
            case .parameter(let name):
                task.parameters[name].map { wanted.range.upperBound <= $0.form.elementCount }
                    ?? false
            }
        }
        guard isKnown,
            wanted.reduce(0, { $0 + $1.range.count }) <= DisputeLimits.wantedElementCountMax
        else { return nil }
        let tree = records(prompt)
        var records: [OpenedRecord] = []
        for place in wanted.recordPlaces {
            // An output that was not computed cannot be opened.
            guard let digest = trace.prompts[prompt].records[place].digest else { return nil }
            records.append(
                OpenedRecord(digest: digest, siblings: tree.siblings(of: place..<place + 1)))
        }
        let openings = try wanted.map { wanted in
            let opening = try self.opening(prompt, wanted)
            return OpenedElements(elements: opening.elements, siblings: opening.siblings)
        }
        return .open(records, openings)
    }

    private func opening(_ prompt: Int, _ wanted: WantedElements) throws -> TensorOpening {
        switch wanted.source {
        case .record(let place):
            return try tensor(prompt, place).opening(of: wanted.range)
        case .parameter(let name): return try source.parameter(name).opening(of: wanted.range)
        }
    }
}
