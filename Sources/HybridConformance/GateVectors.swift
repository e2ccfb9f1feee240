internal import BigInt
internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Decisions of the gate on stated losses, and losses over texts.
struct GateVectors: VectorJudge {
    let name = "gate"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["before", "after", "throws"])
            && document["losses"] != nil
    }

    /// The stage at which something but a text's evaluation fails.
    private enum Stage: String { case none, before, apply, after }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let cases = try root.member("cases").elements().enumerated().map { index, vector in
            try HybridCases.outcome(
                "cases \(index)", vector, inputs: ["before", "after", "throws"],
                got: try Self.decision(vector))
        }
        let losses = try root.member("losses").elements().enumerated().map { index, vector in
            let losses = try vector.member("losses_f32").elements().map { loss in
                try loss.unlessNull.map { FloatBits.single(try $0.singleBits()) }
            }
            return try HybridCases.outcome(
                "losses \(index)", vector, inputs: ["fails_in", "losses_f32"],
                got: [
                    ("counted", .integer(BigInt(losses.count { $0 != nil }))),
                    ("result_f64", Self.bits(MeanLoss.mean(of: losses))),
                ])
        }
        return cases + losses
    }

    private static func decision(_ vector: VectorValue) throws -> HybridCases.Members {
        let stage = try vector.member("throws").choice(Stage.self)
        let before = try vector.member("before").double()
        let after = try vector.member("after").double()
        func fail(_ place: Stage) throws(PythonError) {
            if stage == place { throw .other(name: "RuntimeError", "stated") }
        }
        var gate = LossGate<Bool>()
        let judgement = gate.judge(
            true,
            loss: { held throws(PythonError) in
                try fail(held == nil ? .before : .after)
                return held == nil ? before : after
            }, apply: { _ throws(PythonError) in try fail(.apply) })
        var members: HybridCases.Members = [
            ("loss_runs", .integer(BigInt(judgement.lossCount))),
            ("result", .boolean(judgement.isAccepted)),
            ("verdict", .text(judgement.isAccepted ? "accept" : "reject")),
        ]
        if let exact = GateRule.acceptsExactly(before: before, after: after) {
            members.append(("exact", .boolean(exact)))
        }
        return members
    }

    static func bits(_ float: PythonFloat) -> PythonValue {
        let bits = FloatBits.bits(of: float)
        return HybridCases.hexadecimal(
            (0..<8).reversed().map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) })
    }
}

extension VectorValue {
    /// The bits of a float32.
    fileprivate func singleBits() throws -> UInt32 {
        let bytes = try hexadecimal()
        guard bytes.count == 4 else {
            throw VectorFormError(place: place, expected: "4 bytes", got: "\(bytes.count)")
        }
        return bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// Histories of the gate on one base, as evidence for its memory.
///
/// The losses are floats of one machine. The loss of each kind of update is taken from where the
/// file first states it, and that of the base with fresh adapters from the first history; the
/// decisions, and the losses that every later judgement measures from and leaves, follow from the
/// gate's memory and have to be the file's. An update that is no tensor raises in applying.
struct GateHistoryVectors: VectorJudge {
    let name = "gate_state"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let histories)? = document["histories"],
            case .list(let steps)? = histories.first, case .dictionary(let step)? = steps.first
        else { return false }
        return step["base_after"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let histories = try document.vectorDocument.member("histories").elements().map {
            try $0.elements()
        }
        guard let first = histories.first?.first else { return [] }
        let fresh = try first.member("before").double()
        var losses: [String: PythonFloat] = [:]  // looked up, never iterated
        for step in histories.joined() {
            let update = try step.member("update").string()
            guard losses[update] == nil else { continue }
            losses[update] = try step.member("base_after").double()
        }
        var outcomes: [VectorOutcome] = []
        for (number, history) in histories.enumerated() {
            var gate = LossGate<String>()
            for (index, step) in history.enumerated() {
                let update = try step.member("update").string()
                outcomes.append(
                    try HybridCases.outcome(
                        "\(number) \(index)", step, inputs: ["update"],
                        got: Self.judged(&gate, update, fresh, losses)))
            }
        }
        return outcomes
    }

    private static func judged(
        _ gate: inout LossGate<String>, _ update: String, _ fresh: PythonFloat,
        _ losses: [String: PythonFloat]  // looked up, never iterated
    ) -> HybridCases.Members {
        func loss(_ held: String?) -> PythonFloat { held.flatMap { losses[$0] } ?? fresh }
        let before = loss(gate.lastApplied)
        let judgement = gate.judge(
            update, loss: { held throws(PythonError) in loss(held) },
            apply: { update throws(PythonError) in
                guard update != "not_tensors" else { throw .attribute("to") }
            })
        return [
            ("before", GateVectors.bits(before)), ("result", .boolean(judgement.isAccepted)),
            ("verdict", .text(judgement.isAccepted ? "accept" : "reject")),
            ("base_after", GateVectors.bits(loss(gate.lastApplied))),
        ]
    }
}
