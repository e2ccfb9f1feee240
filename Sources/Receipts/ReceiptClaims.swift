internal import Cryptography
internal import Encodings
internal import Traces

/// The members of a receipt's file as they are claimed, before they are compared with each other.
struct ReceiptClaims {
    let body: ReceiptBody
    let traceRoot: Digest
    let ultimateHash: Digest?
    let receiptHash: Digest
    let publicKey: [UInt8]
    let signature: [UInt8]

    init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        let members = try document.members(ReceiptForm.members)
        try members[0].expect(ReceiptForm.name)
        let run = try RunStatement.Claims(members[1])
        traceRoot = run.traceRoot
        ultimateHash = run.ultimateHash
        body = ReceiptBody(run: run.statement, origin: try ReceiptOrigin(members[2]))
        receiptHash = try members[3].digest()
        publicKey = try members[4].bytes(count: Ed25519.publicKeyByteCount)
        signature = try members[5].bytes(count: Ed25519.signatureByteCount)
    }

    /// The file's bytes in the one form for these claims. Digests that follow from other members
    /// stand here as they were claimed, so that a wrong one is no error of form.
    var bytes: [UInt8] {
        ReceiptForm.hashedBytes(body, traceRoot: traceRoot, ultimateHash: ultimateHash)
            + ReceiptForm.tail(
                receiptHash: receiptHash.text, key: Hexadecimal.text(of: publicKey),
                signature: Hexadecimal.text(of: signature))
    }

    /// Checks that the claims agree. **Throws:** ``ReceiptError/inconsistent(what:expected:got:)``.
    func checkAgreement() throws(ReceiptError) {
        let run = body.run
        try checkParts()
        let root = run.traceRoot
        guard traceRoot == root else {
            throw .inconsistent(
                what: "run.trace_root", expected: "\(root.text), that of the run and its prompts",
                got: traceRoot.text)
        }
        let hash = run.ultimateHash
        guard ultimateHash == hash else {
            throw .inconsistent(
                what: "run.ultimate_hash",
                expected: hash.map { "\($0.text), that of the proofs" }
                    ?? "null, as of a part of the list",
                got: ultimateHash?.text ?? "null")
        }
        let expected = Digests.sha256(ReceiptForm.hashedBytes(body))
        guard receiptHash == expected else {
            throw .inconsistent(
                what: "receipt_hash", expected: "\(expected.text), that of the bytes before it",
                got: receiptHash.text)
        }
    }

    /// Checks that the parts follow each other without gaps, are together the receipt's range, and
    /// that each maker made at least one.
    private func checkParts() throws(ReceiptError) {
        let (origin, range) = (body.origin, body.run.range)
        guard !origin.parts.isEmpty else {
            guard origin.makers.count == 1 else {
                throw .inconsistent(
                    what: "made_by.makers", expected: "1, where no parts are named",
                    got: "\(origin.makers.count)")
            }
            return
        }
        var next = range.lowerBound
        var isUsed = [Bool](repeating: false, count: origin.makers.count)
        for (index, part) in origin.parts.enumerated() {
            guard part.range.lowerBound == next, isUsed.indices.contains(part.maker) else {
                throw .inconsistent(
                    what: "made_by.parts[\(index)]",
                    expected: "a part from \(next) on, by one of \(origin.makers.count) makers",
                    got: "from \(part.range.lowerBound) on, by maker \(part.maker)")
            }
            next = part.range.upperBound
            isUsed[part.maker] = true
        }
        guard next == range.upperBound else {
            throw .inconsistent(
                what: "made_by.parts", expected: "prompts up to \(range.upperBound)",
                got: "up to \(next)")
        }
        if let maker = isUsed.firstIndex(of: false) {
            throw .inconsistent(
                what: "made_by.makers[\(maker)]", expected: "a part that it made", got: "none")
        }
    }
}

extension StrictJSON {
    func text() throws(Failure) -> String {
        try string(byteCountMax: ReceiptLimits.textByteCountMax)
    }
}
