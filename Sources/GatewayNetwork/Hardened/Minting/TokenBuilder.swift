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
        return RawObject([
            ("batch", RawObject.text(id)), ("certificate", agreed.certificate.value.compactText),
            ("index", String(index)), ("minter", RawObject.text(minter.key)),
            ("network", RawObject.text(networkID)),
            ("snapshot", String(decoding: agreed.snapshot.document, as: UTF8.self)),
        ])
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
