internal import Cryptography
internal import Encodings
internal import Training

/// The referee's own account of a hardened chain: it reads the genesis and the blocks by the
/// network's page, works out all coins, stake and trainings anew, and notes the first complaint for
/// each question.
struct HardenedChronicle {
    struct Account {
        var balance = 0
        var bond = 0
        var key = ""
        var nonce = 0
        var reputation = 50_000
        /// Units with the epoch at whose first block they are free.
        var endings: [(units: Int, epoch: Int)] = []
    }

    struct Proof {
        let value: JSONValue
        let id: [UInt8]
        let index: Int
        var beacon: [UInt8] = []
        var isDecided = false
    }

    /// In the order of their first mention.
    private(set) var accounts: [(address: String, account: Account)] = []
    private(set) var complaints: [(oracle: LearningOracle, text: String)] = []
    private(set) var certifiedProofs: [[UInt8]] = []
    let genesis: JSONValue
    let network: [UInt8]
    let data: [TrainingChunk]
    let books: LearningBooks
    var unusedPayments: [[UInt8]]
    var stakes: [(key: String, units: Int)] = []
    var slashed: [String] = []
    var proofs: [Proof] = []
    var epoch = 0
    var epochHash: [UInt8]
    var hash: [UInt8]
    var time = 0
    /// The weights at the head of the training chain.
    var weights: TrainingWeights?
    var trainedEpoch = -1
    /// All coins that there should be.
    var supply = 0
    var burned = 0
    var blockCount = 0

    /// - Parameter data: the network's, which everybody has.
    init(_ books: LearningBooks, data: [TrainingChunk], blocks: [[UInt8]]) {
        self.books = books
        self.data = data
        unusedPayments = books.payments
        genesis = LearningReading.canonical(books.genesis) ?? .null
        network = LearningDomain.digest("network", books.genesis)
        (epochHash, hash) = (network, network)
        for member in LearningReading.member(genesis, "allocations")?.objectValue ?? [] {
            self[member.key].balance = member.value.integerValue ?? 0
            supply += member.value.integerValue ?? 0
        }
        for bond in LearningReading.elements(genesis, "bonds") {
            let key = LearningReading.text(bond, "key")
            let units = LearningReading.integer(bond, "units")
            self[LearningReading.address(ofKey: key)].bond = units
            self[LearningReading.address(ofKey: key)].key = key
            supply += units
        }
        countStakes()
        weights = plan.map {
            TrainingWeights(
                shape: $0.shape, name: LearningReading.text(genesis, "model.init"))
        }
        for bytes in blocks { follow(bytes) }
    }

    subscript(address: String) -> Account {
        get { accounts.first { $0.address.utf8.elementsEqual(address.utf8) }?.account ?? Account() }
        set {
            let place = accounts.firstIndex { $0.address.utf8.elementsEqual(address.utf8) }
            if let place {
                accounts[place].account = newValue
            } else {
                accounts.append((address, newValue))
            }
        }
    }

    mutating func complain(_ oracle: LearningOracle, _ text: String) {
        if !complaints.contains(where: { $0.oracle == oracle }) {
            complaints.append((oracle, "block \(blockCount): \(text)"))
        }
    }

    mutating func expect(_ holds: Bool, _ oracle: LearningOracle, _ text: String) {
        if !holds { complain(oracle, text) }
    }

    mutating func note(certified id: [UInt8]) { certifiedProofs.append(id) }

    /// Nil for a genesis whose model is none.
    var plan: TrainingPlan? {
        func integer(_ key: String) -> Int { LearningReading.integer(genesis, "model.\(key)") }
        return try? TrainingPlan(
            shape: TrainingShape(
                inputCount: integer("inputs"), hiddenCount: integer("hidden"),
                classCount: integer("classes")),
            batchShift: integer("batch_bits"), rateShift: integer("rate_bits"),
            stepCount: integer("steps"))
    }

    // MARK: Epochs

    /// Stake at the first block of an epoch, by rising key.
    mutating func countStakes() {
        stakes = accounts.filter { $0.account.bond > 0 && !$0.account.key.isEmpty }
            .map { ($0.account.key, $0.account.bond) }
        stakes.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    private mutating func begin(_ epoch: Int) {
        self.epoch = epoch
        epochHash = []
        proofs = []
        slashed = []
        for place in accounts.indices {
            for ending in accounts[place].account.endings where ending.epoch <= epoch {
                accounts[place].account.balance += ending.units
            }
            accounts[place].account.endings.removeAll { $0.epoch <= epoch }
        }
        countStakes()
    }

    func stake(_ key: String) -> Int { stakes.first { $0.key == key }?.units ?? 0 }

    func isValidator(_ key: String) -> Bool {
        stake(key) >= 5_000_000_000 && !slashed.contains(key)
    }

    var validatorUnits: Int {
        stakes.filter { isValidator($0.key) }.reduce(0) { $0 + $1.units }
    }

    // MARK: Blocks

    private mutating func follow(_ bytes: [UInt8]) {
        blockCount += 1
        guard let block = LearningReading.canonical(bytes),
            let header = LearningReading.member(block, "header")
        else { return complain(.encodingOneMeaning, "it has not the one form") }
        let hash = LearningDomain.digest("block", Array(header.compactText.utf8))
        judge(header, hash)
        judgeRoots(block, header)
        let length = max(1, LearningReading.integer(genesis, "epoch_blocks"))
        if blockCount % length == 0 { begin(blockCount / length) }
        for place in proofs.indices where proofs[place].index == blockCount - 2 {
            proofs[place].beacon = self.hash
        }
        var fees = 0
        for value in LearningReading.elements(block, "transactions") { fees += pay(value) }
        for value in LearningReading.elements(block, "proofs") { take(proof: value) }
        // A proof's beacon is the hash of the block after it, which is known from the next one on.
        for value in LearningReading.elements(block, "certificates") { certify(value) }
        let reward = LearningReading.integer(block, "reward.amount")
        expect(reward == 10_000_000 + fees, .ledgerSupply, "the miner gets \(reward) units")
        self[LearningReading.text(block, "reward.to")].balance += reward
        supply += 10_000_000
        let model = LearningReading.bytes(header, "model")
        expect(
            model == weights?.hash.bytes, .trainedChain, "its model is not the trained one")
        self.hash = hash
        time = LearningReading.integer(header, "time")
        if blockCount % length == 0 { epochHash = hash }
    }

    private mutating func judge(_ header: JSONValue, _ hash: [UInt8]) {
        expect(hash[0] == 0 && hash[1] == 0, .blocksWork, "it has not the work")
        expect(
            LearningReading.bytes(header, "previous") == self.hash, .blocksWork,
            "it does not name the block before")
        expect(
            LearningReading.integer(header, "index") == blockCount, .blocksWork,
            "it says another place")
        let length = max(1, LearningReading.integer(genesis, "epoch_blocks"))
        expect(
            LearningReading.integer(header, "epoch") == blockCount / length, .trainedChain,
            "it says another epoch")
        expect(
            LearningReading.integer(header, "time") >= time, .blocksWork,
            "its time is before its parent's")
        expect(
            LearningReading.bytes(header, "network") == network, .blocksWork,
            "it is of another network")
    }

    private mutating func judgeRoots(_ block: JSONValue, _ header: JSONValue) {
        func bytes(_ value: JSONValue?) -> [UInt8] { Array((value ?? .null).compactText.utf8) }
        func root(_ key: String, _ first: [[UInt8]] = []) -> [UInt8] {
            LearningReading.listRoot(first + LearningReading.elements(block, key).map(bytes))
        }
        let reward = bytes(LearningReading.member(block, "reward"))
        let roots = [
            ("transactions", root("transactions", [reward])), ("proofs", root("proofs")),
            ("certificates", root("certificates")),
        ]
        for (key, root) in roots {
            expect(
                LearningReading.bytes(header, key) == root, .blocksOneObject,
                "its hash does not bind its \(key)")
        }
    }
}
