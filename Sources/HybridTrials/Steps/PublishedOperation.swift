/// Steps that only the published rules have. Artefacts of records, blocks and calls are what their
/// surfaces take, an update's is its id.
package enum PublishedOperation: Sendable {
    /// The rules from here on; before anything else is done.
    case network(NetworkPlan)
    /// Honest: these trainers publish their deltas of a new round.
    case train([String])
    /// Honest: an averager takes the deltas that were announced.
    case average(by: String, key: KeyForm)
    /// Honest: an averager's gate judges a delta's record as an update.
    case judge(by: String, of: String)
    /// Honest: a client gives the engine a job on a head, and asks for its payload.
    case job, payload
    /// Honest: the operator acknowledges the update of the client's job.
    case witness
    /// Look-ups of these members' records fail from here on.
    case withhold([String])
    /// From here on each honest acknowledgement is overwritten as soon as it is there.
    case overwrite(value: [UInt8], seconds: Int)
    case update(artefact: String, UpdateForm)
    case acknowledge(Acknowledgements)
    case delta(MakeDelta)
    case block(MakeBlock)
    case call(MakeCall)
    case vote(MakeVote)

    package struct NetworkPlan: Sendable {
        let validators: [String]
        let quorums: [String]
        let isMinimal: Bool
        let baseLoss: Int
        /// The validator whose keys follow from the shipped seed; nil for none.
        let seeded: String?
    }

    /// The text of an averager's VALIDATOR_PUBKEY.
    package enum KeyForm: String, Sendable, CaseIterable {
        case own
        /// Two bytes too few, as shipped.
        case short
        case none
    }

    /// An update's id.
    package enum UpdateForm: String, Sendable, CaseIterable {
        /// Drawn.
        case fresh
        /// The last that an honest member acknowledged.
        case last
        /// The first half of that, and another second half.
        case prefix
    }

    /// A record for each member.
    package struct Acknowledgements: Sendable {
        let artefact: String
        let update: String
        let members: [String]
        let value: [UInt8]
        let seconds: Int
    }

    package struct MakeDelta: Sendable {
        let artefact: String
        let form: Form
        let value: Int
        let copies: Int
        /// The trainer under whose latest delta's id the bytes stand; nil for their own id.
        let under: String?
        let seconds: Int

        package enum Form: String, Sendable, CaseIterable {
            /// All elements have the value.
            case even
            /// The honest deltas of this round with the value added to each element.
            case beside
            case nan
            /// Another shape.
            case misshaped
            case empty
            /// A tensor of another name.
            case foreign
            /// Something that is no dictionary of tensors.
            case list
            /// Bytes that do not unpickle.
            case noise
        }
    }

    package struct MakeBlock: Sendable {
        let artefact: String
        /// The update's artefact; nil for zeros.
        let update: String?
        let slots: Int
        let by: String
        let signer: Signer
        let extra: Extra

        package enum Signer: Sendable {
            case party(String)
            /// The key that follows from the shipped seed, which everybody has.
            case shippedSeed
        }

        package struct Extra: Sendable {
            let parent: Parent
            /// Bytes of ExtraData: cut, or with ones behind.
            let length: Int
            let hasPayload: Bool
        }

        package enum Parent: String, Sendable, CaseIterable {
            case head, other
        }
    }

    package struct MakeCall: Sendable {
        let artefact: String
        let http: String
        let contentType: String
        let kind: Kind
        let head: String
        let timestamp: String
        /// The payload's id, or the whole body.
        let text: String

        package enum Kind: String, Sendable, CaseIterable {
            case forkchoice, payload, unknown, body
        }
    }

    package struct MakeVote: Sendable {
        let artefact: String
        let signer: String
        let source: Int
        let target: Int
        let root: [UInt8]
    }
}
