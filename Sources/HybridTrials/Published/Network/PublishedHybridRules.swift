internal import PublishedHybrid

/// The published network of a trial, as it begins.
package struct PublishedHybridRules: Sendable {
    /// A validator of the list: the same name twice is the same key twice.
    package struct Listed: Sendable {
        package let name: String
        var isSlashed = false
        var activationEpoch: UInt64 = 0
        var exitEpoch = UInt64.max
    }

    package var validators = [Listed(name: HybridParties.honest[0])]
    /// `AI_QUORUM` of each consensus node.
    var quorumSettings = ["", ""]
    var isMinimal = false
    /// The loss of the base, in thousandths.
    var baseLoss = 4_000
    /// The validator whose keys follow from the shipped seed; nil where nobody's do.
    var seededName: String?

    package init() {}

    /// Whether distances of deltas are rounded as half precision does.
    static let arithmetic = KrumSelection.Arithmetic.rounded
}

extension PublishedHybridRules.Listed {
    /// A validator of a text: a name, then `slashed`, `from EPOCH`, `until EPOCH`; nil for others.
    package init?(_ text: String) {
        var words = text.split(separator: " ").map(String.init)[...]
        guard let name = words.popFirst() else { return nil }
        self.init(name: name)
        while let word = words.popFirst() {
            switch word {
            case "slashed": isSlashed = true
            case "from":
                guard let epoch = words.popFirst().flatMap(UInt64.init) else { return nil }
                activationEpoch = epoch
            case "until":
                guard let epoch = words.popFirst().flatMap(UInt64.init) else { return nil }
                exitEpoch = epoch
            default: return nil
            }
        }
    }
}
