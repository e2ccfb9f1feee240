package import Arbitration
package import Cryptography
internal import Training

/// The judge of a dispute about a training run, as a pure function of the task and of the parties'
/// posts: the same answers give the same verdict, on every machine and at every time.
///
/// It has the data and no weights, and trains nothing. It asks, checks that each post hashes to
/// what the party posted before, and goes on to the place where the parties differ, until one
/// element is left, which it computes.
package struct TrainingReferee: Sendable {
    package let task: TrainingTask
    package private(set) var cost = TrainingDisputeCost()
    package private(set) var verdict: TrainingDisputeVerdict?
    /// The traces by which the parties were known before; nil for a party that was not known.
    private let known: Pair<Digest?>
    private var stage = Stage.root
    private var path = TrainingDisputePath()
    private var traces: Pair<Digest>?
    /// The weights after the disputed step, and before it, by their hashes.
    private var leaves: Pair<Digest>?
    private var before: Digest?
    /// The roots over the disputed step's tensors.
    private var roots: Pair<[Digest]>?

    private enum Stage: Sendable {
        case root
        case descent(NodeDescent)
        case leaf(nodes: Pair<Digest>)
        case record
        case weights(isAfter: Bool)
        case tile(nodes: Pair<Digest>)
        case opening(TileOpening)
    }

    package init(task: TrainingTask, knownTraces: Pair<Digest?> = Pair(both: nil)) {
        self.task = task
        known = knownTraces
    }

    // MARK: Questions

    /// The question that each party is to answer next; nil for a party that is not asked.
    package var questions: Pair<TrainingQuestion?> {
        guard verdict == nil else { return Pair(both: nil) }
        let step = path.step ?? 0
        switch stage {
        case .root: return Pair(both: .root)
        case .descent(let descent): return Pair(both: descent.question)
        case .leaf: return Pair(both: .leaf(path.leaf ?? 0))
        case .record: return Pair(both: .record(step: step))
        case .weights(let isAfter): return Pair(both: .weights(step: step, isAfter: isAfter))
        case .tile:
            guard let tensor = path.tensor, let tile = path.tile else { return Pair(both: nil) }
            return Pair(both: .tile(step: step, tensor, tile: tile))
        case .opening(let opening):
            var questions = Pair<TrainingQuestion?>(both: nil)
            questions[opening.opener] = .open(
                step: step, opening.element.tensor, element: opening.element.element)
            return questions
        }
    }

    // MARK: Answers

    /// Takes the answers to ``questions``; the answer of a party that was not asked is ignored.
    package mutating func hear(_ answers: Pair<DisputeAnswer>) {
        guard verdict == nil else { return }
        let questions = self.questions
        cost.roundCount += 1
        var replies = Pair<TrainingReply?>(both: nil)
        var faults = Pair<TrainingDisputeFault?>(both: nil)
        for side in Side.allCases {
            guard let question = questions[side] else { continue }
            cost.postedByteCounts[side] += answers[side].byteCount
            if question.name == "open" { cost.evidenceByteCount = answers[side].byteCount }
            do throws(TrainingDisputeFault) {
                replies[side] = try read(answers[side], to: question)
            } catch {
                faults[side] = error
            }
        }
        if case .opening(let opening) = stage {
            return heard(opening, replies[opening.opener], fault: faults[opening.opener])
        }
        for side in Side.allCases where faults[side] == nil {
            guard let reply = replies[side] else { continue }
            faults[side] = fault(of: reply, side)
        }
        guard faults == Pair(both: nil), let left = replies.left, let right = replies.right else {
            return end(faults)
        }
        advance(Pair(left, right))
    }

    private func read(
        _ answer: DisputeAnswer, to question: TrainingQuestion
    ) throws(TrainingDisputeFault) -> TrainingReply {
        switch answer {
        case .nothing: throw .silent(to: question.name)
        case .tooLong: throw .tooLong(to: question.name)
        case .line(let bytes):
            guard bytes.count <= TrainingDisputeLimits.answerByteCountMax else {
                throw .tooLong(to: question.name)
            }
            guard let reply = TrainingReply(line: bytes, to: question, task.plan) else {
                throw .malformed(to: question.name)
            }
            return reply
        }
    }

    /// The fault of an answer of the right form, by the party's earlier posts; nil where it has
    /// none.
    private func fault(of reply: TrainingReply, _ side: Side) -> TrainingDisputeFault? {
        switch (stage, reply) {
        case (.root, .root(let trace, let root)):
            let made = TrainingTrace.digest(root: root, leafCount: task.leafCount)
            return made == trace && known[side] ?? trace == trace ? nil : .root
        case (.descent(let descent), .nodes(let nodes)):
            return descent.isSound(nodes, of: side) ? nil : .changedStory(in: descent.tree.name)
        case (.leaf(let nodes), .leaf(let weights, let before, let siblings)):
            return fault(
                ofLeaf: weights, node: nodes[side], before: before, siblings: siblings, side)
        case (.record, .record(let roots)):
            return roots.count == StepTensor.allCases.count ? nil : .malformed(to: "record")
        case (.weights(let isAfter), .weights(let bytes)):
            return fault(ofWeights: bytes, isAfter: isAfter, side)
        case (.tile(let nodes), .tile(let elements)):
            guard let tensor = path.tensor, let tile = path.tile,
                elements.count == places(tensor, tile: tile).count,
                elements.allSatisfy(tensor.bounds.contains)
            else { return .malformed(to: "tile") }
            return ElementTree.leaf(elements) == nodes[side]
                ? nil : .changedStory(in: "elements")
        default: return .malformed(to: "another question")
        }
    }

    private func fault(
        ofLeaf weights: Digest, node: Digest, before: Digest?, siblings: [Digest], _ side: Side
    ) -> TrainingDisputeFault? {
        let leaf = path.leaf ?? 0
        guard TrainingTrace.leaf(step: leaf, weightsHash: weights) == node else {
            return .changedStory(in: "steps")
        }
        guard leaf > 0 else {
            guard before == nil, siblings.isEmpty else { return .malformed(to: "leaf") }
            return weights == task.run.start ? nil : .otherStart
        }
        guard let before, let trace = traces?[side] else { return .malformed(to: "leaf") }
        let opens = TrainingTrace.opens(
            trace: trace, leafCount: task.leafCount, step: leaf - 1, weightsHash: before,
            path: siblings)
        return opens ? nil : .changedStory(in: "steps")
    }

    private func fault(
        ofWeights bytes: [UInt8], isAfter: Bool, _ side: Side
    ) -> TrainingDisputeFault? {
        guard let weights = try? TrainingWeights(shape: task.plan.shape, bytes: bytes) else {
            return .malformed(to: "weights")
        }
        let committed = isAfter ? leaves?[side] : before
        guard weights.hash == committed else { return .wrongWeights(isAfter ? "after" : "before") }
        let tensors = isAfter ? StepTensor.after : StepTensor.before
        let made = StepValues.elements(of: weights).map { ElementTree($0).root }
        return made == tensors.compactMap { roots?[side][$0.rawValue] }
            ? nil : .changedStory(in: "record")
    }

    private func places(_ tensor: StepTensor, tile: Int) -> Range<Int> {
        ElementTree.elements(ofTile: tile, elementCount: tensor.elementCount(task.plan))
    }

    // MARK: Steps

    private mutating func advance(_ replies: Pair<TrainingReply>) {
        switch (stage, replies.left, replies.right) {
        case (.root, .root(let left, let leftRoot), .root(let right, let rightRoot)):
            guard left != right else { return end(Pair(both: nil), .agreed) }
            traces = Pair(left, right)
            begin(
                NodeDescent(
                    .steps, leafCount: task.leafCount, roots: Pair(leftRoot, rightRoot)))
        case (.descent(var descent), .nodes(let left), .nodes(let right)):
            descent.descend(Pair(left, right))
            begin(descent)
        case (.leaf, .leaf(let left, let before, _), .leaf(let right, _, _)):
            // The leaf before is to the left of the way down, and so the same in both traces.
            leaves = Pair(left, right)
            self.before = before
            stage = .record
        case (.record, .record(let left), .record(let right)):
            roots = Pair(left, right)
            compare(left, right)
        case (.tile, .tile(let left), .tile(let right)): found(left, right)
        default: preconditionFailure("unlike posts of one commitment")
        }
    }

    /// Goes on to the first tensor that differs, or to the weights where it is none of the step's.
    private mutating func compare(_ left: [Digest], _ right: [Digest]) {
        let differing = StepTensor.allCases.first { left[$0.rawValue] != right[$0.rawValue] }
        guard let tensor = differing, !tensor.isRead else {
            stage = .weights(isAfter: differing == nil)
            return
        }
        path.tensor = tensor
        begin(
            NodeDescent(
                .elements(step: path.step ?? 0, tensor),
                leafCount: ElementTree.tileCount(elementCount: tensor.elementCount(task.plan)),
                roots: Pair(left[tensor.rawValue], right[tensor.rawValue])))
    }

    /// Goes on with a descent, or with the leaf that it has come to.
    private mutating func begin(_ descent: NodeDescent) {
        guard descent.isAtLeaf else {
            stage = .descent(descent)
            return
        }
        switch descent.tree {
        case .steps:
            path.leaf = descent.index
            stage = .leaf(nodes: descent.nodes)
        case .elements:
            path.tile = descent.index
            stage = .tile(nodes: descent.nodes)
        }
    }

    /// Goes on from the tiles that both posted: the first element that differs is left to compute.
    private mutating func found(_ left: [Int64], _ right: [Int64]) {
        guard let tensor = path.tensor, let tile = path.tile,
            let first = left.indices.first(where: { left[$0] != right[$0] })
        else { preconditionFailure("equal tiles of unlike digests") }
        let place = places(tensor, tile: tile).lowerBound + first
        path.element = place
        path.index = tensor.index(of: place, task.plan)
        path.values = Pair(left[first], right[first])
        stage = .opening(TileOpening(StepElement(tensor, place, plan: task.plan), task.plan))
    }

    // MARK: The end

    /// Asks the other party to open, where the first one failed; otherwise judges.
    private mutating func heard(
        _ opening: TileOpening, _ reply: TrainingReply?, fault: TrainingDisputeFault?
    ) {
        var opening = opening
        var fault = fault
        if case .open(let tiles)? = reply, let roots {
            do throws(TrainingDisputeFault) {
                let inputs = try opening.inputs(tiles, roots: roots[opening.opener])
                return judge(opening, inputs)
            } catch {
                // Inputs that hash to what both agreed to are the fault of both.
                if case .impossibleInputs = error { return end(Pair(both: error)) }
                fault = error
            }
        }
        opening.faults[opening.opener] = fault
        guard opening.opener == .left else { return end(opening.faults) }
        opening.opener = .right
        stage = .opening(opening)
    }

    private mutating func judge(_ opening: TileOpening, _ inputs: [[Int64]]) {
        guard let values = path.values, let step = path.step else { return }
        let right = opening.element.value(inputs, batch: task.batch(step: step))
        cost.multiplyAddCount += opening.element.multiplyAddCount
        path.rightValue = right
        var faults = opening.faults
        for side in Side.allCases where faults[side] == nil && values[side] != right {
            faults[side] = .wrongValue
        }
        end(faults)
    }

    private mutating func end(
        _ faults: Pair<TrainingDisputeFault?>, _ kind: TrainingDisputeVerdict.Kind? = nil
    ) {
        let areSilent = Side.allCases.allSatisfy {
            if case .silent = faults[$0] { true } else { false }
        }
        verdict = TrainingDisputeVerdict(
            kind: kind ?? (areSilent ? .inconclusive : .decided), faults: faults, path: path)
    }
}
