internal import GatewayNetwork
internal import Scenarios

/// Votes and settlements.
extension GatewayWorkshop {
    /// An honest vote for a snapshot.
    func vote(_ snapshot: EpochSnapshot, by name: String, round: Int) throws -> [UInt8] {
        let validator = keyring.identity(name)
        return try builder.signed(
            vote: builder.vote(snapshot, validator: validator.key, round: round),
            validator: validator
        ).bytes
    }

    /// A vote with edits for each snapshot, signed after these.
    func ballots(_ step: BallotStep, _ snapshots: [EpochSnapshot]) throws -> [[UInt8]] {
        let edits = step.edits[profile]
        let signer = keyring.identity(step.voter.signer)
        var work = bounds.work
        return try snapshots.enumerated().map { index, snapshot in
            let plain = builder.vote(
                snapshot, validator: keyring.key(step.voter.name), round: step.round)
            let raw = try rawObject(edited(plain.bytes, expanded(edits, index, &work)))
            try work.expect(raw.object)
            let signed = try builder.signed(vote: raw.object, validator: signer)
            var document = raw.document
            try document.add("signature", signed["signature"] ?? "\"\"")
            return document.sortedByKey.bytes
        }
    }

    /// An honest request to settle an epoch.
    func settlement(_ snapshot: EpochSnapshot) -> [UInt8] { builder.settlement(snapshot).bytes }

    func request(_ step: RequestStep, _ snapshot: EpochSnapshot) throws -> [UInt8] {
        var work = bounds.work
        return try edited(
            builder.settlement(snapshot).bytes, expanded(step.edits[profile], 0, &work))
    }

    // MARK: Requests

    /// - Parameter epoch: a published id; nil for the step's number.
    func mint(_ step: MintStep, epoch: String?) throws -> [UInt8] {
        var work = bounds.work
        let plain =
            epoch.map { PublishedForms.mint(epoch: $0) }
            ?? RawObject([("epoch", String(step.epoch))])
        return try edited(
            plain.bytes, expanded(step.edits[profile], 0, &work))
    }

    /// `METHOD TARGET`, a line feed, and the body; for a node with its name and a space in front.
    func requests(_ step: RequestTextStep) throws -> [[UInt8]] {
        var work = bounds.work
        return try (0..<step.count).map { index in
            let target = try expanded(step.target, index, &work)
            let body = try expanded(step.body, index, &work)
            let name = step.node.map { "\($0) " } ?? ""
            return Array("\(name)\(step.method) \(target)\n\(body)".utf8)
        }
    }

    // MARK: Published

    /// An honest vote for a snapshot that a gateway holds.
    func vote(_ epoch: GatewayView.Epoch, by name: String) -> [UInt8] {
        let validator = keyring.identity(name)
        var vote = PublishedForms.vote(epoch: epoch.id, validator: validator.key)
        vote["signature"] = RawObject.text(validator.signature(of: epoch.signedBytes))
        return vote.bytes
    }

    /// A vote with edits for each snapshot, which alone is signed.
    func ballots(_ step: BallotStep, _ epochs: [GatewayView.Epoch]) throws -> [[UInt8]] {
        let signer = keyring.identity(step.voter.signer)
        var work = bounds.work
        return try epochs.enumerated().map { index, epoch in
            let plain = PublishedForms.vote(
                epoch: epoch.id, validator: keyring.key(step.voter.name))
            let raw = try rawObject(
                edited(plain.bytes, expanded(step.edits[profile], index, &work)))
            try work.expect(raw.object)
            var document = raw.document
            try document.add(
                "signature", RawObject.text(signer.signature(of: epoch.signedBytes)))
            return document.sortedByKey.bytes
        }
    }

    func request(_ step: RequestStep, _ window: ExactWindow) throws -> [UInt8] {
        var work = bounds.work
        return try edited(
            PublishedForms.settlement(window, total: step.total).bytes,
            expanded(step.edits[profile], 0, &work))
    }
}
