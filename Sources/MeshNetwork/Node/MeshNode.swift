internal import Cryptography
internal import Encodings
package import Trials

/// A node of the mesh as a machine of messages: bytes and times in, bytes for addresses out.
///
/// It knows no clock, no socket and no randomness but a seeded one, so that the same events give
/// the same bytes. The registry is the chain's, and replaced as the chain finalises.
package struct MeshNode: Sendable {
    /// The slots after which a node offers its records to their holders again.
    static let upkeepSlotCount: UInt64 = 10
    /// Introductions under way; further strangers wait until they speak again.
    static let introductionCountMax = 32
    /// Records that a node offers again at a time, by turns: fewer than a neighbour takes requests.
    static let repairCountMax = 64

    package let parameters: MeshParameters
    package let rules: MeshRecordRules
    package let signer: MeshSigner
    package private(set) var registry: MeshRegistry
    /// The node's own place; without a stake, the place of its key alone.
    package private(set) var id: MeshIdentifier
    package let card: MeshContact
    package internal(set) var table: MeshTable
    package internal(set) var storage: MeshStorage
    package internal(set) var milliseconds: Int
    var calls = MeshCalls()
    var jobs: [UInt64: MeshJob] = [:]  // looked up, never iterated
    var outbox: [MeshSend] = []
    var outcomes: [MeshOutcome] = []
    /// Refusals of parts of messages that a task met.
    var noted: [Refusal] = []
    /// The paths of a look-up.
    let pathCount: Int
    private var taskCount: UInt64 = 0
    private var nonce: UInt64
    private var windows: [MeshKey: NonceWindow] = [:]  // looked up, never iterated
    private var requests: [MeshKey: (slot: UInt64, count: Int)] = [:]  // looked up, never iterated
    /// Nodes that are asked whether they live; each once at a time.
    private var introductions: Set<MeshIdentifier> = []  // never iterated
    /// The place among the held records at which the next repairs begin.
    private var repairStart = 0
    private var nextUpkeep: Int
    private var prunedEpoch: UInt64 = 0
    var random: ActorRandom

    var guards: Guards { rules.guards }
    package var slot: UInt64 { parameters.slot(atMilliseconds: milliseconds) }

    /// - Parameters:
    ///   - address: at which others reach the node, 1 to 64 bytes.
    ///   - milliseconds: the time, since 1970.
    ///   - seed: of the node's random places.
    ///   - pathCount: disjoint paths of a look-up, 1 to 8.
    package init(
        _ parameters: MeshParameters, _ registry: MeshRegistry, _ signer: MeshSigner,
        address: [UInt8], atMilliseconds milliseconds: Int, seed: String, guards: Guards = .all,
        pathCount: Int = MeshParameters.pathCount
    ) {
        precondition((1...8).contains(pathCount), "\(pathCount) paths")
        self.pathCount = pathCount
        self.parameters = parameters
        self.registry = registry
        self.signer = signer
        self.milliseconds = milliseconds
        rules = MeshRecordRules(parameters, signer.signatures, guards: guards)
        id = Self.place(of: signer.key, parameters, registry)
        card = MeshContact(
            address: address, slot: parameters.slot(atMilliseconds: milliseconds), by: signer,
            network: parameters.network)
        table = MeshTable(own: id)
        storage = MeshStorage(rules)
        nonce = UInt64(milliseconds) << 16
        random = ActorRandom(
            seed: seed, actor: "mesh node " + Hexadecimal.text(of: signer.key.bytes))
        // Nodes keep house at times of their own, spread by their places.
        let period = Int(Self.upkeepSlotCount * parameters.slotMilliseconds)
        nextUpkeep = milliseconds + 1 + Int(id.prefix % UInt64(period))
    }

    static func place(
        of key: MeshKey, _ parameters: MeshParameters, _ registry: MeshRegistry
    ) -> MeshIdentifier {
        registry.id(key)
            ?? MeshRegistry.id(parameters, key: key, beacon: [UInt8](repeating: 0, count: 32))
    }

    /// Follows the chain to a later finalised slot: peers without a stake lose their places.
    package mutating func follow(_ registry: MeshRegistry) {
        self.registry = registry
        let own = Self.place(of: signer.key, parameters, registry)
        var table = MeshTable(own: own)
        for entry in self.table.buckets.joined() {
            guard let id = registry.id(entry.contact.key) else { continue }
            table.note(entry.contact, id)
        }
        (id, self.table) = (own, table)
        storage.prune(at: slot, registry)
    }

    // MARK: Events

    /// Hears a message. **Result:** the refusals of it or of parts of it.
    ///
    /// - Parameter address: of the link that brought it, to which a request is answered.
    package mutating func receive(
        _ bytes: [UInt8], from address: [UInt8], atMilliseconds milliseconds: Int
    ) -> [Refusal] {
        self.milliseconds = max(milliseconds, self.milliseconds)
        do throws(Refusal) {
            try guards.require(
                bytes.count <= MeshParameters.messageByteCountMax, MeshGuards.size,
                "expected at most \(MeshParameters.messageByteCountMax) bytes, "
                    + "got \(bytes.count)")
            let allowsTail = !guards.has(MeshGuards.form)
            guard let message = MeshMessage(bytes: bytes, allowsTail: allowsTail) else {
                throw Refusal(
                    index: nil, by: MeshGuards.form,
                    message: "expected one message of the mesh and nothing else")
            }
            switch message {
            case .request(let request): return try answer(request, to: address)
            case .answer(let answer): return try take(answer)
            }
        } catch {
            return [error]
        }
    }

    /// The time at which the node wants to be woken.
    package var nextWake: Int { min(nextUpkeep, calls.nextDeadline ?? .max) }

    /// Lets the node see the time: calls without an answer end, and it keeps house.
    package mutating func wake(atMilliseconds milliseconds: Int) {
        self.milliseconds = max(milliseconds, self.milliseconds)
        while let call = calls.popSilent(by: self.milliseconds) { noteSilence(call) }
        guard nextUpkeep <= self.milliseconds else { return }
        nextUpkeep += Int(Self.upkeepSlotCount * parameters.slotMilliseconds)
        nextUpkeep = max(nextUpkeep, self.milliseconds + 1)
        keepHouse()
    }

    /// Takes the messages that are to be sent.
    package mutating func takeOutbox() -> [MeshSend] {
        defer { outbox = [] }
        return outbox
    }

    /// Takes the tasks that came to an end.
    package mutating func takeOutcomes() -> [MeshOutcome] {
        defer { outcomes = [] }
        return outcomes
    }

    /// Takes the refusals of parts of messages that tasks met since the last time: cards that are
    /// not signed, strangers that do not answer, records that too few holders served.
    package mutating func takeNoted() -> [Refusal] {
        defer { noted = [] }
        return noted
    }

    /// Refusals that are kept until somebody takes them; later ones are forgotten.
    private static let notedCountMax = 64

    mutating func note(_ refusal: Refusal) {
        if noted.count < Self.notedCountMax { noted.append(refusal) }
    }

    mutating func newTask() -> UInt64 {
        taskCount += 1
        return taskCount
    }

    // MARK: Requests of others

    private mutating func answer(
        _ request: MeshRequest, to address: [UInt8]
    ) throws(Refusal) -> [Refusal] {
        let key = request.sender.key
        let senderID = registry.id(key)
        try guards.require(
            senderID != nil, MeshGuards.registered,
            "expected a sender with a stake at slot \(registry.slot)")
        try guards.require(
            request.recipient == signer.key, MeshGuards.recipient,
            "the request is for another node")
        let slot = slot
        let distance = max(slot, request.slot) - min(slot, request.slot)
        try guards.require(
            distance <= MeshParameters.slotTolerance, MeshGuards.slot,
            "expected a request of slot \(slot), got one of \(request.slot)")
        try guards.require(
            request.isSigned(rules.signatures, network: parameters.network),
            MeshGuards.messageSignature, "expected a signature by the sender over the request")
        var window = windows[key] ?? NonceWindow()
        let isNew = window.take(request.nonce)
        try guards.require(isNew, MeshGuards.nonce, "the nonce \(request.nonce) is spent")
        windows[key] = window
        var made = requests[key] ?? (slot, 0)
        if made.slot != slot { made = (slot, 0) }
        made.count += 1
        requests[key] = made
        try guards.require(
            made.count <= MeshParameters.requestCountMax, MeshGuards.keyBudget,
            "more than \(MeshParameters.requestCountMax) requests of the key in a slot")
        if let senderID, request.body != .ping { meet(request.sender, senderID) }
        var refusals: [Refusal] = []
        let body: MeshAnswer.Body
        switch request.body {
        case .ping: body = .alive
        case .find(let find): body = found(find, but: key)
        case .store(let record):
            do throws(Refusal) {
                try hold(record)
                body = .stored(refusal: nil)
            } catch {
                refusals = [error]
                body = .stored(refusal: error.by.name)
            }
        }
        let answer = MeshAnswer(
            body, to: key, nonce: request.nonce, from: card, by: signer,
            network: parameters.network)
        outbox.append(MeshSend(address: address, bytes: MeshMessage.answer(answer).bytes))
        return refusals
    }

    /// Gets to know a node that spoke first: it enters the table once it has answered.
    private mutating func meet(_ contact: MeshContact, _ id: MeshIdentifier) {
        guard id != self.id, table.contact(id).map({ $0 != contact }) ?? table.hasRoom(for: id)
        else { return }
        guard isSigned(contact) else { return note(Self.cardRefusal) }
        guard guards.has(MeshGuards.live) else { return table.note(contact, id) }
        guard introductions.count < Self.introductionCountMax,
            introductions.insert(id).inserted
        else { return }
        send(.ping, to: contact, id, .introduction)
    }

    private func found(_ find: MeshRequest.Find, but key: MeshKey) -> MeshAnswer.Body {
        let contacts = table.nearest(find.place, count: MeshParameters.bucketSize + 1)
            .filter { $0.contact.key != key }.prefix(MeshParameters.bucketSize)
            .map(\.contact)
        guard find.wantsRecords else { return .found(contacts, [], isMore: false) }
        let records = storage.records(at: find.place, owner: find.owner, after: find.after)
        // Both records of an equivocation go into one answer.
        var count = min(records.count, MeshAnswer.recordCountMax)
        while count > 0, count < records.count, records[count].owner == records[count - 1].owner {
            count -= 1
        }
        return .found(contacts, Array(records.prefix(count)), isMore: count < records.count)
    }

    /// Judges a record and holds it. **Throws:** ``Refusal``.
    package mutating func hold(_ record: MeshRecord) throws(Refusal) {
        let slot = slot
        if storage.records(at: record.place(parameters), owner: record.owner).contains(record) {
            return
        }
        try rules.judge(record, at: slot, registry)
        if record.kind.hasWindow {
            try guards.require(
                record.slot + MeshParameters.slotTolerance >= slot, MeshGuards.fresh,
                "expected a \(record.kind) within \(MeshParameters.slotTolerance) slots of "
                    + "its signing at \(record.slot), got it at \(slot)")
            try guards.require(
                isHolder(signer.key, of: record), MeshGuards.place,
                "the node is none of the holders of the key")
        }
        _ = try storage.take(record, at: slot)
    }

    /// Whether a key is one of those whose ids are nearest to a record's key, online or not.
    func isHolder(_ key: MeshKey, of record: MeshRecord) -> Bool {
        registry.nearest(record.place(parameters), count: MeshParameters.replicaCount)
            .contains(key)
    }

    // MARK: Own calls

    /// Sends a request. The card must have been checked.
    mutating func send(
        _ body: MeshRequest.Body, to contact: MeshContact, _ id: MeshIdentifier,
        _ purpose: MeshCall.Purpose
    ) {
        nonce += 1
        let request = MeshRequest(
            body, to: contact.key, from: card, slot: slot, nonce: nonce, by: signer,
            network: parameters.network)
        calls.add(
            MeshCall(contact: contact, id: id, purpose: purpose), nonce: nonce,
            deadline: milliseconds + MeshParameters.callMilliseconds)
        outbox.append(
            MeshSend(address: contact.address, bytes: MeshMessage.request(request).bytes))
    }

    static let cardRefusal = Refusal(
        index: nil, by: MeshGuards.card, message: "expected a card that the key's owner signed")

    /// The later of a card that another node names and the table's; nil if nobody signed the
    /// former.
    func checked(_ contact: MeshContact, _ id: MeshIdentifier) -> MeshContact? {
        if let own = table.contact(id), own.slot >= contact.slot { return own }
        return isSigned(contact) ? contact : nil
    }

    func isSigned(_ contact: MeshContact) -> Bool {
        !guards.has(MeshGuards.card)
            || contact.slot <= slot + MeshParameters.slotTolerance
                && contact.isSigned(rules.signatures, network: parameters.network)
    }

    private mutating func take(_ answer: MeshAnswer) throws(Refusal) -> [Refusal] {
        guard let call = calls.call(answer.nonce) else { return [] }
        try guards.require(
            answer.recipient == signer.key && answer.sender.key == call.contact.key,
            MeshGuards.answerKey, "expected an answer of the node that was asked")
        try guards.require(
            answer.isSigned(rules.signatures, network: parameters.network), MeshGuards.answerKey,
            "expected a signature by the node that was asked")
        calls.end(answer.nonce)
        if case .introduction = call.purpose { introductions.remove(call.id) }
        if isSigned(answer.sender) { table.note(answer.sender, call.id) }
        switch call.purpose {
        case .introduction, .liveness, .repair: return []
        case .lookUp(let task, let step): return noteAnswer(answer.body, task, step)
        case .store(let task, let id):
            noteStore(task, id, answer.body)
            return []
        }
    }

    private mutating func noteSilence(_ call: MeshCall) {
        // Repairs come in numbers that a neighbour may refuse; an old card says nothing of a node
        // that has a later one.
        var mayDrop = table.contact(call.id).map { $0 == call.contact } ?? true
        if case .repair = call.purpose { mayDrop = false }
        if mayDrop { table.drop(call.id) }
        switch call.purpose {
        case .introduction:
            introductions.remove(call.id)
            note(
                Refusal(
                    index: nil, by: MeshGuards.live,
                    message: "a node that spoke first did not answer"))
        case .liveness, .repair: break
        case .lookUp(let task, let step): noteSilence(task, step)
        case .store(let task, let id): noteStore(task, id, nil)
        }
    }

    // MARK: Upkeep

    /// Asks the oldest contacts whether they live, forgets old records, and offers those to their
    /// holders that this node is nearest to.
    private mutating func keepHouse() {
        for entry in table.oldest { send(.ping, to: entry.contact, entry.id, .liveness) }
        let epoch = parameters.epoch(ofSlot: slot)
        if epoch != prunedEpoch {
            prunedEpoch = epoch
            storage.prune(at: slot, registry)
            _ = begin(
                .refresh(MeshIdentifier(digest: Digest(bytes: random.bytes32()))),
                atMilliseconds: milliseconds)
        }
        let records = storage.records.filter { !$0.kind.hasWindow }
        guard !records.isEmpty else { return }
        for number in 0..<min(records.count, Self.repairCountMax) {
            repair(records[(repairStart + number) % records.count])
        }
        repairStart = (repairStart + Self.repairCountMax) % records.count
    }

    private mutating func repair(_ record: MeshRecord) {
        let place = record.place(parameters)
        let holders = table.nearest(place, count: MeshParameters.replicaCount)
        guard let nearest = holders.first,
            id.distance(to: place) < nearest.id.distance(to: place)
        else { return }
        for holder in holders.prefix(MeshParameters.replicaCount - 1) {
            send(.store(record), to: holder.contact, holder.id, .repair)
        }
    }
}
