internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// Searches that are handed candidates, one after the other.
enum SearchStateVectors {
    /// The time of all these searches.
    private static let now = PythonNumber.integer(4000)

    static func outcomes(
        _ document: VectorValue, key: Ed25519PrivateKey
    ) throws -> [VectorOutcome] {
        try document.member("search").elements().enumerated().flatMap { number, search in
            let clock = VectorClock(now: now)
            let validator = try clock.validator(search.member("validators"), key: key)
            var state = SearchState(
                key: .generated(from: "key"), sufficient: try search.member("sufficient").time())
            var outcomes: [VectorOutcome] = []
            var error: PythonError?
            for (index, step) in try search.member("steps").elements().enumerated() {
                let candidate = try candidate(step.member("candidate"))
                do throws(PythonError) {
                    guard error == nil else { break }
                    try state.add(
                        candidate, from: try? step.member("source").meshID(),
                        validator: validator, now: now)
                } catch let raised {
                    error = raised
                }
                outcomes.append(
                    try MeshCases.outcome(
                        "search \(number) \(index)", step,
                        [("finished", .boolean(state.isFinished)), ("best", best(state))]))
            }
            do throws(PythonError) {
                if error == nil { try state.finish(validator: validator, now: now) }
            } catch let raised {
                error = raised
            }
            outcomes.append(
                try MeshCases.outcome("search \(number)", search, members(state, error)))
            return outcomes
        }
    }

    private static func candidate(_ candidate: VectorValue) throws -> FoundValue? {
        guard !candidate.isNull else { return nil }
        let parts = try candidate.elements(count: 3)
        let expiration = try parts[2].time()
        guard try parts[0].string() == "dict" else {
            return FoundValue(value: .bytes(try parts[1].hexadecimal()), expiration: expiration)
        }
        let dictionary = DictionaryValue()
        dictionary.storage.isFrozen = true
        for item in try parts[1].elements() {
            let members = try item.elements(count: 3)
            try dictionary.store(
                .bytes(members[1].hexadecimal()),
                for: MessagePack.value(of: members[0].hexadecimal()),
                expiration: .number(members[2].time()), now: now)
        }
        dictionary.storage.isFrozen = false
        return FoundValue(value: .dictionary(dictionary), expiration: expiration)
    }

    private static func best(_ state: SearchState) throws -> PythonValue {
        guard let expiration = state.expiration, let source = state.source else { return .none }
        return .list([try MeshForm.time(expiration), .identifier(source)])
    }

    private static func members(
        _ state: SearchState, _ error: PythonError?
    ) throws -> MeshCases.Members {
        if let error {
            return [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
        guard let result = try result(state.outcome) else {
            return [("verdict", .text("reject")), ("result", .none)]
        }
        return [("verdict", .text("accept")), ("result", result)]
    }

    /// The end of a search as the files have it; nil where nothing was found.
    static func result(_ outcome: SearchState.Outcome?) throws -> PythonValue? {
        switch outcome {
        case .regular(let value, let expiration):
            let bytes = try MessagePack.bytes(of: value, now: now)
            return .list([.text("regular"), .hexadecimal(bytes), try MeshForm.time(expiration)])
        case .dictionary(let items, let expiration):
            let parts = try items.map { item in
                (
                    try MessagePack.bytes(of: item.subkey, now: now),
                    try MessagePack.bytes(of: item.value, now: now),
                    try MeshForm.time(item.expiration.requiredNumber())
                )
            }
            return .list([
                .text("dict"),
                .list(
                    parts.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map {
                        .list([.hexadecimal($0.0), .hexadecimal($0.1), $0.2])
                    }), try MeshForm.time(expiration),
            ])
        case .nothing, .unreadable, nil: return nil
        }
    }
}
