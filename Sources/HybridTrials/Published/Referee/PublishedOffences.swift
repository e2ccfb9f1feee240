internal import Cryptography
internal import Scenarios
internal import Trials

/// Deeds of validators that a chain with finality has to punish, and that everybody can see.
struct PublishedOffences {
    struct Offence {
        let name: String
        let deed: String
    }

    let system: PublishedHybridSystem
    let heard: [Submission]

    /// The first that was seen.
    var first: Offence? {
        for name in HybridParties.attackers {
            if let deed = proposals(name) ?? acknowledgements(name) ?? votes(name) {
                return Offence(name: name, deed: deed)
            }
        }
        return nil
    }

    private func proposals(_ name: String) -> String? {
        let own = system.judged.filter {
            $0.node == 0 && system.proposerName($0.message) == name
                && Ed25519.verifies(
                    $0.message.signature, message: $0.message.signedBytes,
                    publicKey: system.keys(name).signing.publicKey)
        }
        for block in own {
            if own.contains(where: {
                $0.message.slot == block.message.slot && $0.message != block.message
            }) {
                return "signs two blocks of slot \(block.message.slot)"
            }
        }
        let refused = own.count {
            $0.refusal != nil && PublishedReading.update($0.message) != nil
        }
        return refused >= 3 ? "proposes \(refused) updates without a quorum" : nil
    }

    private var records: [(message: RecordMessage, seconds: Int)] {
        heard.compactMap { submission in
            guard submission.surface == HybridSurfaces.record, submission.isAccepted else {
                return nil
            }
            return RecordMessage(parsing: submission.bytes).map {
                ($0, submission.clock.milliseconds / 1_000)
            }
        }
    }

    /// Two updates that a member acknowledged in one slot.
    private func acknowledgements(_ name: String) -> String? {
        let suffix = PublishedReading.keyText(system.keys(name).publicKey, []).dropFirst(
            "ack:".count)
        var seen: [(key: [UInt8], slot: Int)] = []
        for (message, seconds) in records where message.value == [1] {
            let text = String(decoding: message.key, as: UTF8.self)
            guard text.hasPrefix("ack:"), text.hasSuffix(suffix) else { continue }
            let slot = PublishedReading.slot(seconds)
            if seen.contains(where: { $0.slot == slot && $0.key != message.key }) {
                return "acknowledges two updates in slot \(slot)"
            }
            seen.append((message.key, slot))
        }
        return nil
    }

    /// Two signed votes of one target, or one around the other.
    private func votes(_ name: String) -> String? {
        var seen: [(source: UInt64, target: UInt64, parts: [UInt8])] = []
        for (message, _) in records {
            guard message.key.starts(with: Array("vote:".utf8)), message.value.count >= 80
            else { continue }
            let parts = Array(message.value[64...])
            let isSigned = Ed25519.verifies(
                Array(message.value[..<64]), message: parts,
                publicKey: system.keys(name).signing.publicKey)
            guard isSigned else { continue }
            let source = parts[..<8].reduce(0) { $0 << 8 | UInt64($1) }
            let target = parts[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
            for other in seen where other.parts != parts {
                if other.target == target { return "votes twice for epoch \(target)" }
                let isAround =
                    source < other.source && other.target < target
                    || other.source < source && target < other.target
                if isAround { return "votes around its own vote" }
            }
            seen.append((source, target, parts))
        }
        return nil
    }
}
