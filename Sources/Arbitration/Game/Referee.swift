package import Cryptography
internal import Traces

/// The judge of a dispute, as a pure function of the task and of the parties' posts: the same
/// answers give the same verdict, on every machine and at every time.
///
/// It knows no weights and computes no run. It asks, checks that each post hashes to what the party
/// posted before, and goes on to the place where the parties differ, until one element is left,
/// which it computes.
package struct Referee: Sendable {
    package let task: DisputeTask
    package private(set) var cost = DisputeCost()
    package private(set) var verdict: DisputeVerdict?
    /// The roots by which the parties were known before; nil for a party that was not known.
    private let known: Pair<Digest?>
    private var stage = Stage.root
    var path = DisputePath()
    /// The roots over the disputed prompt's records.
    var recordRoots: Pair<Digest>?

    private enum Stage: Sendable {
        case root
        case descent(TreeDescent)
        case prompt(leaves: Pair<Digest>)
        case record(leaves: Pair<Digest>)
        case tile(leaves: Pair<Digest>)
        case sums(LeafPlan)
        case opening(LeafOpening)
    }

    package init(task: DisputeTask, knownRoots: Pair<Digest?> = Pair(both: nil)) {
        self.task = task
        known = knownRoots
    }

    // MARK: Questions

    /// The question that each party is to answer next; nil for a party that is not asked.
    package var questions: Pair<DisputeQuestion?> {
        guard verdict == nil else { return Pair(both: nil) }
        switch stage {
        case .root: return Pair(both: .root)
        case .descent(let descent): return Pair(both: descent.question)
        case .prompt: return Pair(both: .prompt(path.prompt ?? 0))
        case .record:
            return Pair(both: .record(prompt: path.prompt ?? 0, place: path.place ?? 0))
        case .tile:
            return Pair(
                both: .tile(
                    prompt: path.prompt ?? 0, place: path.place ?? 0, tile: path.tile ?? 0))
        case .sums(let plan):
            return Pair(
                both: .sums(
                    prompt: plan.prompt, place: plan.place, element: path.element ?? 0,
                    termCount: plan.partTermCount))
        case .opening(let opening):
            var questions = Pair<DisputeQuestion?>(both: nil)
            questions[opening.opener] = opening.question
            return questions
        }
    }

    package var phase: DisputeCost.Phase {
        switch stage {
        case .root: .root
        case .descent(let descent):
            switch descent.tree {
            case .prompts: .prompts
            case .records: .records
            case .tiles: .tiles
            }
        case .prompt: .prompts
        case .record: .records
        case .tile: .tiles
        case .sums, .opening: .leaf
        }
    }

    // MARK: Answers

    /// Takes the answers to ``questions``; the answer of a party that was not asked is ignored.
    package mutating func hear(_ answers: Pair<DisputeAnswer>) {
        guard verdict == nil else { return }
        let questions = self.questions
        cost.addRound(phase)
        var replies = Pair<DisputeReply?>(both: nil)
        var faults = Pair<DisputeFault?>(both: nil)
        for side in Side.allCases {
            guard let question = questions[side] else { continue }
            let isEvidence = question.name == "open"
            cost.addPosted(answers[side], by: side, isEvidence: isEvidence)
            (replies[side], faults[side]) = Self.read(answers[side], to: question)
        }
        if case .opening(let opening) = stage {
            return heard(opening, replies[opening.opener], fault: faults[opening.opener])
        }
        for side in Side.allCases where faults[side] == nil {
            guard let reply = replies[side] else { continue }
            faults[side] = fault(of: reply, side)
        }
        guard faults == Pair(both: nil), let left = replies.left, let right = replies.right else {
            return isNotTheirs(faults, replies)
                ? end(Pair(both: nil), .otherTask) : end(faults)
        }
        advance(Pair(left, right))
    }

    /// Whether the faults of both are those of parties that honestly ran another task, the same
    /// one: then the task is the referee's alone, and nobody is blamed. An honest party that is
    /// asked about its own task has none of these faults.
    private func isNotTheirs(
        _ faults: Pair<DisputeFault?>, _ replies: Pair<DisputeReply?>
    ) -> Bool {
        switch (faults.left, faults.right) {
        case (.otherRun?, .otherRun?), (.otherWeights?, .otherWeights?):
            guard case .root(let left)? = replies.left, case .root(let right)? = replies.right
            else { return false }
            return left.run == right.run && left.integers == right.integers
        case (.changedStory?, .changedStory?):
            switch (stage, replies.left, replies.right) {
            case (.prompt, _, _): return true
            case (.descent(let descent), .nodes(let left)?, .nodes(let right)?):
                return descent.tree == .prompts && descent.mayBeOfAnotherSize(Pair(left, right))
            default: return false
            }
        default: return false
        }
    }

    private static func read(
        _ answer: DisputeAnswer, to question: DisputeQuestion
    ) -> (DisputeReply?, DisputeFault?) {
        switch answer {
        case .nothing: return (nil, .silent(to: question.name))
        case .tooLong: return (nil, .tooLong(to: question.name))
        case .line(let bytes):
            guard bytes.count <= DisputeLimits.answerByteCountMax else {
                return (nil, .tooLong(to: question.name))
            }
            guard let reply = DisputeReply(line: bytes, to: question) else {
                return (nil, .malformed(to: question.name))
            }
            return (reply, nil)
        }
    }

    /// The fault of an answer of the right form, by the party's earlier posts; nil where it has
    /// none.
    private func fault(of reply: DisputeReply, _ side: Side) -> DisputeFault? {
        switch (stage, reply) {
        case (.root, .root(let parts)): return fault(of: parts, side)
        case (.descent(let descent), .nodes(let nodes)):
            return descent.isSound(nodes, of: side) ? nil : .changedStory(in: descent.tree.name)
        case (.prompt(let leaves), .prompt(let root)):
            let place = path.prompt ?? 0
            let leaf = TracePromptLeaf(input: task.prompts[place].inputDigest, records: root)
            return HashTree.leaf(leaf.content(at: place)) == leaves[side]
                ? nil : .changedStory(in: "prompts")
        case (.record(let leaves), .record(let record, let tilesRoot)):
            return fault(of: record, tilesRoot, leaf: leaves[side])
        case (.tile(let leaves), .tile(let elements)):
            guard let form, let tile = path.tile,
                elements.count == form.elements(ofTile: tile).count, form.holds(elements)
            else { return .malformed(to: "tile") }
            return form.leaf(elements) == leaves[side] ? nil : .changedStory(in: "tiles")
        case (.sums(let plan), .sums(let sums)):
            guard sums.count == plan.parts.count else { return .malformed(to: "sums") }
            let bound = -DisputeLimits.sumMagnitudeMax...DisputeLimits.sumMagnitudeMax
            return sums.allSatisfy(bound.contains) ? nil : .wrongSum
        default: return .malformed(to: "another question")
        }
    }

    private func fault(of parts: RootParts, _ side: Side) -> DisputeFault? {
        let root = Trace.root(
            runDigest: parts.run, integersDigest: parts.integers, promptsRoot: parts.prompts)
        guard root == parts.root, known[side] ?? root == root else { return .root }
        guard parts.run == task.runDigest else { return .otherRun }
        guard parts.integers == task.integersDigest else { return .otherWeights }
        return nil
    }

    private func fault(
        of record: TraceRecord, _ tilesRoot: Digest?, leaf: Digest
    ) -> DisputeFault? {
        let place = path.place ?? 0
        let content = Trace.recordLeaf(place: place, task.schedule[place], record)
        guard HashTree.leaf(content) == leaf else { return .changedStory(in: "records") }
        guard let digest = record.digest else { return .truncated }
        guard let form else { return tilesRoot == nil ? nil : .malformed(to: "record") }
        return tilesRoot.map(form.digest(tilesRoot:)) == digest ? nil : .unopenable
    }

    /// The form of the disputed operation's output.
    private var form: TensorForm? {
        guard let prompt = path.prompt, let place = path.place else { return nil }
        return task.form(prompt: prompt, place: place)
    }

    // MARK: Steps

    private mutating func advance(_ replies: Pair<DisputeReply>) {
        switch (stage, replies.left, replies.right) {
        case (.root, .root(let left), .root(let right)):
            guard left.prompts != right.prompts else { return end(Pair(both: nil), .agreed) }
            begin(
                TreeDescent(
                    .prompts, leafCount: task.prompts.count,
                    roots: Pair(left.prompts, right.prompts)))
        case (.descent(var descent), .nodes(let left), .nodes(let right)):
            descent.descend(Pair(left, right))
            begin(descent)
        case (.prompt, .prompt(let left), .prompt(let right)):
            let roots = Pair(left, right)
            recordRoots = roots
            begin(
                TreeDescent(
                    .records(prompt: path.prompt ?? 0), leafCount: task.schedule.count,
                    roots: roots))
        case (.record, .record(let left, let leftRoot), .record(let right, let rightRoot)):
            if let form, let leftRoot, let rightRoot {
                let tree = DisputedTree.tiles(prompt: path.prompt ?? 0, place: path.place ?? 0)
                begin(
                    TreeDescent(
                        tree, leafCount: form.tileCount, roots: Pair(leftRoot, rightRoot)))
            } else if let left = left.digest, let right = right.digest {
                path.proofs = Pair(left, right)
                stage = .opening(LeafOpening(proofOf: task, prompt: path.prompt ?? 0))
            }
        case (.tile, .tile(let left), .tile(let right)): found(left, right)
        case (.sums(let plan), .sums(let left), .sums(let right)):
            let part = left.indices.first { left[$0] != right[$0] } ?? 0
            stage = .opening(LeafOpening(plan, part: part, sums: Pair(left, right)))
        default: preconditionFailure("replies of another question")
        }
    }

    /// Goes on with a descent, or with the leaf that it has come to.
    private mutating func begin(_ descent: TreeDescent) {
        path.steps.append(descent.step)
        guard descent.isAtLeaf else {
            stage = .descent(descent)
            return
        }
        switch descent.tree {
        case .prompts:
            path.prompt = descent.index
            stage = .prompt(leaves: descent.nodes)
        case .records:
            path.place = descent.index
            stage = .record(leaves: descent.nodes)
        case .tiles:
            path.tile = descent.index
            stage = .tile(leaves: descent.nodes)
        }
    }

    /// Goes on from the tiles that both posted: the first element that differs is left to compute.
    private mutating func found(_ left: [Int64], _ right: [Int64]) {
        guard let form, let tile = path.tile, let prompt = path.prompt, let place = path.place,
            let first = left.indices.first(where: { left[$0] != right[$0] })
        else { preconditionFailure("equal tiles of unlike digests") }
        let element = form.elements(ofTile: tile).lowerBound + first
        path.element = element
        path.index = form.index(of: element)
        path.values = Pair(left[first], right[first])
        let plan = LeafPlan(task: task, prompt: prompt, place: place, element: element)
        guard plan.parts.count == 1 else {
            stage = .sums(plan)
            return
        }
        let opening = LeafOpening(plan, part: 0, sums: nil)
        stage = .opening(opening)
        // A masked score follows from its place alone.
        if opening.wanted.isEmpty { judge(opening, [], faults: opening.faults) }
    }

    // MARK: The end

    /// Asks the other party to open, where the first one failed; otherwise judges.
    private mutating func heard(
        _ opening: LeafOpening, _ reply: DisputeReply?, fault: DisputeFault?
    ) {
        var opening = opening
        var opened: [[Int64]]?
        var fault = fault
        if fault == nil, let reply, let recordRoots {
            do throws(DisputeFault) {
                opened = try opening.elements(reply, recordsRoot: recordRoots[opening.opener])
            } catch {
                fault = error
            }
        }
        if let opened { return judge(opening, opened, faults: opening.faults) }
        opening.faults[opening.opener] = fault
        guard opening.opener == .left else { return end(opening.faults) }
        opening.opener = .right
        stage = .opening(opening)
    }

    private mutating func judge(
        _ opening: LeafOpening, _ opened: [[Int64]], faults: Pair<DisputeFault?>
    ) {
        let judgement = opening.judgement(opened, path)
        cost.multiplyAddCount += opening.multiplyAddCount
        path = judgement.path
        end(Pair(faults.left ?? judgement.faults.left, faults.right ?? judgement.faults.right))
    }

    private mutating func end(
        _ faults: Pair<DisputeFault?>, _ kind: DisputeVerdict.Kind? = nil
    ) {
        let areSilent = Side.allCases.allSatisfy {
            if case .silent = faults[$0] { true } else { false }
        }
        verdict = DisputeVerdict(
            kind: kind ?? (areSilent ? .inconclusive : .decided), faults: faults, path: path)
    }
}
