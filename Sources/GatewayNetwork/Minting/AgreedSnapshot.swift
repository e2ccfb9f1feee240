/// A snapshot with the votes that agreed to it.
package struct AgreedSnapshot: Sendable, Equatable {
    package let snapshot: EpochSnapshot
    package let certificate: VoteCertificate

    package init(snapshot: EpochSnapshot, certificate: VoteCertificate) {
        self.snapshot = snapshot
        self.certificate = certificate
    }

    /// A settlement's snapshot with the votes that made it quorate.
    init(_ settlement: EpochSettlement) {
        snapshot = settlement.snapshot
        certificate = VoteCertificate(
            entries: settlement.certificate.map {
                .init(validator: $0.validator, round: $0.round, signature: $0.signature)
            })
    }
}
