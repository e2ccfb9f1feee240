internal import BigInt
package import Cryptography
internal import Encodings
internal import Training

/// All that a chain's blocks lead to: accounts, the epoch's stake and proofs, the trained model.
package struct LearningState: Sendable {
    /// Stake of an epoch, as its first block found it.
    package struct Stake: Sendable, Equatable {
        package let key: LearningKey
        package let units: Int

        package var isValidator: Bool { units >= LearningLimits.validatorBond }
    }

    /// A proof of the present epoch that is in the chain.
    package struct ProofEntry: Sendable {
        package enum Status: String, Sendable { case open, valid, invalid }

        package let proof: LearningProof
        /// The block that it is in.
        package let index: Int
        /// The hash of the block after; nil while there is none.
        package var beacon: [UInt8]?
        package var status = Status.open
    }

    /// A link of the training chain.
    package struct TrainedEpoch: Sendable, Equatable {
        package let epoch: Int
        package let start: [UInt8]
        package let end: [UInt8]
    }

    private var accounts: [String: LearningAccount] = [:]  // never iterated, but sorted
    /// Units of bonds that were lost.
    package var burned = 0
    /// Units of all rewards, fees not among them.
    package var rewarded = 0
    package var epoch = 0
    /// The hash of the epoch's first block; the network for epoch 0.
    package var epochHash: [UInt8]
    /// By rising key.
    package var stakes: [Stake] = []
    /// By the order of their blocks.
    package var proofs: [ProofEntry] = []
    /// Validators that lost their bond in this epoch.
    package var slashed: [LearningKey] = []
    /// The hash of the weights at the head of the training chain.
    package var model: [UInt8]
    /// H(`trained` || digest before || u64 epoch || start || end) of each link.
    package var trainedDigest: [UInt8]
    package var trained: [TrainedEpoch] = []

    package init(_ genesis: LearningGenesis) {
        epochHash = genesis.network
        model = genesis.model.initialWeights.hash.bytes
        trainedDigest = genesis.network
        for allocation in genesis.allocations {
            accounts[allocation.address, default: LearningAccount()].balance = allocation.units
        }
        for bond in genesis.bonds {
            var account = accounts[bond.key.address] ?? LearningAccount()
            account.bond = bond.units
            account.key = bond.key
            accounts[bond.key.address] = account
        }
        takeStakes()
    }

    // MARK: Accounts

    package subscript(address: String) -> LearningAccount {
        get { accounts[address] ?? LearningAccount() }
        set { accounts[address] = newValue }
    }

    /// By rising address.
    package var addresses: [String] {
        accounts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Units of all accounts, and of bonds that were lost.
    package var supply: Int {
        addresses.reduce(burned) { sum, address in
            let account = self[address]
            return sum.saturating(account.balance).saturating(account.held)
        }
    }

    // MARK: Epochs

    /// Begins an epoch: frees bonds whose time is over, forgets proofs, and counts stake.
    mutating func begin(epoch: Int) {
        self.epoch = epoch
        // Nobody knows the hash of a block while it is made.
        epochHash = []
        proofs = []
        slashed = []
        for address in addresses where !self[address].endings.isEmpty {
            var account = self[address]
            for ending in account.endings where ending.epoch <= epoch {
                account.balance = account.balance.saturating(ending.units)
            }
            account.endings.removeAll { $0.epoch <= epoch }
            self[address] = account
        }
        takeStakes()
    }

    private mutating func takeStakes() {
        stakes = addresses.compactMap { address in
            let account = self[address]
            guard account.bond > 0, let key = account.key else { return nil }
            return Stake(key: key, units: account.bond)
        }
        stakes.sort { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }
    }

    package func stake(of key: LearningKey) -> Int {
        stakes.first { $0.key == key }?.units ?? 0
    }

    package func isValidator(_ key: LearningKey) -> Bool {
        stakes.contains { $0.key == key && $0.isValidator } && !slashed.contains(key)
    }

    /// Validators of the epoch that have their bond.
    package var validators: [Stake] { stakes.filter { isValidator($0.key) } }

    /// Units of all validators of the epoch.
    package var validatorUnits: Int {
        validators.reduce(0) { $0.saturating($1.units) }
    }

    package func proof(_ id: [UInt8]) -> ProofEntry? { proofs.first { $0.proof.digest == id } }

    /// Takes note of a block's hash, once the block is in the chain.
    mutating func note(hash: [UInt8], index: Int, startsEpoch: Bool) {
        if startsEpoch { epochHash = hash }
        for place in proofs.indices where proofs[place].index == index - 1 {
            proofs[place].beacon = hash
        }
    }

    mutating func append(_ link: TrainedEpoch) {
        trained.append(link)
        model = link.end
        trainedDigest = LearningDomain.digest(
            "trained", trainedDigest, UInt64(link.epoch).bigEndianBytes, link.start, link.end)
    }

    // MARK: Digest

    /// H(`state` || canonical JSON of the state).
    package var digest: Digest { Digest(bytes: LearningDomain.digest("state", document)) }

    package var document: [UInt8] {
        CanonicalObject.bytes([
            (
                "accounts",
                .object(addresses.map { JSONMember($0, self[$0].json) })
            ),
            ("burned", .integer(burned)), ("epoch", .integer(epoch)),
            ("epoch_hash", CanonicalObject.hex(epochHash)), ("model", CanonicalObject.hex(model)),
            (
                "proofs",
                .array(
                    proofs.map {
                        .array([
                            CanonicalObject.hex($0.proof.digest), .integer($0.index),
                            CanonicalObject.hex($0.beacon ?? []), .string($0.status.rawValue),
                        ])
                    })
            ),
            ("rewarded", .integer(rewarded)),
            (
                "slashed", .array(slashed.map { .string($0.text) })
            ),
            (
                "stakes",
                .array(stakes.map { .array([.string($0.key.text), .integer($0.units)]) })
            ),
            ("trained", .array([.integer(trained.count), CanonicalObject.hex(trainedDigest)])),
        ])
    }
}
