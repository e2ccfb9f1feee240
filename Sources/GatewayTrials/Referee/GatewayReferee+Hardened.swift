internal import BigInt
internal import Cryptography
internal import Encodings
internal import Scenarios
internal import Trials

/// Judgements of what only the hardened network has.
extension GatewayReferee {
    /// A complaint of a message that only the hardened network has; nil for one that is good.
    func complaint(ofMessage bytes: [UInt8], _ surface: String) -> String? {
        do throws(Inexact) {
            let message = try reading.message(bytes, surface).get()
            guard surface == "order" else {
                return message.canonicalBytes == bytes ? nil : "it is another spelling"
            }
            let whole = try GatewayReading.parse(bytes)
            guard GatewayReading.canonical(whole) == bytes,
                GatewayReading.canonical(message.value) == Array(message.value.compactText.utf8)
            else { return "it is another spelling" }
            let prompt = try reading.text(whole, "prompt")
            return try reading.text(message.value, "prompt") == Digests.sha256(prompt.utf8).text
                ? nil : "its prompt is another than the one that was signed"
        } catch {
            return error.why
        }
    }

    // MARK: Users, notes, records

    func hardenedAccounts() -> Finding {
        do throws(Inexact) {
            let exact = try HardenedAccounts(view.rows, journal, reading, parties, books)
            for (user, balance) in view.accounts {
                let expected = exact.balance(of: user)
                guard balance == expected else {
                    return .violated("a user holds \(balance), expected \(expected)")
                }
            }
        } catch {
            return .violated(error.why)
        }
        return .intact("\(view.accounts.count) accounts, exact")
    }

    /// **Throws:** ``Inexact`` at the first note that does not count.
    func hardenedNotes() throws(Inexact) -> HardenedNotes {
        try HardenedNotes(view.rows, reading, parties, books)
    }

    func notes() -> Finding {
        do throws(Inexact) {
            return .intact("\(try hardenedNotes().count) notes, each its signer's last word")
        } catch {
            return .violated(error.why)
        }
    }

    /// Each record is the newest that its gateway signed and anybody sent, of few kinds.
    func records() -> Finding {
        do throws(Inexact) {
            var held: [(gateway: String, kind: String)] = []
            for bytes in view.records {
                let message = try reading.message(bytes, "record").get()
                let gateway = try reading.base64(message.value, "gateway", 32)
                let kind = try reading.text(message.value, "kind")
                let sequence = try reading.integer(message.value, "sequence")
                guard books.hasMessage(message.payload, "record", gateway) else {
                    return .violated("a record of \(kind) that its gateway never signed")
                }
                guard kind.wholeMatch(of: /[a-z0-9._-]{1,64}/) != nil else {
                    return .violated("a record of a kind of other letters")
                }
                guard sequence >= newestSequence(gateway, kind) else {
                    return .violated("an older record of \(kind) than one before it")
                }
                held.append((gateway, kind))
            }
            for key in parties.gatewayKeys where held.count(where: { $0.gateway == key }) > 16 {
                return .violated("more than 16 records of one gateway")
            }
        } catch {
            return .violated(error.why)
        }
        return .intact("\(view.records.count) records, each the newest of its gateway")
    }

    /// The highest sequence among all records that were sent and taken.
    private func newestSequence(_ gateway: String, _ kind: String) -> Int {
        journal.filter { $0.isAccepted && $0.surface.name == "record" }.reduce(0) { newest, sent in
            guard let message = try? reading.message(sent.bytes, "record").get(),
                (try? reading.text(message.value, "gateway")) == gateway,
                (try? reading.text(message.value, "kind")) == kind
            else { return newest }
            return max(newest, (try? reading.integer(message.value, "sequence")) ?? 0)
        }
    }

    /// A peer that pulls sees each receipt; whoever pulls follows this ledger, and is sent no more
    /// than a page.
    func hardenedPullComplete() -> Finding {
        guard books.largestAnswer <= 64 else {
            return .violated("\(books.largestAnswer) receipts in one answer to a pull")
        }
        let network = view.receipts.isEmpty ? nil : view.receipts
        for sent in journal where sent.isAccepted && sent.isAttack && sent.surface.name == "pull" {
            guard let pull = try? reading.message(sent.bytes, "pull").get(),
                let first = try? reading.integer(pull.value, "from"),
                let head = try? reading.text(pull.value, "head")
            else { return .violated("a pull was answered that nobody can read") }
            guard first == 0 || network?.dropFirst(first - 1).first?.chainHash == head else {
                return .violated("a pull was answered that follows another ledger")
            }
        }
        return pullComplete()
    }

    // MARK: The token

    /// Epochs are minted in their order, once, as the gateway settled them, by the minter's will.
    func hardenedPaid() -> Finding {
        for message in journal where message.isAccepted && message.surface.name == "token" {
            guard let call = try? reading.message(message.bytes, "token").get(),
                let key = try? reading.text(call.value, "minter"), key == parties.minterKey,
                books.hasMessage(call.payload, "token", key)
            else { return .violated("a call was taken that the minter never signed") }
        }
        for (place, mint) in view.mints.enumerated() {
            guard mint.epoch == String(place + 1) else {
                return .violated("epoch \(mint.epoch) was minted, expected \(place + 1)")
            }
            guard
                let settlement = view.settlements.first(where: {
                    $0.epoch == mint.epoch && $0.root == mint.root
                })
            else { return .violated("epoch \(mint.epoch) was minted as nobody settled it") }
            let owed = settlement.payouts.filter { $0.amount != 0 }
                .map { "\($0.address) \($0.amount)" }.sorted()
            let paid = mint.payouts.map { "\($0.address) \($0.amount)" }.sorted()
            guard owed == paid else {
                return .violated("epoch \(mint.epoch) was not minted as it was settled")
            }
        }
        if let complaint = pauseComplaint() { return .violated(complaint) }
        return .intact("\(view.mints.count) mints, each of what an epoch pays")
    }

    /// README of the room: the id of an epoch's first batch.
    static func batch(root: String) -> String {
        Digests.sha256(Array("glyphlab/receipts/1/batch".utf8) + [0] + Array("\(root) 0".utf8)).text
    }

    /// Nil where the token is paused as the minter last said, by rounds, and paid nothing then.
    private func pauseComplaint() -> String? {
        var (isPaused, latest) = (false, -1)
        for sent in journal where sent.isAccepted {
            if isPaused, ["mint", "token"].contains(sent.surface.name) {
                return "the token paid while it was paused"
            }
            guard sent.surface.name == "pause" else { continue }
            guard let message = try? reading.message(sent.bytes, "pause").get(),
                let round = try? reading.integer(message.value, "round"), round > latest,
                let paused = try? reading.integer(message, "paused", in: 0...1),
                books.hasMessage(message.payload, "pause", parties.minterKey)
            else { return "the token was switched against the minter's last word" }
            (isPaused, latest) = (paused == 1, round)
        }
        return isPaused == view.isPaused ? nil : "the token is not switched as the minter said"
    }

    /// The token's own supply: no more than its cap, and for each epoch no more than its total.
    func tokenSupplyComplaint() -> String? {
        let minted = view.mints.flatMap(\.payouts)
        if let payout = minted.first(where: { $0.amount < 0 }) {
            return "\(payout.address) lost \(-payout.amount) of the token"
        }
        let supply = minted.reduce(BigInt(0)) { $0 + $1.amount }
        guard supply <= HardenedGateway.cap else { return "a supply of \(supply) above the cap" }
        for epoch in view.settlements.map(\.epoch) {
            let paid = view.mints.filter { $0.epoch == epoch }.flatMap(\.payouts)
                .reduce(BigInt(0)) { $0 + $1.amount }
            let owed = view.settlements.filter { $0.epoch == epoch }.map(\.minted).max() ?? 0
            guard paid <= owed else {
                return "\(paid) units of the token minted for epoch \(epoch) of \(owed)"
            }
        }
        let others = view.mints.first { mint in
            !view.settlements.contains { $0.epoch == mint.epoch }
        }
        return others.map { "epoch \($0.epoch) was minted, which nobody settled" }
    }

    /// The weight of the validators who signed the root of each epoch that was minted.
    func tokenQuorumComplaint(_ granted: GrantedVotes) -> String? {
        for mint in view.mints {
            let weight = zip(parties.validatorKeys, GatewayParties.validators).reduce(0) {
                let (key, validator) = $1
                let hasSigned =
                    books.hasSigned(validator.0, mint.root, epoch: mint.epoch)
                    || granted.has(key, mint.root)
                return hasSigned ? $0 + validator.1 : $0
            }
            guard 3 * weight > 2 * GatewayParties.totalWeight else {
                return "epoch \(mint.epoch) was minted by the token with a weight of \(weight) of "
                    + "\(GatewayParties.totalWeight)"
            }
        }
        return nil
    }

    /// Proposals, each of a batch that there is, once, with the weight of those who signed it.
    func proposalComplaint() -> String? {
        var proposed: [String] = []
        do throws(Inexact) {
            for row in view.rows where row.kind == "proposal" || row.kind == "partial" {
                let message = try reading.message(row.bytes, row.kind).get()
                let isProposal = row.kind == "proposal"
                let signer = try reading.text(message.value, isProposal ? "proposer" : "signer")
                let isListed =
                    isProposal ? parties.isGateway(signer) : parties.isValidator(signer)
                guard isListed, books.hasMessage(message.payload, row.kind, signer) else {
                    return "a \(row.kind) that its signer never made, or that is a stranger's"
                }
                let batch = try reading.text(message.value, "batch")
                if isProposal { proposed.append(batch) }
                guard proposed.contains(batch) else {
                    return "a signature of a batch that nobody has proposed"
                }
            }
        } catch {
            return error.why
        }
        for (place, proposal) in view.mintProposals.enumerated() {
            guard view.settlements.contains(where: { Self.batch(root: $0.root) == proposal.batch })
            else { return "a proposal of a batch that there is not" }
            guard !view.mintProposals[..<place].contains(where: { $0.batch == proposal.batch })
            else {
                return "a batch is proposed twice"
            }
            let weight = zip(parties.validatorKeys, GatewayParties.validators).reduce(0) {
                let payload = Array(proposal.batch.utf8)
                return books.hasMessage(payload, "partial", $1.0) ? $0 + $1.1.1 : $0
            }
            guard proposal.weight <= weight else {
                return "a proposal counts a weight of \(proposal.weight), \(weight) signed it"
            }
        }
        return nil
    }
}
