package import Trials

/// The checks of a directory of records.
extension GatewayGuards {
    package static let recordKind = Guard("record_kind")
    package static let recordRoom = Guard("record_room")
    package static let recordSequence = Guard("record_sequence")
    package static let recordSignature = Guard("record_signature")

    /// The guards of a directory, in the order in which a record meets them.
    package static let records = [
        size, json, canonical, fields, unknownField, textType, numberType, recordKind, network,
        signatureForm, keyForm, gatewayRegistered, recordRoom, recordSequence, sourceBudget,
        domain, recordSignature,
    ]
}

extension GatewayLimits {
    /// The bytes of a record's body.
    package static let recordBodyByteCountMax = 65_536
    /// The bytes of a record's message: each byte of the body takes six at most.
    package static let recordByteCountMax = 6 * recordBodyByteCountMax + messageByteCountMax
    /// The kinds of records of one gateway.
    package static let recordKindCountMax = 16
}
