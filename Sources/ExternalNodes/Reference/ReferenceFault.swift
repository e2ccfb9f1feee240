internal import Trials

/// A fault that can be planted in the laboratory's own node, to see that an oracle fires.
enum ReferenceFault: String, CaseIterable {
    /// Numbers of transfers are read in any spelling.
    case form
    /// Signatures are not looked at.
    case signature
    /// A payment to oneself is credited and not debited.
    case selfPayment = "self-payment"
    /// The node ends at bytes that are longer than any transfer.
    case death
    /// A node of an odd number counts one unit too many.
    case number
    /// A restart loses the last block.
    case memory

    /// The claim that it breaks.
    var claim: Claim {
        switch self {
        case .form: .encoding
        case .signature: .signatures
        case .selfPayment: .ledger
        case .death: .resources
        case .number: .determinism
        case .memory: .storage
        }
    }
}
