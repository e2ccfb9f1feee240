internal import Cryptography
internal import Encodings

/// Makes calls of the token, proposals and records: for parties, tests and attacks, which may
/// change any member before it is signed and after.
package struct TokenBuilder: Sendable {
    private let networkID: String

    package init(parameters: GatewayParameters) {
        networkID = parameters.networkID.text
    }

    /// A call that mints a batch of a snapshot, without its signature.
    package func call(
        _ agreed: AgreedSnapshot, index: Int, minter: ReceiptIdentity
    ) -> RawObject {
        let id = MintBatch.id(root: agreed.snapshot.root, index: index).text
        let snapshot = String(decoding: agreed.snapshot.document, as: UTF8.self)
        return RawObject([
            ("batch", RawObject.text(id)), ("certificate", agreed.certificate.value.compactText),
            ("index", String(index)), ("minter", RawObject.text(minter.key)),
            ("network", RawObject.text(networkID)),
            ("snapshot", snapshot),
        ])
    }

    /// The call that mints the batch behind that of a call that was taken, by the same snapshot and
    /// the same votes, and signed.
    ///
    /// **Throws:** ``BuilderError`` where the bytes are no call.
    package func call(
        behind bytes: [UInt8], minter: ReceiptIdentity
    ) throws(BuilderError) -> RawObject {
        guard let call = try? JSONParser.parse(bytes, byteCountMax: bytes.count),
            let index = call.member("index")?.integerValue,
            let certificate = call.member("certificate"), let snapshot = call.member("snapshot")
        else { throw BuilderError(message: "expected a call of the token") }
        let root = HardenedDomain.snapshot.digest(snapshot.compactText.bytes).text
        let object = RawObject([
            ("batch", RawObject.text(MintBatch.id(root: root, index: index + 1).text)),
            ("certificate", certificate.compactText), ("index", String(index + 1)),
            ("minter", RawObject.text(minter.key)), ("network", RawObject.text(networkID)),
            ("snapshot", snapshot.compactText),
        ])
        return Self.signed(object, .mint, by: minter)
    }

    /// A switch of the token between paused and not, signed.
    package func pause(
        _ isPaused: Bool, round: Int, minter: ReceiptIdentity
    ) -> RawObject {
        let object = RawObject([
            ("minter", RawObject.text(minter.key)), ("network", RawObject.text(networkID)),
            ("paused", isPaused ? "1" : "0"), ("round", String(round)),
        ])
        return Self.signed(object, .pause, by: minter)
    }

    /// The call with its signature.
    package static func signed(mint call: RawObject, by minter: ReceiptIdentity) -> RawObject {
        signed(call, .mint, by: minter)
    }

    /// A proposal of a batch, without its signature.
    package func proposal(
        batch: String, epoch: String, proposer: ReceiptIdentity
    ) -> RawObject {
        RawObject([
            ("batch", RawObject.text(batch)), ("epoch", epoch),
            ("network", RawObject.text(networkID)), ("proposer", RawObject.text(proposer.key)),
        ])
    }

    package static func signed(
        proposal: RawObject, by proposer: ReceiptIdentity
    ) -> RawObject {
        signed(proposal, .proposal, by: proposer)
    }

    /// A validator's signature of a proposed batch.
    package func partialSignature(batch: String, signer: ReceiptIdentity) -> RawObject {
        RawObject([
            ("batch", RawObject.text(batch)), ("network", RawObject.text(networkID)),
            (
                "signature",
                RawObject.text(PartialSigning.signature(ofBatch: batch, by: signer))
            ), ("signer", RawObject.text(signer.key)),
        ])
    }

    /// A record for the directory, without its signature.
    package func record(
        kind: String, body: String, sequence: Int, gateway: ReceiptIdentity
    ) -> RawObject {
        RawObject([
            ("body", RawObject.text(body)), ("gateway", RawObject.text(gateway.key)),
            ("kind", RawObject.text(kind)), ("network", RawObject.text(networkID)),
            ("sequence", String(sequence)),
        ])
    }

    /// The switch with its signature.
    package static func signed(pause: RawObject, by minter: ReceiptIdentity) -> RawObject {
        signed(pause, .pause, by: minter)
    }

    package static func signed(record: RawObject, by gateway: ReceiptIdentity) -> RawObject {
        signed(record, .record, by: gateway)
    }

    /// The object with its signature, in the place of one that it may have.
    static func signed(
        _ object: RawObject, _ domain: HardenedDomain, by signer: ReceiptIdentity
    ) -> RawObject {
        var signed = object
        signed["signature"] = nil
        signed["signature"] = RawObject.text(
            signer.signature(of: domain.message(signed.bytes)))
        return signed
    }
}

extension EpochSnapshot {
    /// The same epoch with other payouts, and the root that binds them: a snapshot that no honest
    /// validator agrees to.
    package func paying(_ payouts: [Payout]) -> EpochSnapshot {
        func paying(root: String) -> EpochSnapshot {
            EpochSnapshot(
                epoch: epoch, first: first, receiptCount: receiptCount, notes: notes,
                total: total, payouts: payouts, previous: previous, head: head,
                notesHead: notesHead, root: root)
        }
        return paying(
            root: HardenedDomain.snapshot.digest(paying(root: "").document).text)
    }
}
