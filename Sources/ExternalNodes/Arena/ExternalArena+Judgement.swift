internal import Encodings
internal import Scenarios
internal import Trials

/// The end of a trial: oracles, and honest use after the attack.
extension ExternalArena {
    func finding(of oracle: ExternalOracle) throws -> Finding {
        switch oracle {
        case .serviceAlive:
            return client.death.map { .violated("the node died: \($0)") } ?? .intact("it answers")
        // Honest use is refused then, which breaks any claim.
        case _ where client.staysDown: return .intact("the node is down")
        case .determinismReplay:
            return try client.differenceToTwin().map { .violated("a second node gave \($0)") }
                ?? .intact("a second node gave the same answers")
        case .encodingOneForm, .signatureConsent, .ledgerExact, .storeState: break
        }
        guard let view = try view() else {
            return .violated("the node ended when it was asked for what it holds")
        }
        let referee = ExternalReferee(books: books, view: view)
        return switch oracle {
        case .encodingOneForm: referee.encodingOneForm
        case .signatureConsent: referee.signatureConsent
        case .ledgerExact: referee.ledgerExact
        default: referee.storeState
        }
    }

    /// All that the node tells of itself; nil where it ended instead.
    private func view() throws -> ExternalReferee.NodeView? {
        guard let state = try client.state() else { return nil }
        var blocks: [[UInt8]] = []
        for height in 0..<min(client.latest.height, ExternalBooks.blockCountMax) {
            guard let bytes = try client.block(height + 1) else { return nil }
            blocks.append(bytes)
        }
        return ExternalReferee.NodeView(
            height: client.latest.height, head: client.latest.head, blocks: blocks, state: state)
    }

    func count(of counter: String) throws -> Int? { nil }

    /// Payments, blocks and a restart. Whatever waits is first put into a block, so that there is
    /// room.
    func poll() throws -> String? {
        do {
            try use()
        } catch let fault as StepFault {
            return fault.description
        }
        return complaint
    }

    private func use() throws {
        guard complaint == nil else { return }
        try perform(.produce(blockCount: 1, seconds: 1), at: 0)
        for round in 0..<2 {
            guard complaint == nil else { return }
            _ = try pay(Self.pollPayer, Self.pollPayee, 1 + round)
            try perform(.produce(blockCount: 1, seconds: 1), at: 0)
            if round == 0 { try restart() }
        }
        guard complaint == nil, let view = try view() else {
            return complain(complaint ?? "the node ended when it was asked for what it holds")
        }
        let lines = view.blocks.flatMap { $0.split(separator: UInt8(ascii: "\n")) }
        let counted = Set(lines)  // membership only, never iterated
        if let index = books.takenLines.firstIndex(where: { !counted.contains($0[...]) }) {
            complain("honest payment \(index + 1) was taken and is in no block")
        }
    }
}
