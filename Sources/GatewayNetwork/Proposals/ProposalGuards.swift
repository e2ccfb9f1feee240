package import Trials

/// The checks of proposals and of their partial signatures.
extension GatewayGuards {
    package static let proposalOnce = Guard("proposal_once")
    package static let proposalSignature = Guard("proposal_signature")
    package static let signerRegistered = Guard("signer_registered")
    package static let proposalKnown = Guard("proposal_known")
    package static let signerOnce = Guard("signer_once")
    package static let partialSignature = Guard("partial_signature")

    /// The guards that only proposals and partial signatures meet, in that order.
    package static let proposals = [
        signerRegistered, batchID, proposalKnown, proposalOnce, signerOnce, proposalSignature,
        partialSignature,
    ]
}
