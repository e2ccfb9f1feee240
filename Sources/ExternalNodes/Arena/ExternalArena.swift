internal import Cryptography
internal import Encodings
internal import Scenarios
internal import Trials

/// The arena of a trial on an external node: honest actors, an attacker's workshop, and the
/// referee's books.
final class ExternalArena: TrialArena {
    typealias Operation = ExternalOperation
    typealias Oracle = ExternalOracle

    /// The virtual time at which a trial begins, milliseconds since 1970.
    static let start = 1_600_000_000_000
    static let surface = Surface("transfer")
    private static let castUnits = 1_000_000
    private static let attackerUnits = 700
    /// Actors of the honest use after the attack. Names of scripts have no spaces.
    static let pollPayer = "poll payer"
    static let pollPayee = "poll payee"

    let setup: TrialSetup
    let cast: [String]
    var record: TrialRecord
    var complaint: String?
    let client: NodeClient
    var books: ExternalBooks
    var artefacts = Artefacts<Int>()
    /// Transfers and byte strings that were sent.
    var sentCount = 0
    /// Bytes that the attacker sent.
    var sentByteCount = 0
    private var keys: [String: Ed25519PrivateKey] = [:]  // looked up, never iterated

    var measurement: Measurement? { nil }

    /// **Throws:** ``AdapterFault``, an error of starting the adapter.
    init(
        _ setup: TrialSetup, cast: [String], connect: @escaping NodeConnector,
        greeting: NodeGreeting
    ) throws {
        (self.setup, self.cast) = (setup, cast)
        record = TrialRecord(clock: LogicalClock(milliseconds: Self.start))
        let honest = cast + [Self.pollPayer, Self.pollPayee]
        func account(_ name: String, _ units: Int) -> LedgerGenesis.Account {
            let key = Self.key(name, setup.seed).publicKey
            return LedgerGenesis.Account(key: Hexadecimal.text(of: key), units: units)
        }
        let genesis = LedgerGenesis(
            honest.map { account($0, Self.castUnits) }
                + setup.allowance.keys.map { account($0, Self.attackerUnits) })
        books = ExternalBooks(genesis, honestKeys: honest.map { account($0, 0).key })
        var random = ActorRandom(seed: setup.seed, actor: "node")
        client = try NodeClient(
            connect, greeting, setup.profile,
            start: [
                JSONMember("profile", .string(setup.profile.rawValue)),
                JSONMember("seed", .string(Hexadecimal.text(of: random.bytes32()))),
                JSONMember("clock", .integer(Self.start)), JSONMember("genesis", genesis.json),
            ])
        guard client.latest.height == 0, client.latest.head == genesis.hash else {
            throw AdapterFault(
                "start: expected height 0 and the genesis \(genesis.hash) as head, got "
                    + "\(client.latest.height) and \(client.latest.head)")
        }
    }

    // MARK: Actors

    private static func key(_ name: String, _ seed: String) -> Ed25519PrivateKey {
        var random = ActorRandom(seed: seed, actor: "key of \(name)")
        return Ed25519PrivateKey(seed: random.bytes32())
    }

    func key(_ name: String) -> Ed25519PrivateKey {
        if let key = keys[name] { return key }
        let key = Self.key(name, setup.seed)
        keys[name] = key
        return key
    }

    /// The public key of an actor, or one that is written out.
    func account(_ name: String) -> String {
        if Hexadecimal.bytes(of: name)?.count == Ed25519.publicKeyByteCount { return name }
        return Hexadecimal.text(of: key(name).publicKey)
    }

    // MARK: Steps

    func perform(_ operation: ExternalOperation, at node: Int) throws {
        switch operation {
        case .produce(let blockCount, let seconds):
            for _ in 0..<blockCount {
                try advance(seconds)
                try produce()
            }
        case .pay(let from, let to, let amount): _ = try pay(from, to, amount)
        case .payment(let name, let from, let to, let amount, let nonce):
            let transfer = LedgerTransfer(
                from: key(from), to: account(to), amount: amount,
                nonce: try nonce ?? nextNonce(of: from), genesis: books.genesis.hash)
            try artefacts.keep(name, Artefact(parts: [transfer.line]))
        case .bytes(let step):
            try artefacts.keep(
                step.artefact, Artefact(parts: [try artefacts.bytes(step, profile)]))
        case .advance(let seconds): try advance(seconds)
        case .restart: try restart()
        }
    }

    private func nextNonce(of name: String) throws -> Int {
        guard let state = try client.state() else { throw StepFault("the node died of a question") }
        let key = account(name)
        return state.accounts.first { $0.key == key }.flatMap { Int($0.nonce) } ?? 0
    }

    func note(_ what: String, _ reply: NodeReply?) {
        guard let reply else {
            return record.note("\(what): the node ended and was started again")
        }
        record.note(
            "\(what): height \(reply.height), head \(reply.head), \(reply.waitingCount) waiting"
                + (reply.died ? ", died" : ""))
    }

    private func advance(_ seconds: Int) throws {
        guard seconds > 0 else { return }
        let milliseconds = 1_000 * seconds
        record.clock.advance(to: record.clock.milliseconds + milliseconds)
        note("\(seconds) s pass", try client.perform(.advance(milliseconds: milliseconds)))
    }

    /// Asks for a block. A node that makes none meets a complaint.
    func produce() throws {
        let before = client.latest.height
        let reply = try client.perform(.produce)
        note("a block is made", reply)
        guard let reply else { return complain("the node ended when a block was to be made") }
        guard reply.height == before + 1 else {
            return complain(
                "a block was to be made on height \(before), and the height is \(reply.height)")
        }
        guard let bytes = try client.block(reply.height) else {
            return complain("the node ended when it was asked for its new block")
        }
        books.noteBlock(bytes, time: record.clock.milliseconds)
    }

    /// **Result:** why the node did not take an honest payment; nil where it did.
    func pay(_ from: String, _ to: String, _ amount: Int) throws -> String? {
        let payer = key(from)
        let transfer = LedgerTransfer(
            from: payer, to: account(to), amount: amount,
            nonce: books.nextNonce(of: account(from)), genesis: books.genesis.hash)
        sentCount += 1
        let reply = try client.perform(
            .submit(bytes: transfer.line, surface: Self.surface.name, source: Self.honestSource))
        note("\(from) pays \(amount)", reply)
        books.noteSigned(transfer, isTaken: reply?.isTaken == true)
        let refusal: String? =
            switch reply {
            case nil: "the node ended at an honest payment"
            case let reply? where !reply.isTaken:
                reply.died
                    ? "the node died of an honest payment"
                    : "an honest payment is refused by \(reply.refused.joined(separator: ", "))"
            default: nil
            }
        if let refusal { complain(refusal) }
        return refusal
    }

    /// Scripts have the numbers from 1 to 800.
    private static let honestSource = 1_000

    /// Stops the node and starts it again, and compares what it holds.
    func restart() throws {
        let (before, state) = (client.latest, try client.state())
        let reply = try client.perform(.restart)
        note("the operator starts the node again", reply)
        guard let reply, let state, let after = try client.state() else {
            return complain("the node ended when it was started again")
        }
        if reply.height != before.height || reply.head != before.head {
            books.noteStore(
                "a restart took it from height \(before.height), head \(before.head), to height "
                    + "\(reply.height), head \(reply.head)")
        } else if after != state {
            books.noteStore("a restart changed accounts or waiting transfers")
        }
    }
}

extension NodeReply {
    /// Whether the node took the bytes.
    var isTaken: Bool { refused.isEmpty && !died }
}
