internal import Cryptography
internal import Encodings
internal import PublishedHybrid
internal import Scenarios
internal import Trials

/// Judges a published network by the blocks that its nodes took, by the records that they were
/// answered, and by the referee's books.
struct PublishedHybridReferee {
    let books: PublishedHybridBooks
    let system: PublishedHybridSystem
    let heard: [Submission]

    func finding(of oracle: HybridOracle) -> Finding {
        let violation: String? =
            switch oracle {
            case .acknowledgementsConsent: consentComplaint
            case .acknowledgementsQuorum: quorumComplaint ?? twoUpdatesComplaint
            case .acknowledgementsKept: keptComplaint
            case .blocksAgree: agreeComplaint
            case .blocksHonest: honestComplaint
            case .blocksForm: formComplaint ?? engine.numberComplaint
            case .finalityOneHistory: historyComplaint
            case .stakeInnocent: innocentComplaint
            case .stakeGuilty: guiltyComplaint
            case .trainingGain: training.gainComplaint
            case .trainingMajority: training.majorityComplaint
            case .trainingContent: training.contentComplaint ?? foreignUpdateComplaint
            case .trainingAlive: training.aliveComplaint
            case .encodingOneMeaning: engine.formComplaint
            case .engineJobs: engine.jobComplaint
            case .determinismReplay: training.agreementComplaint ?? stateComplaint
            default: nil
            }
        return violation.map { .violated($0) }
            ?? .intact(
                "\(system.judged.count) judgements of blocks and \(system.averaged.count) rounds "
                    + "are as they must be")
    }

    private var training: PublishedTrainingReferee {
        PublishedTrainingReferee(books: books, system: system)
    }
    private var engine: PublishedEngineReferee {
        PublishedEngineReferee(books: books, system: system)
    }

    // MARK: Reading

    /// Blocks that some node took.
    var taken: [JudgedBlock] { system.judged.filter { $0.refusal == nil } }
    private var takenByFirst: [JudgedBlock] { taken.filter { $0.node == 0 } }

    private func hasVote(_ name: String, _ update: [UInt8], in block: JudgedBlock) -> Bool {
        let key = PublishedReading.keyText(system.keys(name).publicKey, update)
        return block.answers.contains { $0.key.text == key && $0.answer == .value([1]) }
    }

    func isHonest(_ name: String?) -> Bool { name.map(HybridParties.honest.contains) ?? false }

    // MARK: Acknowledgements

    private var consentComplaint: String? {
        for block in taken {
            guard let update = PublishedReading.update(block.message) else { continue }
            for name in HybridParties.honest where hasVote(name, update, in: block) {
                let isMade = system.averaged.contains {
                    $0.by == name && $0.identifier == update
                        && PublishedReading.slot($0.seconds) == Int(clamping: block.message.slot)
                }
                if !isMade {
                    return "a block is taken by an acknowledgement that \(name) did not make for it"
                }
            }
        }
        return nil
    }

    private var quorumComplaint: String? {
        for block in taken {
            guard let update = PublishedReading.update(block.message) else { continue }
            let epoch = UInt64(PublishedReading.slot(block.seconds)) / 32
            var members: [String] = []
            for listed in system.rules.validators
            where !listed.isSlashed && listed.activationEpoch <= epoch && epoch < listed.exitEpoch
                && !members.contains(listed.name)
            {
                members.append(listed.name)
            }
            let votes = members.count { hasVote($0, update, in: block) }
            if 3 * votes <= 2 * members.count {
                return "a block is taken by \(votes) of \(members.count) members"
            }
        }
        return nil
    }

    private var twoUpdatesComplaint: String? {
        var seen: [UInt64: [UInt8]] = [:]  // looked up, never iterated
        for block in taken {
            guard let update = PublishedReading.update(block.message) else { continue }
            let other = seen.updateValue(update, forKey: block.message.slot)
            if let other, other != update {
                return "two updates are taken in slot \(block.message.slot)"
            }
        }
        return nil
    }

    private var keptComplaint: String? {
        var records = system.records
        for round in system.averaged where isHonest(round.by) {
            guard let id = round.identifier, system.now < round.seconds + 3_600 else { continue }
            let held = records.record(
                for: RecordKey(PublishedReading.keyText(system.keys(round.by).publicKey, id)),
                now: system.now)
            if held?.value != [1] {
                return "\(round.by)'s acknowledgement is gone after "
                    + "\(system.now - round.seconds) seconds"
            }
        }
        return nil
    }

    /// A block that was taken names an update that no honest member made of deltas.
    private var foreignUpdateComplaint: String? {
        for block in taken {
            guard let update = PublishedReading.update(block.message) else { continue }
            let isMade = system.averaged.contains { $0.identifier == update }
            if !isMade { return "a block is taken whose update nobody made of deltas" }
        }
        return nil
    }

    // MARK: Blocks

    private var agreeComplaint: String? {
        var seen: [[UInt8]: JudgedBlock] = [:]  // looked up, never iterated
        for block in system.judged {
            guard let other = seen[block.identifier] else {
                seen[block.identifier] = block
                continue
            }
            if (other.refusal == nil) != (block.refusal == nil) {
                return "nodes \(other.node) and \(block.node) judge a block differently"
            }
        }
        return nil
    }

    private var honestComplaint: String? {
        for block in system.judged where books.isHonest(block: block.identifier) {
            if let refusal = block.refusal {
                return "node \(block.node) refuses an honest block: \(refusal.name)"
            }
        }
        return nil
    }

    private var formComplaint: String? {
        var parent = [UInt8](repeating: 0, count: 32)
        for block in takenByFirst {
            guard let extra = block.message.extraData else {
                return "a block without a payload is taken"
            }
            if extra.count != 64 { return "a block with \(extra.count) bytes of content is taken" }
            if Array(extra[..<32]) != parent { return "a block with another parent is taken" }
            let signer = system.proposerName(block.message).map { system.keys($0).signing }
            let isSigned = signer.map {
                Ed25519.verifies(
                    block.message.signature, message: block.message.signedBytes,
                    publicKey: $0.publicKey)
            }
            if isSigned != true { return "a block is taken that its proposer did not sign" }
            let proposer = system.proposerName(block.message)
            if isHonest(proposer), !books.isHonest(block: block.identifier) {
                return "a block is taken in \(proposer ?? "")'s name, who did not make it"
            }
            parent = block.identifier
        }
        return nil
    }

    /// A node that read all blocks that were taken holds what one holds that was there.
    private var stateComplaint: String? {
        system.rootsRead.contains { $0.first != $0.late }
            ? "a node that read the history holds another state" : nil
    }

    /// Two epochs later a block is final, as the seed promises.
    private static let finalSlotCount: UInt64 = 64

    private var historyComplaint: String? {
        var highest: UInt64 = 0
        for block in takenByFirst {
            let (end, isOver) = block.message.slot.addingReportingOverflow(Self.finalSlotCount)
            if !isOver, end <= highest {
                return "a block of slot \(block.message.slot) is taken after slot \(highest)"
            }
            highest = max(highest, block.message.slot)
        }
        return nil
    }

    // MARK: Stakes

    private var innocentComplaint: String? {
        for block in system.judged where block.slashing != nil {
            if books.isHonest(block: block.identifier) {
                return "an honest proposer is handed to the slasher"
            }
        }
        return nil
    }

    private var guiltyComplaint: String? {
        let offences = PublishedOffences(system: system, heard: heard)
        guard let offence = offences.first else { return nil }
        let isPunished = system.validators.enumerated().contains { place, validator in
            system.rules.validators[place].name == offence.name && validator.isSlashed
                && !system.rules.validators[place].isSlashed
        }
        return isPunished ? nil : "\(offence.name) \(offence.deed) and keeps the stake"
    }
}
