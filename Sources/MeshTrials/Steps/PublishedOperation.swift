/// Steps that only the published network has. Artefacts of records are store requests of one record
/// without who asks; those for the surface `peer` are whole messages.
package enum PublishedOperation: Sendable {
    /// The rules from here on; before anything else is done.
    case network(MeshRules)
    case record(MakeRecord)
    /// A record as some honest node holds it and would tell anybody.
    case take(artefact: String, RecordName)
    case request(MakeRequest)
    /// Honest: a party asks a node; where it is the attacker's, it has the message then.
    case ask(AskHonestly)
    /// A message again, for other nodes.
    case forward(artefact: String, of: String, to: String)
    case answer(MakeAnswer)
    /// The attacker answers on `answer`, without an artefact.
    case stake(party: String, has: Bool)
    /// Honest: each honest party looks for a record.
    case lookAll(RecordName)

    package struct MeshRules: Sendable {
        let validators: String
        let limiter: String
        let epochBlockCount: Int
    }

    /// A record of any owner's text, under any key.
    package struct MakeRecord: Sendable {
        let artefact: String
        let place: RecordPlace
        let owner: RecordOwner
        let content: RecordContent
    }

    /// The key of a record, and its subkey's form.
    package struct RecordPlace: Sendable {
        package enum Tag: String, Sendable, CaseIterable {
            /// Bytes, as msgpack spells them.
            case bytes
            /// Bytes in a longer spelling.
            case long
            /// A text in the place of bytes.
            case text
            /// None: a regular value.
            case none
        }

        /// `${epoch}` stands for the number of this epoch, `${near NODE NODE}` for a name whose
        /// key is nearest to the first of these nodes, and near to the second.
        let key: String
        let keyPrefix: [UInt8]
        /// Before the owner's marker in the subkey.
        let name: String
        let tag: Tag
    }

    package struct RecordOwner: Sendable {
        let owners: [String]
        /// Behind each owner's key.
        let comment: String
        /// Nil for nobody.
        let signer: String?
    }

    package struct RecordContent: Sendable {
        package enum Marker: String, Sendable, CaseIterable {
            /// The signature at the end, as honest parties have it.
            case end
            /// In front of the value, with foreign characters in its base64.
            case inside
        }

        let value: String
        /// In the place of the value's text, where there are any.
        let bytes: [UInt8]
        let seconds: Int
        let marker: Marker
    }

    package enum Kind: String, Sendable, CaseIterable {
        case ping, store, find
    }

    package struct MakeRequest: Sendable {
        let artefact: String
        let kind: Kind
        let goods: Goods
        let sender: Sender
        let to: String
        let ids: Ids
    }

    package struct Goods: Sendable {
        let records: [String]
        /// How often each record stands in the request.
        let copies: Int
        /// Subkeys that are left out at the end.
        let missingSubkeys: Int
        let keys: [String]
    }

    package struct Sender: Sendable {
        package enum Token: String, Sendable, CaseIterable {
            case good
            /// It expired a day ago.
            case expired
            /// It has no signature.
            case unsigned
        }

        /// The party whose key the token names.
        let by: String
        let signer: String
        let service: String
        /// Added to the time.
        let seconds: Int
        let token: Token
    }

    /// The ids of nodes that requests name.
    package struct Ids: Sendable {
        /// The party whose id is named; nobody's where it is empty.
        let of: String
        /// A key's name: ids next to it, a request for each.
        let near: String
        let count: Int
    }

    package struct AskHonestly: Sendable {
        let artefact: String?
        let by: String
        let to: String
        let kind: Kind
        let records: [String]
    }

    /// The way in which a node of the attacker's answers.
    package struct MakeAnswer: Sendable {
        package enum Expiration: String, Sendable, CaseIterable {
            case latest
            case never
        }

        let artefact: String
        let node: String
        let mode: String
        let signer: String
        let nonce: String
        let result: AnswerResult
    }

    package struct AnswerResult: Sendable {
        /// The key's name.
        let key: String
        let records: [String]
        let isDictionary: Bool
        let expiration: MakeAnswer.Expiration
        /// Ids next to the key that are told as those of a peer's nodes.
        let neighbours: Int
        let neighbourPeer: String
        /// The node's own id is this far from the key; 0 for the one that it has.
        let distance: Int
    }
}
