internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// Judges a published mesh by what honest readers got and by the referee's books.
struct PublishedMeshReferee {
    let books: PublishedMeshBooks
    let system: PublishedMeshSystem
    let heard: [Submission]

    private typealias Written = PublishedMeshBooks.Written

    /// Looks with what they got.
    private var reads: [(look: PublishedMeshBooks.Look, outcome: PublishedMeshOutcome)] {
        books.looks.filter { $0.outcome < system.outcomes.count }
            .map { ($0, system.outcomes[$0.outcome]) }
    }

    func finding(of oracle: MeshOracle) -> Finding {
        let violation: String? =
            switch oracle {
            case .recordsFound: foundComplaint
            case .recordsConsent: consentComplaint
            case .recordsWindow: windowComplaint
            case .recordsOneValue: valueComplaint
            case .storageJudged: storageComplaint
            case .encodingOneMeaning: formComplaint
            case .identityOneKey: identityComplaint
            case .messagesBound: messages.boundComplaint
            case .admissionStaked: messages.stakeComplaint
            case .serviceAlive: serviceComplaint
            default: nil
            }
        return violation.map { .violated($0) }
            ?? .intact(
                "\(books.records.count) records and \(books.looks.count) looks are as they must be"
            )
    }

    // MARK: Readers

    private func milliseconds(_ seconds: PythonNumber, isBefore time: Int) -> Bool {
        seconds.isLess(than: .float(PublishedMeshTimes.seconds(milliseconds: time)))
    }

    private var foundComplaint: String? {
        for (look, outcome) in reads {
            let due = books.records.last { record in
                record.isHonest && record.isPublished && record.key == outcome.key
                    && record.name?.isSame(as: look.name) == true
                    && record.milliseconds <= outcome.milliseconds
                    && !milliseconds(.float(record.expiration), isBefore: outcome.milliseconds)
            }
            guard let due else { continue }
            let place = "\(outcome.by) looks for \(look.name.owner)'s \(look.name.kind.rawValue)"
            switch outcome.end {
            case .raised(let exception): return "\(place) and waits for ever: \(exception)"
            case .livelock: return "\(place), and the exchange never rests"
            default: break
            }
            guard let item = outcome.items.first(where: { $0.subkey == due.subkey }) else {
                return "\(place) and does not find it"
            }
            guard item.value == due.value else { return "\(place) and finds an older one" }
        }
        return nil
    }

    private var consentComplaint: String? {
        for (_, outcome) in reads {
            for item in outcome.items {
                let owners = PublishedRecordReading.contents("owner", in: item.subkey)
                guard !owners.isEmpty else { return "\(outcome.by) believes a record of nobody" }
                for owner in owners {
                    guard let name = honestParty(owner) else { continue }
                    let isSigned = books.records.contains {
                        $0.isHonest && $0.key == outcome.key && $0.subkey == item.subkey
                            && $0.value == item.value
                    }
                    if !isSigned {
                        return "\(outcome.by) believes a record that \(name) did not write"
                    }
                }
            }
        }
        return nil
    }

    /// The honest party of an owner's text; nil for anybody else's.
    private func honestParty(_ owner: [UInt8]) -> String? {
        guard let raw = PublishedRecordReading.rawKey(ofOwner: owner) else { return nil }
        return system.parties.first { $0.isHonest && $0.key.publicKey == raw }?.name
    }

    private func written(_ item: PublishedMeshOutcome.Item, _ key: MeshID) -> Written? {
        books.records.last {
            $0.key == key && $0.subkey == item.subkey && $0.value == item.value
        }
    }

    private var windowComplaint: String? {
        for (look, outcome) in reads {
            for item in outcome.items {
                if let expiration = item.expiration,
                    milliseconds(expiration, isBefore: outcome.milliseconds)
                {
                    return "\(outcome.by) believes a record that has expired"
                }
                guard let record = written(item, outcome.key) else { continue }
                if let complaint = complaint(record, readIn: look.epoch) {
                    return "\(outcome.by) believes \(complaint)"
                }
            }
        }
        return nil
    }

    /// Commits come in the first half of their epoch, reveals in the tenth after it; no record
    /// outlives the second epoch after its own.
    private func complaint(_ record: Written, readIn epoch: Int) -> String? {
        if epoch > record.epoch + 2 { return "a record of \(epoch - record.epoch) epochs before" }
        let length = system.clock.epochBlockCount
        let (half, tenth) = (2 * record.elapsed, 10 * record.elapsed)
        if record.keyName.hasPrefix("commit_epoch_") {
            guard record.keyName == "commit_epoch_\(record.epoch)", half < length else {
                return "a commit from outside its window"
            }
        }
        if record.keyName.hasPrefix("reveal_epoch_") {
            guard record.keyName == "reveal_epoch_\(record.epoch)", half >= length,
                tenth < 6 * length
            else { return "a reveal from outside its window" }
        }
        return nil
    }

    private var valueComplaint: String? {
        var seen: [(key: MeshID, subkey: [UInt8], value: [UInt8], by: String)] = []
        for (_, outcome) in reads {
            for item in outcome.items {
                guard let record = written(item, outcome.key), record.keyName != "node" else {
                    continue
                }
                let other = seen.first { $0.key == outcome.key && $0.subkey == item.subkey }
                if let other, other.value != item.value {
                    return "\(other.by) and \(outcome.by) believe different records of one owner"
                }
                seen.append((outcome.key, item.subkey, item.value, outcome.by))
            }
        }
        return nil
    }

    // MARK: Nodes

    private var storageComplaint: String? {
        for party in system.parties where party.isHonest {
            for record in PublishedMeshSystem.records(of: party.node.storage) {
                let isOffered = system.wire.offers.contains {
                    $0.target == party.name && $0.key == record.key
                        && $0.subkey == record.subkey && $0.value == record.value
                }
                if !isOffered { return "\(party.name) holds a record that nobody offered it" }
            }
        }
        return nil
    }

    private var identityComplaint: String? {
        var seen: [(raw: [UInt8], text: [UInt8])] = []
        for (_, outcome) in reads {
            for item in outcome.items {
                for text in PublishedRecordReading.contents("owner", in: item.subkey) {
                    guard let raw = PublishedRecordReading.rawKey(ofOwner: text) else { continue }
                    if seen.contains(where: { $0.raw == raw && $0.text != text }) {
                        return "\(outcome.by) believes two owners of one key"
                    }
                    seen.append((raw, text))
                }
            }
        }
        for party in system.parties where party.isHonest {
            let contacts = party.node.table.peers.members
            for contact in contacts where contacts.count(where: { $0.value == contact.value }) > 1 {
                return "\(party.name) knows one peer by several ids"
            }
        }
        return nil
    }

    /// A message of the attacker's that was taken, with the number of its node.
    var taken: [(message: Submission, kind: UInt8, target: Int, body: [UInt8])] {
        heard.compactMap { message in
            guard message.isAttack, message.surface == MeshSurfaces.peer,
                let first = message.bytes.first
            else { return nil }
            return message.isAccepted
                ? (message, first & 3, Int(first >> 2), Array(message.bytes.dropFirst())) : nil
        }
    }

    private var messages: PublishedMessageReferee {
        PublishedMessageReferee(books: books, system: system, taken: taken)
    }

    private var formComplaint: String? {
        for (_, kind, _, body) in taken where kind == 1 {
            guard let request = try? StoreRequest(parsing: body) else { continue }
            if request.subkeys.count != request.keys.count {
                return "a store of \(request.keys.count) keys with \(request.subkeys.count) subkeys"
            }
            if request.keys.contains(where: { $0.count != MeshID.byteCount }) {
                return "a key of another size names the same place"
            }
            for (tag, value) in zip(request.subkeys, request.values) {
                if let complaint = PublishedRecordReading.complaint(ofSubkey: tag)
                    ?? PublishedRecordReading.complaint(ofValue: value)
                {
                    return "a record is taken: \(complaint)"
                }
            }
        }
        return nil
    }

    private var serviceComplaint: String? {
        for outcome in system.outcomes {
            switch outcome.end {
            case .raised(let exception): return "\(outcome.by) waits for ever: \(exception)"
            case .livelock: return "\(outcome.by)'s exchange never rests"
            default: continue
            }
        }
        return nil
    }
}

extension RecordName {
    func isSame(as other: RecordName) -> Bool {
        kind == other.kind && name.utf8.elementsEqual(other.name.utf8)
            && owner.utf8.elementsEqual(other.owner.utf8)
    }
}
