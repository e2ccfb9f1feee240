/// A rule of the hardened chain that something breaks which honest nodes took.
struct RefereeFault: Equatable {
    /// Kinds of faults, by the questions that they decide.
    enum Kind: CaseIterable {
        /// An acknowledgement that its member did not make for this.
        case consent
        /// Too few members, or one twice.
        case quorum
        /// A delta or update that is not what it is said to be.
        case content
        /// An update without a gain.
        case gain
        /// Liars who decided an update.
        case majority
        /// A block, or evidence or votes of one, against the layout and its order.
        case form
        /// A chain that leaves what was finalised, or votes that no rule allows.
        case finality
        /// A stake taken from who did as the rules say.
        case innocent
        /// A fault that stayed without a punishment.
        case guilty
        /// A request of the engine that no rule allows.
        case engine
    }

    let kind: Kind
    let text: String
}

/// A block's place, and the state after it.
struct RefereePlace {
    let hash: [UInt8]
    let parent: [UInt8]
    let number: UInt64
    let slot: UInt64
    let state: RefereeState
}

/// The places that the referee knows.
struct RefereePlaces {
    private var places: [[UInt8]: RefereePlace] = [:]  // looked up, never iterated

    subscript(hash: [UInt8]) -> RefereePlace? { places[hash] }

    mutating func take(_ place: RefereePlace) {
        if places[place.hash] == nil { places[place.hash] = place }
    }

    /// The last block of the chain to a place whose slot is at most this.
    func last(notAbove slot: UInt64, from place: RefereePlace) -> RefereePlace {
        var place = place
        while place.slot > slot, let parent = places[place.parent] { place = parent }
        return place
    }

    func contains(_ hash: [UInt8], onChainTo place: RefereePlace) -> Bool {
        var place = place
        while place.hash != hash {
            guard let parent = places[place.parent], parent.number < place.number else {
                return false
            }
            place = parent
        }
        return true
    }
}
