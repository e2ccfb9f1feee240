internal import Cryptography
internal import Encodings
internal import Scenarios
internal import Trials

/// The arena of a script: it asks for steps, sends bytes and looks at the node.
extension ExternalArena: ScriptArena {
    typealias Question = ExternalQuestion

    /// Byte strings and payments that one trial may send: each node is as slow as it is.
    private static let sentCountMax = 10_000
    private static let sentByteCountMax = 64 << 20
    /// The last time that a script may let come, seconds since 1970: in 34,000 years.
    private static let clockSecondsMax = 1 << 40
    /// Transfers that a node need not have room for.
    private static let waitingCountMax = 1_000
    private static let answerByteCountMax = 700_000

    /// The digest of the last answer: a node's state has no name of its own.
    func standing(at node: Int) -> (head: String, stateDigest: Digest) {
        let latest = client.latest
        return (
            latest.head,
            Digests.sha256("\(latest.height) \(latest.head) \(latest.waitingCount)".utf8)
        )
    }

    func challenge() throws -> [JSONMember] {
        func facts(_ name: String) -> [JSONMember] {
            [JSONMember("name", .string(name)), JSONMember("account", .string(account(name)))]
        }
        let granted = setup.allowance.keys.map { name in
            JSONValue.object(
                facts(name) + [
                    JSONMember("private", .string(Hexadecimal.text(of: key(name).seed)))
                ])
        }
        return [
            JSONMember("cast", .array(cast.map { .object(facts($0)) })),
            JSONMember("keys", .array(granted)),
            JSONMember("genesis", .string(books.genesis.hash)),
            JSONMember("height", .integer(client.latest.height)),
        ]
    }

    // MARK: Obstacles

    func obstacle(to operation: ExternalOperation, at node: Int) throws -> String? {
        switch operation {
        case .produce(let blockCount, let seconds):
            guard books.blocks.count + blockCount <= ExternalBooks.blockCountMax - 10 else {
                return "\(books.blocks.count) blocks are there, and there is room for "
                    + "\(ExternalBooks.blockCountMax - 10)"
            }
            return obstacle(toTime: blockCount * seconds)
        case .pay(let from, let to, let amount): return obstacle(toPaying: from, to, amount)
        case .payment(_, _, let to, _, _): return obstacle(toPayee: to)
        case .bytes(let step): return obstacle(toBytes: step)
        case .advance(let seconds): return obstacle(toTime: seconds)
        case .restart: return nil
        }
    }

    private func obstacle(toTime seconds: Int) -> String? {
        record.clock.seconds + seconds <= Self.clockSecondsMax
            ? nil : "time ends at \(Self.clockSecondsMax) s"
    }

    private func obstacle(toPayee name: String) -> String? {
        PlainName.isName(name)
            ? nil : "a name has 1 to 64 letters and digits of ASCII, '.', '_' and '-'"
    }

    private func obstacle(toPaying from: String, _ to: String, _ amount: Int) -> String? {
        guard cast.contains(where: { $0.utf8.elementsEqual(from.utf8) }) else {
            return "honest actors are \(cast.joined(separator: ", ")), no others"
        }
        if let obstacle = obstacle(toPayee: to) { return obstacle }
        guard sentCount < Self.sentCountMax else { return "\(sentCount) byte strings were sent" }
        guard client.latest.waitingCount < Self.waitingCountMax else {
            return "\(Self.waitingCountMax) transfers wait already"
        }
        let left = books.unitsLeft(of: account(from))
        return amount <= left ? nil : "\(from) has \(left) units left"
    }

    private func obstacle(toBytes step: BytesStep) -> String? {
        let (made, overflows) = step.content.count.multipliedReportingOverflow(by: step.times)
        guard !overflows, made <= Self.answerByteCountMax,
            step.splices[profile].isEmpty, step.of == nil
        else {
            return "at most \(Self.answerByteCountMax) bytes of hex and text, without splices"
        }
        return nil
    }

    // MARK: Bytes

    func submit(
        _ bytes: [UInt8], as name: String, to surface: Surface, from source: Source, at node: Int
    ) throws -> Reply {
        guard surface == Self.surface else {
            throw StepFault("bytes reach a node at transfer only")
        }
        guard sentCount < Self.sentCountMax else {
            throw StepFault("at most \(Self.sentCountMax) byte strings for an external node")
        }
        guard sentByteCount <= Self.sentByteCountMax - bytes.count else {
            throw StepFault("at most \(Self.sentByteCountMax) bytes for an external node")
        }
        sentCount += 1
        sentByteCount += bytes.count
        let answer = try client.perform(
            .submit(bytes: bytes, surface: surface.name, source: Int(source.number)),
            isAttack: true)
        if answer?.isTaken == true { books.noteTaken(bytes) }
        let refusals = (answer?.refused ?? []).map {
            Refusal(index: nil, by: Guard($0), message: "refused by the node")
        }
        let (head, stateDigest) = standing(at: node)
        let reply = Reply(
            refusals: refusals, head: head, stateDigest: stateDigest,
            died: answer?.died ?? true)
        record.note(
            "\(name) to \(surface.name)\(reply.died ? ", which the node dies of" : "")", reply)
        return reply
    }

    func parts(of artefact: String) throws -> [[UInt8]] { try artefacts.named(artefact).parts }

    // MARK: Questions

    func answer(_ question: ExternalQuestion, at node: Int) throws -> JSONValue {
        switch question {
        case .head:
            return .object([
                JSONMember("height", .integer(client.latest.height)),
                JSONMember("hash", .string(client.latest.head)),
                JSONMember("waiting", .integer(client.latest.waitingCount)),
                JSONMember("milliseconds", .integer(record.clock.milliseconds)),
            ])
        case .block(let height):
            guard height <= client.latest.height else {
                throw StepFault("no height \(height) of \(client.latest.height)")
            }
            guard let bytes = try client.block(height) else { throw Self.death }
            guard bytes.count <= Self.answerByteCountMax else {
                throw StepFault("a block of \(bytes.count) bytes")
            }
            return .object([JSONMember("bytes", .string(Base64.text(of: bytes)))])
        case .account(let name): return try told(account: name)
        case .waiting:
            guard let state = try client.state() else { throw Self.death }
            var (told, byteCount): ([JSONValue], Int) = ([], 0)
            for line in state.waiting {
                byteCount += line.count
                guard byteCount <= Self.answerByteCountMax else { break }
                told.append(.string(Base64.text(of: line)))
            }
            return .object([
                JSONMember("count", .integer(state.waiting.count)),
                JSONMember("transfers", .array(told)),
            ])
        }
    }

    private static let death = StepFault("the node ended at the question")

    private func told(account name: String) throws -> JSONValue {
        if let obstacle = obstacle(toPayee: name) { throw StepFault(obstacle) }
        guard let state = try client.state() else { throw Self.death }
        let key = account(name)
        let found = state.accounts.first { $0.key == key }
        // Digits, since a node with a hole may have more than an integer of JSON holds here.
        return .object([
            JSONMember("account", .string(key)),
            JSONMember("balance", .string(found?.balance ?? "0")),
            JSONMember("nonce", .string(found?.nonce ?? "0")),
        ])
    }
}
