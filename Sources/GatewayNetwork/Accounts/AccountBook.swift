/// A user's account.
package struct UserAccount: Sendable, Equatable {
    /// The user's key, in base64.
    package let user: String
    /// The units that the user may still spend.
    package internal(set) var balance: Int
    /// The units that open sessions may cost.
    package internal(set) var reserved: Int
    /// The number of the user's next order.
    package internal(set) var nextNonce: Int
}

/// All accounts, the credits that they come from and the sessions that they paid.
///
/// **Bounds:** all credits together are at most 2^62 units, so that every sum here fits 64 bits;
/// where a guard is missing, sums wrap.
struct AccountBook: Sendable {
    /// In the order in which users first had one.
    private(set) var accounts: [UserAccount] = []
    /// In the order in which they were ordered.
    private(set) var sessions: [OrderSession] = []
    /// The units of all credits.
    private(set) var credited = 0
    /// The units of all sessions that were paid.
    private(set) var charged = 0
    /// All balances and all that is reserved, kept beside the accounts by what changes in each.
    private var held = 0
    /// The places of accounts that changed since they were last stored, in the order of changes.
    private var changed: [Int] = []
    private var places: [[UInt8]: Int] = [:]  // of accounts; looked up, never iterated
    private var sessionPlaces: [[UInt8]: Int] = [:]  // looked up, never iterated
    private var payments: Set<[UInt8]> = []  // membership only, never iterated

    func account(of user: String) -> UserAccount? { places[user.bytes].map { accounts[$0] } }

    func session(_ id: String) -> OrderSession? { sessionPlaces[id.bytes].map { sessions[$0] } }

    func has(payment: String) -> Bool { payments.contains(payment.bytes) }

    /// Whether balances and reserves are what was credited and not yet charged.
    var isBalanced: Bool { held == credited &- charged }

    /// The units that can still be credited.
    var creditLeft: Int { GatewayLimits.creditTotalMax - credited }

    // MARK: Changes

    mutating func credit(_ payment: String, to user: String, _ amount: Int) {
        let amount = min(amount, creditLeft)
        payments.insert(payment.bytes)
        credited += amount
        change(user, balance: amount, reserved: 0)
    }

    mutating func open(_ session: OrderSession) {
        sessionPlaces[session.id.bytes] = sessions.count
        sessions.append(session)
        let place = change(
            session.user, balance: 0 &- session.maxPrice, reserved: session.maxPrice)
        accounts[place].nextNonce += 1
    }

    mutating func charge(_ charge: SessionCharge) {
        guard let place = sessionPlaces[charge.session.bytes] else { return }
        let session = sessions[place]
        sessions[place].outcome = .charged(charge.price)
        charged &+= charge.price
        change(
            session.user, balance: session.maxPrice &- charge.price,
            reserved: 0 &- session.maxPrice)
    }

    mutating func release(_ id: String) {
        guard let place = sessionPlaces[id.bytes] else { return }
        let session = sessions[place]
        sessions[place].outcome = .released
        change(session.user, balance: session.maxPrice, reserved: 0 &- session.maxPrice)
    }

    /// **Result:** the account's place.
    @discardableResult
    private mutating func change(_ user: String, balance: Int, reserved: Int) -> Int {
        let place: Int
        if let known = places[user.bytes] {
            place = known
        } else {
            place = accounts.count
            places[user.bytes] = place
            accounts.append(UserAccount(user: user, balance: 0, reserved: 0, nextNonce: 0))
        }
        let before = accounts[place].balance &+ accounts[place].reserved
        accounts[place].balance &+= balance
        accounts[place].reserved &+= reserved
        held = held &- before &+ accounts[place].balance &+ accounts[place].reserved
        changed.append(place)
        return place
    }

    // MARK: Stores

    /// The accounts that changed since this was last asked, with their places.
    mutating func takeChanged() -> [(place: Int, account: UserAccount)] {
        defer { changed = [] }
        return changed.map { ($0, accounts[$0]) }
    }

    /// Takes stored accounts as they are, and adds them up anew.
    mutating func replace(_ stored: [StoredAccount]) {
        let nonces = stored.map { account(of: $0.user)?.nextNonce ?? 0 }
        accounts = zip(stored, nonces).map {
            UserAccount(user: $0.user, balance: $0.balance, reserved: $0.reserved, nextNonce: $1)
        }
        places = [:]
        for (place, account) in accounts.enumerated() { places[account.user.bytes] = place }
        held = accounts.reduce(0) { $0 &+ $1.balance &+ $1.reserved }
        changed = []
    }
}

/// An account as it is stored.
struct StoredAccount: Sendable, Equatable {
    let user: String
    let balance: Int
    let reserved: Int

    static func == (left: StoredAccount, right: StoredAccount) -> Bool {
        left.user.isSame(right.user) && left.balance == right.balance
            && left.reserved == right.reserved
    }
}

extension AccountBook {
    var stored: [StoredAccount] {
        accounts.map { StoredAccount(user: $0.user, balance: $0.balance, reserved: $0.reserved) }
    }
}
