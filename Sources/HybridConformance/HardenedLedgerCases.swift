internal import Conformance
internal import HybridChain
internal import PythonValues
internal import Trials

/// Acknowledgements, certificates, headers and evidence of a world.
struct HardenedLedgerCases {
    private let label: String
    private let world: HardenedWorld
    private let rules: HybridRules
    /// The parent block, and the state after it.
    private let parent: HybridTip

    static func outcomes(
        _ label: String, _ vector: VectorValue, _ world: HardenedWorld
    ) throws -> [VectorOutcome] {
        let cases = Self(label: label, world: world)
        return try cases.acknowledgements(vector) + cases.certificates(vector)
            + cases.headers(vector) + cases.evidence(vector)
    }

    private init(label: String, world: HardenedWorld) {
        self.label = label
        self.world = world
        rules = HybridRules(world.genesis)
        var slashed = ValidatorSet()
        for index in world.genesis.validators.indices where !world.active.contains(index) {
            slashed.insert(UInt16(index))
        }
        parent = HybridTip(
            hash: world.parent, parent: world.genesis.tip, number: world.parentNumber,
            slot: world.parentSlot, state: HybridState(world.genesis, slashed: slashed))
    }

    private var state: HybridState { rules.state(on: parent, slot: world.slot) }

    /// The reason of a refusal, without the word that it carries in a block.
    private static func reason(
        without word: String = "", _ judge: () throws(Refusal) -> Void
    ) -> String? {
        do throws(Refusal) {
            try judge()
            return nil
        } catch {
            let name = error.by.name
            return name.hasPrefix(word) ? String(name.dropFirst(word.count)) : name
        }
    }

    private func outcomes(
        _ list: String, _ vector: VectorValue,
        _ members: (VectorValue) throws -> [(String, PythonValue)]
    ) throws -> [VectorOutcome] {
        try vector.member(list).elements().enumerated().map { index, one in
            try HardenedForm.outcome("\(label) \(list) \(index)", one, members(one))
        }
    }

    // MARK: Acknowledgements

    private func acknowledgements(_ vector: VectorValue) throws -> [VectorOutcome] {
        let known = try vector.member("updates").elements().compactMap {
            try $0.optional("update_id")?.hexadecimal()
        }
        var book = AcknowledgementBook()
        return try outcomes("acks", vector) { one in
            let bytes = try one.member("bytes").hexadecimal()
            let isAlone = try one.member("alone").boolean()
            return HardenedForm.verdict(
                Self.reason { () throws(Refusal) in
                    let taken = try rules.judge(
                        acknowledgement: bytes, slot: world.slot, in: state,
                        isAlone ? AcknowledgementBook() : book, isKnown: known.contains)
                    if !isAlone { book.take(taken) }
                })
        }
    }

    private func certificates(_ vector: VectorValue) throws -> [VectorOutcome] {
        try outcomes("certificates", vector) { one in
            let bytes = try one.member("bytes").hexadecimal()
            let updateID = try one.member("update_id").hexadecimal()
            return HardenedForm.verdict(
                Self.reason(without: "cert_") { () throws(Refusal) in
                    try rules.judge(
                        certificate: bytes, slot: world.slot, updateID: updateID, in: state)
                })
        }
    }

    // MARK: Headers

    private func headers(_ vector: VectorValue) throws -> [VectorOutcome] {
        try outcomes("headers", vector) { one in
            let header = HybridHeader(bytes: try one.member("bytes").hexadecimal())
            let reason = Self.reason { () throws(Refusal) in try rules.judge(header, on: parent) }
            return [("hash", HybridCases.hexadecimal(header.hash))]
                + HardenedForm.verdict(reason)
        }
    }

    // MARK: Evidence

    private static let kinds: [(name: String, kind: HybridEvidence.Kind)] = [
        ("headers", .headers), ("acks", .acknowledgements), ("votes", .votes),
        ("bad_ack", .wrongUpdate),
    ]

    private func evidence(_ vector: VectorValue) throws -> [VectorOutcome] {
        let rules = HybridRules(world.genesis, faultCount: world.evidenceFaultCount)
        let chain = HybridChainView(parent) { $0 == parent.hash ? parent : nil }
        return try outcomes("evidence", vector) { one in
            let name = try one.member("kind").string()
            guard let kind = Self.kinds.first(where: { $0.name == name })?.kind else {
                throw one.unexpected("a kind of evidence")
            }
            let evidence = try HybridEvidence(
                kind, first: one.member("first").hexadecimal(),
                second: one.member("second").hexadecimal(),
                deltas: one.optional("deltas")?.elements().map { try $0.hexadecimal() } ?? [])
            return HardenedForm.verdict(
                Self.reason(without: "evidence_") { () throws(Refusal) in
                    _ = try rules.judge(evidence, on: chain)
                })
        }
    }
}
