internal import Encodings
internal import PythonValues
internal import Trials

/// The votes of an epoch's validators on one proof, in a block.
package struct LearningCertificate: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// The proof holds, and is paid.
        case valid
        /// The proof does not hold.
        case invalid
        /// Two verdicts of one validator, which loses its bond.
        case double
    }

    static let keys = ["kind", "proof", "reward", "votes"]

    package let bytes: [UInt8]
    package let kind: Kind
    /// The proof's id.
    package let proof: [UInt8]
    /// Units to the trainer; 0 unless the proof holds.
    package let reward: Int
    package let votes: [LearningVote]

    init(part value: PythonValue, _ guards: Guards) throws(Refusal) {
        bytes = try PartBytes.text(value)
        let document = try LearningDocument(value, Self.keys, guards)
        let name = try document.text("kind")
        let kind = Kind.allCases.first { $0.rawValue.utf8.elementsEqual(name.utf8) }
        try guards.require(
            kind != nil, LearningGuards.fields, "kind: expected valid, invalid or double")
        self.kind = kind ?? .valid
        proof = try document.bytes("proof", count: 32, LearningGuards.proofKnown)
        reward = try document.integer(
            "reward", in: 0...LearningLimits.supplyMax, LearningGuards.rewardExact)
        var votes: [LearningVote] = []
        let elements = try document.elements(
            "votes", countMax: LearningLimits.validatorCountMax)
        for value in elements { votes.append(try LearningVote(part: value, guards)) }
        self.votes = votes
    }

    /// - Parameter votes: by rising key of their validators; of two verdicts the one for the proof
    ///   first.
    package static func bytes(
        _ kind: Kind, proof: [UInt8], reward: Int, votes: [LearningVote]
    ) -> [UInt8] {
        let head = CanonicalObject.bytes([
            ("kind", .string(kind.rawValue)), ("proof", CanonicalObject.hex(proof)),
            ("reward", .integer(reward)),
        ])
        let list = votes.map(\.bytes).joined(separator: [UInt8(ascii: ",")])
        return head.dropLast() + Array(",\"votes\":[".utf8) + Array(list) + Array("]}".utf8)
    }
}
