internal import Chains
package import Cryptography
internal import Encodings
package import Trials

/// The profile and the model that a chain's database is made for.
package struct ChainPin: StorePin {
    package static let form = "a profile and weights"

    package let profile: Profile
    package let weightsHash: Digest

    package init(profile: Profile, weightsHash: Digest) {
        self.profile = profile
        self.weightsHash = weightsHash
    }

    /// Golden-bearing: as it is stored.
    package var description: String { "\(profile.rawValue), weights \(weightsHash.text)" }

    /// Nil for a text that ``description`` never is.
    package init?(_ text: String) {
        let parts = text.split(separator: ", weights ", omittingEmptySubsequences: false)
        guard parts.count == 2, let profile = Profile(rawValue: String(parts[0])),
            let hash = Hexadecimal.bytes(of: String(parts[1])), hash.count == 32
        else { return nil }
        self.init(profile: profile, weightsHash: Digest(bytes: hash))
    }
}
