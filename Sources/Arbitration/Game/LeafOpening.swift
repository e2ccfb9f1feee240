internal import Architectures
internal import Cryptography
internal import Disputes
internal import Fingerprints
internal import Tensors
internal import Traces

/// The last question of a dispute: a party opens the values that one element, or the proof, follows
/// from, and the referee computes it.
struct LeafOpening: Sendable {
    private let task: DisputeTask
    private let prompt: Int
    /// The disputed element; nil where the proof is disputed.
    private let plan: LeafPlan?
    private let part: Int
    private let sums: Pair<[Int64]>?
    let wanted: [WantedElements]
    /// The party that is asked to open: the left one first, and the right one where the left one
    /// failed.
    var opener = Side.left
    var faults = Pair<DisputeFault?>(both: nil)

    /// - Parameter sums: the sums that both parties posted, where the sum is cut into parts.
    init(_ plan: LeafPlan, part: Int, sums: Pair<[Int64]>?) {
        task = plan.task
        prompt = plan.prompt
        self.plan = plan
        self.part = part
        self.sums = sums
        wanted = plan.wanted(part: plan.parts[part])
    }

    /// The question about the proof, which follows from all rows that it reads.
    init(proofOf task: DisputeTask, prompt: Int) {
        self.task = task
        self.prompt = prompt
        plan = nil
        part = 0
        sums = nil
        let place = task.schedule.count - 2
        let count = task.form(prompt: prompt, place: place)?.elementCount ?? 0
        wanted = [WantedElements(.record(place), 0..<count)]
    }

    var question: DisputeQuestion { .open(prompt: prompt, wanted) }

    var multiplyAddCount: Int {
        plan.map { $0.multiplyAddCount(part: $0.parts[part]) } ?? 0
    }

    // MARK: What is opened

    /// The wanted elements, each range on its own. **Throws:** the opening's fault.
    func elements(
        _ reply: DisputeReply, recordsRoot: Digest
    ) throws(DisputeFault) -> [[Int64]] {
        let places = wanted.recordPlaces
        guard case .open(let records, let openings) = reply, records.count == places.count,
            openings.count == wanted.count
        else { throw .malformed(to: "open") }
        var digests: [Int: Digest] = [:]  // looked up, never iterated
        for (place, record) in zip(places, records) {
            let content = Trace.recordLeaf(
                place: place, task.schedule[place], .computed(record.digest))
            // All records before the first that differs are the same in both trees.
            let root = HashTree.root(
                leaves: [HashTree.leaf(content)], start: place, leafCount: task.schedule.count,
                siblings: record.siblings)
            guard root == recordsRoot else {
                throw .wrongOpening(of: task.schedule[place].name)
            }
            digests[place] = record.digest
        }
        var elements: [[Int64]] = []
        for (wanted, opened) in zip(wanted, openings) {
            let agreed = agreed(wanted.source, digests)
            guard let (form, digest, name) = agreed else { throw .malformed(to: "open") }
            let tiles = form.tiles(around: wanted.range)
            guard form.digest(of: opened, tiles: tiles) == digest else {
                throw .wrongOpening(of: name)
            }
            let start = form.elements(ofTiles: tiles).lowerBound
            elements.append(
                Array(
                    opened.elements[
                        wanted.range.lowerBound - start..<wanted.range.upperBound - start]))
        }
        return elements
    }

    private func agreed(
        _ source: WantedElements.Source, _ digests: [Int: Digest]
    ) -> (TensorForm, Digest, String)? {
        switch source {
        case .record(let place):
            guard let form = task.form(prompt: prompt, place: place),
                let digest = digests[place]
            else { return nil }
            return (form, digest, task.schedule[place].name)
        case .parameter(let name):
            return task.parameters[name].map { ($0.form, $0.digest, name) }
        }
    }

    // MARK: What follows

    struct Judgement {
        var faults = Pair<DisputeFault?>(both: nil)
        var path: DisputePath
    }

    /// The parties that are wrong, by the definition's value. Both agreed to the inputs, so
    /// impossible inputs convict both.
    func judgement(_ opened: [[Int64]], _ path: DisputePath) -> Judgement {
        guard let plan else { return proofJudgement(opened, path) }
        let inputs = plan.inputs(opened)
        var judgement = Judgement(path: path)
        do throws(ElementError) {
            try inputs.check()
        } catch {
            judgement.faults = Pair(both: .impossibleInputs(error.description))
            return judgement
        }
        guard let values = path.values else { return judgement }
        guard let sums else {
            let value = inputs.value
            judgement.path.rightValue = value
            judgement.faults = values.map { $0 == value ? nil : .wrongValue }
            return judgement
        }
        judgement.path.terms = plan.parts[part]
        for side in Side.allCases {
            let isRight =
                sums[side][part] == inputs.sum
                && Self.whole(sums[side]).map { inputs.finished($0) } == values[side]
            judgement.faults[side] = isRight ? nil : .wrongSum
        }
        // A party without a fault agrees with the other on all parts before this one, and is right
        // in this one; the other party's value is wrong in any case.
        if let side = Side.allCases.first(where: { judgement.faults[$0] == nil }) {
            judgement.path.rightValue = values[side]
        }
        return judgement
    }

    /// The whole sum; nil where the parts are not those of a sum that 64 bits hold.
    private static func whole(_ sums: [Int64]) -> Int64? {
        let sum = sums.reduce(Int128(0)) { $0 + Int128($1) }
        guard sum.magnitude <= UInt128(DisputeLimits.sumMagnitudeMax) else { return nil }
        return Int64(exactly: sum)
    }

    private func proofJudgement(_ opened: [[Int64]], _ path: DisputePath) -> Judgement {
        var judgement = Judgement(path: path)
        let shape = task.architecture.shape
        let challenge = task.prompts[prompt]
        let tokenCount = challenge.tokenIDs.count
        for place in 0..<opened[0].count / tokenCount {
            let row = opened[0][place * tokenCount..<(place + 1) * tokenCount]
            guard row.allSatisfy({ (0...FixedPoint.one).contains($0) }),
                row.contains(where: { $0 > 0 })
            else {
                judgement.faults = Pair(
                    both: .impossibleInputs("row \(place) of \(ScheduledOperation.proofRows)"))
                return judgement
            }
        }
        let proof = Fingerprint(
            salt: challenge.salt, layerCount: shape.layerCount, headCount: shape.headCount,
            selectedRows: opened[0]
        ).proofDigest
        judgement.path.rightProof = proof
        judgement.faults =
            path.proofs?.map { $0 == proof ? nil : .wrongValue } ?? Pair(both: nil)
        return judgement
    }
}

extension [WantedElements] {
    /// The places of the records that are to be opened, each once, in the order of the list.
    var recordPlaces: [Int] {
        var places: [Int] = []
        for wanted in self {
            if case .record(let place) = wanted.source, !places.contains(place) {
                places.append(place)
            }
        }
        return places
    }
}
