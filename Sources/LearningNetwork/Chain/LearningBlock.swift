internal import Encodings
internal import PythonValues
internal import Training
package import Trials

/// A block: a header, and the lists whose roots it has.
package struct LearningBlock: Sendable {
    static let keys = ["certificates", "header", "proofs", "reward", "transactions"]

    /// The payment to the miner: the block's reward, and all fees.
    package struct Reward: Sendable, Equatable {
        package var amount: Int
        package var to: String

        package init(amount: Int, to: String) {
            self.amount = amount
            self.to = to
        }

        var json: JSONValue {
            CanonicalObject.value([("amount", .integer(amount)), ("to", .string(to))])
        }
    }

    package let bytes: [UInt8]
    package let header: LearningHeader
    package let hash: [UInt8]
    package let reward: Reward
    package let transactions: [LearningTransaction]
    package let proofs: [LearningProof]
    package let certificates: [LearningCertificate]

    package var hashText: String { Hexadecimal.text(of: hash) }

    /// **Throws:** ``Refusal``.
    package init(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) {
        let document = try LearningDocument(
            bytes, byteCountMax: LearningLimits.blockByteCountMax, Self.keys, guards)
        self.bytes = bytes
        header = try LearningHeader(
            LearningDocument(document.value("header"), LearningHeader.keys, guards))
        hash = LearningDomain.digest("block", try PartBytes.text(document.value("header")))
        let reward = try LearningDocument(document.value("reward"), ["amount", "to"], guards)
        self.reward = Reward(
            amount: try reward.integer(
                "amount", in: 0...LearningLimits.supplyMax, LearningGuards.rewardExact),
            to: try reward.text("to"))
        var transactions: [LearningTransaction] = []
        for value in try document.elements(
            "transactions", countMax: LearningLimits.blockTransactionCountMax)
        {
            transactions.append(try LearningTransaction(part: value, guards))
        }
        self.transactions = transactions
        var proofs: [LearningProof] = []
        for value in try document.elements(
            "proofs", countMax: LearningLimits.blockProofCountMax)
        {
            proofs.append(try LearningProof(part: value, guards))
        }
        self.proofs = proofs
        var certificates: [LearningCertificate] = []
        for value in try document.elements(
            "certificates", countMax: LearningLimits.blockCertificateCountMax)
        {
            certificates.append(try LearningCertificate(part: value, guards))
        }
        self.certificates = certificates
    }

    /// The roots of the lists, as a header has them.
    package static func roots(
        reward: Reward, transactions: [[UInt8]], proofs: [[UInt8]], certificates: [[UInt8]]
    ) -> (transactions: [UInt8], proofs: [UInt8], certificates: [UInt8]) {
        (
            ListRoot.root([Array(reward.json.compactText.utf8)] + transactions),
            ListRoot.root(proofs), ListRoot.root(certificates)
        )
    }

    var roots: (transactions: [UInt8], proofs: [UInt8], certificates: [UInt8]) {
        Self.roots(
            reward: reward, transactions: transactions.map(\.bytes), proofs: proofs.map(\.bytes),
            certificates: certificates.map(\.bytes))
    }

    /// The bytes of a block of these parts.
    package static func bytes(
        _ header: LearningHeader, reward: Reward, transactions: [[UInt8]], proofs: [[UInt8]],
        certificates: [[UInt8]]
    ) -> [UInt8] {
        func array(_ parts: [[UInt8]]) -> [UInt8] {
            [UInt8(ascii: "[")] + Array(parts.joined(separator: [UInt8(ascii: ",")]))
                + [UInt8(ascii: "]")]
        }
        return Array("{\"certificates\":".utf8) + array(certificates)
            + Array(",\"header\":\(header.json.compactText),\"proofs\":".utf8) + array(proofs)
            + Array(",\"reward\":\(reward.json.compactText),\"transactions\":".utf8)
            + array(transactions) + [UInt8(ascii: "}")]
    }
}
