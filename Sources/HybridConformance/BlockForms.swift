internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Blocks and judgements in the files' form.
enum BlockForms {
    /// A block; null ExtraData stands for no execution payload.
    static func block(_ vector: VectorValue) throws -> ConsensusBlock {
        ConsensusBlock(
            identifier: Array(try vector.member("name").string().utf8),
            slot: try vector.member("slot").decimal(),
            proposer: try vector.member("proposer").natural(),
            extraData: try vector.member("extra").unlessNull?.hexadecimal(),
            signature: try vector.member("signature").choice(ConsensusBlock.Signature.self))
    }

    /// All that the files say of a judgement besides look-ups, which not all of them have.
    static func members(
        of judgement: BlockJudgement, _ cache: ProposerCache
    ) -> HybridCases.Members {
        var members: HybridCases.Members = [
            ("verdict", .text(judgement.refusal == nil ? "accept" : "reject"))
        ]
        if let refusal = judgement.refusal { members.append(("reason", .text(refusal.rawValue))) }
        switch judgement.votes {
        case .counted(let votes, let memberCount)?:
            members.append(("votes", .text("\(votes)/\(memberCount)")))
        case .failed(let errors, let memberCount)?:
            members.append(("votes", .text("failed \(errors)/\(memberCount)")))
        case nil: break
        }
        if let path = judgement.slashPath { members.append(("slash_path", .text(path.rawValue))) }
        if let slashing = judgement.slashing {
            let blocks = [slashing.cached, slashing.present]
            members.append(
                ("slashing", .list(blocks.map { .text(name(of: $0) + "@\($0.slot)") })))
        }
        if !cache.blocks.isEmpty {
            let blocks = cache.blocks.map { ("\($0.proposer)", PythonValue.text(name(of: $0))) }
            members.append(("cached", HybridCases.object(blocks)))
        }
        return members
    }

    private static func name(of block: ConsensusBlock) -> String {
        String(decoding: block.identifier, as: UTF8.self)
    }
}
