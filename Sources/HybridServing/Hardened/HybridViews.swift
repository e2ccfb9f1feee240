internal import Encodings
internal import HybridChain

/// The node's state as JSON.
struct HybridViews {
    /// Blocks that a list shows, the newest first.
    private static let blockCountMax = 64

    let node: HybridNode
    let facts: HybridFacts

    var status: JSONValue {
        let (state, head) = (node.state, node.tree.head)
        return .object([
            JSONMember("client", .string(facts.client)),
            JSONMember("network", .hash(node.rules.network)),
            JSONMember("validator", node.validatorIndex.map { .integer(Int($0)) } ?? .null),
            JSONMember("peers", .integer(facts.peers.count)),
            JSONMember("slot", .count(max(node.slot, head.slot))),
            JSONMember("height", .count(head.number)),
            JSONMember("head", .hash(head.hash)),
            JSONMember("head_slot", .count(head.slot)),
            JSONMember("epoch", .count(node.rules.epoch(of: head.slot))),
            JSONMember("justified", checkpoint(state.finality.highest)),
            JSONMember("finalised", checkpoint(state.finality.finalised)),
            JSONMember("committee", indices(state.committee)),
            JSONMember("quorum", .integer(state.quorum)),
            JSONMember("slashed", indices(state.slashed)),
            JSONMember("bonds", .array(state.bonds.map(JSONValue.count))),
            JSONMember("burnt", .count(state.burnt)),
            JSONMember("weights", .hash(state.weightsHash)),
            JSONMember("loss", .integer(Int(state.loss))),
            JSONMember("state_root", .hash(state.root)),
            JSONMember("waiting_votes", .integer(node.waitingVotes.count)),
            JSONMember("waiting_evidence", .integer(node.waitingEvidence.count)),
        ])
    }

    private func indices(_ set: ValidatorSet) -> JSONValue {
        .array(set.indices.map(JSONValue.integer))
    }

    /// A checkpoint with the number of its block.
    private func checkpoint(_ checkpoint: HybridCheckpoint) -> JSONValue {
        .object([
            JSONMember("epoch", .count(checkpoint.epoch)),
            JSONMember("height", .count(node.tree.tip(checkpoint.root)?.number ?? 0)),
            JSONMember("root", .hash(checkpoint.root)),
        ])
    }

    var votes: JSONValue {
        .array(
            node.waitingVotes.map {
                .object([
                    JSONMember("validator", .integer(Int($0.index))),
                    JSONMember("source", .count($0.link.source.epoch)),
                    JSONMember("target", .count($0.link.target.epoch)),
                    JSONMember("root", .hash($0.link.target.root)),
                ])
            })
    }

    var evidence: JSONValue {
        .array(
            node.waitingEvidence.map {
                .object([
                    JSONMember("kind", .integer(Int($0.kindByte))),
                    JSONMember(
                        "validator",
                        Self.signer(of: $0)),
                    JSONMember("bytes", .integer($0.bytes.count)),
                ])
            })
    }

    private static func signer(of evidence: HybridEvidence) -> JSONValue {
        evidence.kind.map { .integer(Int(SignedPiece(evidence.first, $0).index)) } ?? .null
    }

    /// The last blocks of the best chain, the newest first.
    var blocks: JSONValue {
        var blocks: [JSONValue] = []
        var place = node.tree.head
        while blocks.count < Self.blockCountMax, let block = node.tree.block(place.hash) {
            blocks.append(view(block, place))
            guard let parent = node.tree.tip(place.parent) else { break }
            place = parent
        }
        return .array(blocks)
    }

    private func view(_ block: HybridBlock, _ place: HybridTip) -> JSONValue {
        let certificate = HybridCertificate(bytes: block.certificate)
        let evidence = HybridEvidenceList(
            bytes: block.evidence, countMax: HybridLimits.evidenceCountMax)
        return .object([
            JSONMember("height", .count(place.number)),
            JSONMember("slot", .count(place.slot)),
            JSONMember("hash", .hash(place.hash)),
            JSONMember("proposer", .integer(Int(block.header.proposer))),
            JSONMember(
                "update", block.header.isEmpty ? .null : .hash(block.header.updateID)),
            JSONMember("acknowledgements", .integer(certificate.entries.count)),
            JSONMember("evidence", .integer(evidence.items.count)),
            JSONMember("votes", .integer(HybridVoteList(bytes: block.votes).votes.count)),
            JSONMember("loss", .integer(Int(place.state.loss))),
        ])
    }
}
