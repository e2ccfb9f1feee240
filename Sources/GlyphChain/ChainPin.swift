public import Chains
public import Cryptography
internal import Encodings
public import Trials

/// The profile and the model that a chain's database is made for.
public struct ChainPin: StorePin {
    public static let form = "a profile and weights"

    public let profile: Profile
    public let weightsHash: Digest

    public init(profile: Profile, weightsHash: Digest) {
        self.profile = profile
        self.weightsHash = weightsHash
    }

    /// Golden-bearing: as it is stored.
    public var description: String { "\(profile.rawValue), weights \(weightsHash.text)" }

    /// Nil for a text that ``description`` never is.
    public init?(_ text: String) {
        let parts = text.split(separator: ", weights ", omittingEmptySubsequences: false)
        guard parts.count == 2, let profile = Profile(rawValue: String(parts[0])),
            let hash = Hexadecimal.bytes(of: String(parts[1])), hash.count == 32
        else { return nil }
        self.init(profile: profile, weightsHash: Digest(bytes: hash))
    }
}
