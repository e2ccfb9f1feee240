internal import PublishedMeshChain
package import Trials

/// The checks of the published pallet, by the names of its errors.
package enum PublishedChainGuards {
    package static let all = ChainChecks.removable.map { Guard($0.rawValue) }

    /// The code of bytes that are no call.
    package static let call = Guard("call")

    static func checks(_ guards: Guards) -> ChainChecks {
        ChainChecks(
            without: ChainChecks.removable.filter { !guards.has(Guard($0.rawValue)) })
    }
}
