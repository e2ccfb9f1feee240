internal import BigInt
package import PythonValues

/// The state of a search for one key.
package struct SearchState {
    /// The end of a search, as its reader gets it.
    package enum Outcome {
        case nothing
        case regular(MeshValue, expiration: PythonNumber)
        /// Subkeys with values and expirations, in the order of the dictionary.
        case dictionary(
            [(subkey: MeshValue, value: MeshValue, expiration: MeshValue)],
            expiration: PythonNumber)
        /// Something that is neither a regular value nor a dictionary, or cannot be decoded: the
        /// reader waits for ever.
        case unreadable
    }

    package let key: MeshID
    /// The expiration with which a value ends the search.
    package let sufficient: PythonNumber
    package private(set) var best: FoundValue?
    /// The greatest expiration so far, and the node that had it.
    package private(set) var expiration: PythonNumber?
    package private(set) var source: MeshID?
    package private(set) var outcome: Outcome?

    package init(key: MeshID, sufficient: PythonNumber) {
        self.key = key
        self.sufficient = sufficient
    }

    package var isFinished: Bool {
        switch outcome {
        case nil, .unreadable: false
        default: true
        }
    }

    /// Takes a candidate that a node had. A dictionary is merged into the first one, which may be
    /// the own storage's.
    ///
    /// **Throws:** ``PythonError`` where subkeys cannot be compared, or where the value that ends
    /// the search cannot be decoded.
    package mutating func add(
        _ candidate: FoundValue?, from node: MeshID?, validator: CompositeValidator?,
        now: PythonNumber
    ) throws(PythonError) {
        guard !isFinished, let candidate else { return }
        let isLater = isLater(candidate.expiration)
        if case .dictionary(let items) = candidate.value,
            case .dictionary(let merged)? = best?.value
        {
            try merged.merge(items, now: now)
        } else if isLater {
            best = candidate
        }
        guard isLater else { return }
        expiration = candidate.expiration
        source = node
        if !candidate.expiration.isLess(than: sufficient) {
            try finish(validator: validator, now: now)
        }
    }

    /// An expiration of 0 counts as none.
    private func isLater(_ other: PythonNumber) -> Bool {
        guard let expiration, !expiration.equals(.integer(0)) else {
            return PythonNumber.float(PythonTimes.beforeAll).isLess(than: other)
        }
        return expiration.isLess(than: other)
    }

    /// Ends the search with what was found.
    ///
    /// **Throws:** ``PythonError`` of a value that cannot be decoded; the search is not ended then.
    package mutating func finish(
        validator: CompositeValidator?, now: PythonNumber
    ) throws(PythonError) {
        guard !isFinished else { return }
        guard let expiration, let best else {
            outcome = .nothing
            return
        }
        switch best.value {
        case .bytes(let bytes):
            let value = try read(
                bytes, tag: MeshRecord.regularSubkey, expiration: expiration, validator: validator)
            outcome = .regular(value, expiration: expiration)
        case .dictionary(let dictionary):
            var items: [(subkey: MeshValue, value: MeshValue, expiration: MeshValue)] = []
            for (subkey, item) in try dictionary.items(now: now) {
                guard case .bytes(let bytes) = item.value, let time = item.expiration.number
                else { throw .type("an item that is no record") }
                let tag =
                    validator == nil ? [] : try MessagePack.bytes(of: subkey, now: now)
                let value = try read(bytes, tag: tag, expiration: time, validator: validator)
                items.append((subkey, value, item.expiration))
            }
            outcome = .dictionary(items, expiration: expiration)
        default: outcome = .unreadable
        }
    }

    private func read(
        _ bytes: [UInt8], tag: [UInt8], expiration: PythonNumber,
        validator: CompositeValidator?
    ) throws(PythonError) -> MeshValue {
        guard let validator else { return try MessagePack.value(of: bytes) }
        let record = MeshRecord(
            key: key.bytes, subkey: tag, value: bytes, expiration: expiration)
        return try MessagePack.value(of: validator.strippedValue(of: record))
    }
}
