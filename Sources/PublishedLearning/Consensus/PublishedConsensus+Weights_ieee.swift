package import PythonValues

extension PublishedConsensus {
    static let noStake = PythonNumber.real(0)

    static func isAuthorityStake(_ stake: PythonNumber) -> Bool {
        !stake.isNaN && !stake.isBelow(5000)
    }

    static func isTooLittleForAuthority(_ stake: PythonNumber) -> Bool { stake.isBelow(5000) }

    /// Whether a stake is below the least that counts.
    static func isTooLittle(_ stake: PythonNumber) -> Bool { stake.isBelow(1000) }

    /// The weight of a node's word.
    ///
    /// **Throws:** ``PythonError`` for a stake that no float comes near.
    package func weight(of id: PythonText) throws(PythonError) -> PythonFloat {
        let stake = try stake(of: id)
        guard !Self.isTooLittle(stake) else { return PythonFloat(0) }
        let thousands = try stake.converted() / 1000
        return PythonFloat(PythonFloatRules.min(1 + thousands * 0.1, 10))
    }

    /// An authority and its weight.
    struct Eligible {
        let id: PythonText
        let weight: Double
    }

    /// The authorities of some weight, the heaviest first, of equal ones in the list's order.
    func eligible() throws(PythonError) -> [Eligible] {
        var eligible: [(offset: Int, element: Eligible)] = []
        for (place, id) in authorityNodes.enumerated() {
            let weight = try weight(of: id).value
            if weight > 0 { eligible.append((place, Eligible(id: id, weight: weight))) }
        }
        // No weight is NaN: those are not above 0.
        return eligible.sorted {
            ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
        }
        .map(\.element)
    }
}

extension PythonNumber {
    var isNaN: Bool {
        guard case .float(let value) = self else { return false }
        return value.isNaN
    }
}
