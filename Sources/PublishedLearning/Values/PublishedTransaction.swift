package import PythonValues

/// A payment. Its members are as they came: no type is checked when it is made.
package struct PublishedTransaction: Sendable {
    /// The sender of rewards, whose balance is never touched.
    package static let systemAddress = "system"

    package let id: PythonValue
    package let from: PythonValue
    package let to: PythonValue
    package let amount: PythonValue
    package let fee: PythonValue
    /// A proof, or none, or what stands in the place of one.
    package let trainingProof: ClassMember<PublishedTrainingProof>
    package let timestamp: PythonValue
    package var signature: PythonValue

    package init(
        id: PythonValue, from: PythonValue, to: PythonValue, amount: PythonValue,
        fee: PythonValue,
        trainingProof: ClassMember<PublishedTrainingProof> = .value(PythonValue.none),
        timestamp: PythonValue, signature: PythonValue = .text("")
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.amount = amount
        self.fee = fee
        self.trainingProof = trainingProof
        self.timestamp = timestamp
        self.signature = signature
    }

    /// `Transaction(**value)`.
    ///
    /// - Parameters:
    ///   - now: the timestamp of a payment that has none.
    ///   - rebuildsProof: whether an object in the proof's place becomes a proof, as no published
    ///     handler makes it.
    /// **Throws:** ``PythonError/type(_:)`` where a member is missing or unknown.
    package init(
        _ value: PythonValue, now: PythonFloat, rebuildsProof: Bool
    ) throws(PythonError) {
        let members = try ClassMembers(
            value, required: ["id", "from_address", "to_address", "amount", "fee"],
            optional: ["training_proof", "timestamp", "signature"])
        id = members["id"]
        from = members["from_address"]
        to = members["to_address"]
        amount = members["amount"]
        fee = members["fee"]
        timestamp = members["timestamp", default: .float(now)]
        signature = members["signature", default: .text("")]
        let proof = members["training_proof", default: .none]
        if rebuildsProof, case .dictionary = proof {
            trainingProof = .object(try PublishedTrainingProof(proof))
        } else {
            trainingProof = .value(proof)
        }
    }

    /// Whether the payment counts as one with a proof: Python's truth of the member.
    package var hasProof: Bool {
        switch trainingProof {
        case .object: true
        case .value(let value): value.isTrue
        }
    }

    /// The proof's `to_dict()`; null without a proof.
    ///
    /// **Throws:** ``PythonError/attribute(_:)`` for a plain value that counts as a proof.
    package func proofObject() throws(PythonError) -> PythonValue {
        guard hasProof else { return PythonValue.none }
        return try trainingProof.object(for: "to_dict").object
    }

    /// `to_dict()`. **Throws:** as ``proofObject()``.
    package func object() throws(PythonError) -> PythonValue {
        .object([
            "id": id, "from": from, "to": to, "amount": amount, "fee": fee,
            "training_proof": try proofObject(), "timestamp": timestamp, "signature": signature,
        ])
    }

    /// The object that a wallet signs. **Throws:** as ``proofObject()``.
    package func signedObject() throws(PythonError) -> PythonValue {
        var members = PythonDictionary([
            "id": id, "from": from, "to": to, "amount": amount, "fee": fee,
            "timestamp": timestamp,
        ])
        if hasProof { members["training_proof"] = try proofObject() }
        return .dictionary(members)
    }
}
