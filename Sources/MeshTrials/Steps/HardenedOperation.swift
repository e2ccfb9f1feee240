/// Steps that only the hardened network has.
package enum HardenedOperation: Sendable {
    case record(MakeMeshRecord)
    case request(MakeMeshRequest)
    case behave(node: Attacker, mode: Mode, records: [String])

    /// A node of the attacker's.
    package enum Attacker: String, Sendable, CaseIterable {
        case mallory, trudy, oscar
    }

    package enum Mode: String, Sendable, CaseIterable {
        case honest, silent, liar, endless, impostor, forger
    }
}

/// A record, as an attacker makes it.
package struct MakeMeshRecord: Sendable {
    /// Slots after this one in which it says that it was signed, the epochs after this one that it
    /// is for, and those after that in which it is believed.
    package struct Times: Sendable {
        let slots: Int
        let epoch: Int
        let epochs: Int
    }

    let artefact: String
    let name: RecordName
    let signer: String
    let sequence: Int
    let times: Times
    let value: String
    let count: Int
}

/// A request, as an attacker makes it.
package struct MakeMeshRequest: Sendable {
    package enum Body: String, Sendable, CaseIterable {
        case ping, find, store
    }

    package enum Card: String, Sendable, CaseIterable {
        /// Signed by the sender, with an address of the attacker's.
        case own
        /// The same with an honest node's address, which nobody signed.
        case forged
    }

    let artefact: String
    let body: Body
    let of: String?
    let to: String
    let via: String
    let from: String
    let signer: String
    let slots: Int
    let count: Int
    let card: Card
}
