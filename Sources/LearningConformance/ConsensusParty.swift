internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// An engine as the files set it up: with stakes of its own, or with a ledger's balances.
final class ConsensusParty {
    let engine: PublishedConsensus
    private let balances: Balances?

    private final class Balances: ConsensusBalances {
        var table = OrderedTable<PythonNumber>()

        func balance(of text: PythonText) -> PythonNumber {
            table[text] ?? .float(PythonFloat(0))
        }
    }

    init(node: PythonText, isAuthority: Bool, hasLedger: Bool) {
        let balances = hasLedger ? Balances() : nil
        self.balances = balances
        engine = PublishedConsensus(
            nodeID: node, isAuthority: isAuthority, balances: balances,
            sign: { _ in PythonText("signature") })
    }

    /// The members of a case's `env`, balances and reputations among them.
    convenience init(_ environment: VectorValue) throws {
        try self.init(described: environment)
        for (id, balance) in try environment.member("balances").members() {
            try setStake(of: id, to: balance.spelledNumber())
        }
        for (id, value) in try environment.member("reputation").members() {
            try engine.setReputation(value.spelledFloat(), of: id)
        }
    }

    /// An engine without stakes.
    convenience init(described vector: VectorValue) throws {
        let mode = try vector.member("mode")
        guard try ["stakes", "ledger"].contains(mode.string()) else {
            throw VectorFormError(
                place: mode.place, expected: "stakes or ledger", got: try mode.string())
        }
        try self.init(
            node: vector.member("node").text(),
            isAuthority: vector.member("is_authority").boolean(),
            hasLedger: mode.string() == "ledger")
    }

    /// Sets the balance, where there is a ledger, and tells the engine.
    func setStake(of id: PythonText, to amount: PythonNumber) {
        balances?.table.set(amount, for: id)
        engine.updateStake(of: id, to: amount)
    }

    /// The engine's state, with the balances where there is a ledger.
    func state() -> PythonValue {
        var state = engine.state()
        if let balances { state["balances"] = balances.table.dictionary(PythonValue.number) }
        return .dictionary(state)
    }
}

extension VectorValue {
    /// The members of an object with their places.
    func members() throws(VectorFormError) -> [(key: PythonText, value: VectorValue)] {
        guard case .dictionary(let members) = value else {
            throw VectorFormError(place: place, expected: "an object", got: value.typeName)
        }
        return members.members.map { member in
            (member.key, VectorValue(member.value, place: "\(place).\(member.key.shown)"))
        }
    }
}

extension PythonDictionary {
    /// The first of the file's cases, by which judges recognise a form.
    var firstCase: PythonDictionary? {
        guard case .list(let cases)? = self["cases"], case .dictionary(let first)? = cases.first
        else { return nil }
        return first
    }
}
