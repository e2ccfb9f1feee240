package import PythonValues

/// The rule by which a payment is refused, in the order of the checks.
package enum PaymentRefusal: String, Sendable {
    /// Not above 0, without a proof.
    case amount
    /// From an address to itself.
    case recipient = "self"
    /// More than the sender has, without a proof.
    case balance
}

/// The rule by which a block of a peer is refused, in the order of the checks.
package enum BlockRefusal: Sendable {
    case index
    case previous
    case structure
    case authorities
    case noValidations
    case authorityStake
    case payment(PaymentRefusal)
    /// An exception, which the place that caught it takes for a refusal.
    case exception(PythonError, place: CatchingPlace)

    /// The name of the rule in reports.
    package var name: String {
        switch self {
        case .index: "index"
        case .previous: "previous"
        case .structure: "structure"
        case .authorities: "authorities"
        case .noValidations: "no_validations"
        case .authorityStake: "authority_stake"
        case .payment(let refusal): "transaction:" + refusal.rawValue
        case .exception: "exception"
        }
    }
}

/// A place of the published code that catches every exception, as its log names it.
package enum CatchingPlace: String, Sendable {
    case consensusProof = "Error validating consensus proof"
    case block = "Error validating block"
    case blockProposal = "Error handling block proposal"
    case transactionBroadcast = "Error handling transaction broadcast"
    case authenticity = "Error validating training data authenticity"
    case contribution = "Error calculating training contribution"
    case trainingProof = "Error handling training proof"
}

/// The rule by which a chain is found wrong.
package enum ChainRefusal: String, Sendable {
    case hash
    case previous
    case learning
}
