internal import Chains
internal import Encodings
internal import GlyphChain
internal import Scenarios
internal import Trials

/// Answers to a script's questions. None is longer than 1 MiB.
extension ChainArena {
    func answer(_ question: ChainQuestion, at node: Int) throws -> JSONValue {
        guard nodes.probes.indices.contains(node) else { throw StepFault("no node \(node)") }
        let system = nodes.probes[node].system
        switch question {
        case .head: return head(of: system)
        case .block(let height):
            guard !(isDown && node == 0) else { throw StepFault("the node is down: restart it") }
            guard height <= system.height else {
                throw StepFault("no height \(height) of \(system.height)")
            }
            let bytes = try system.node.blockBytes(atHeight: height)
            guard bytes.count <= ChainScript.answerByteCountMax else {
                throw StepFault(
                    "expected a block of at most \(ChainScript.answerByteCountMax) bytes, got "
                        + "\(bytes.count)")
            }
            return .object([JSONMember("bytes", .string(Base64.text(of: bytes)))])
        case .account(let name):
            let address = try address(name)
            let holding = system.node.holding(of: address)
            return .object([
                JSONMember("address", .string(address)),
                JSONMember("balance", .integer(Int(clamping: holding.units))),
                JSONMember("nonce", .integer(Int(clamping: holding.nextNonce))),
            ])
        case .waiting: return waiting(at: system)
        case .peers:
            return .object([
                JSONMember("peers", .array(system.peers.map { .integer(Int($0.number)) }))
            ])
        case .prove(let request):
            return .object([
                JSONMember(
                    "proofs", .array(try workshop.proofs(request).map { .string($0) }))
            ])
        }
    }

    private func address(_ name: String) throws -> String {
        if name.utf8.count == 40, Hexadecimal.bytes(of: name) != nil { return name }
        guard PlainName.isName(name) else {
            throw StepFault("expected an actor's name, or an address of 40 lower-case hex digits")
        }
        return wallet(name).address
    }

    private func head(of system: ChainSystem<Rules>) -> JSONValue {
        let digits = workshop.forge.nextTarget(on: system.chain).map { String($0, radix: 16) }
        let target = digits.map { String(repeating: "0", count: max(0, 64 - $0.count)) + $0 }
        return .object([
            JSONMember("height", .integer(system.height)),
            JSONMember("hash", .string(system.head)),
            JSONMember("target", target.map { .string($0) } ?? .null),
            JSONMember("seconds", .integer(record.clock.seconds)),
        ])
    }

    private func waiting(at system: ChainSystem<Rules>) -> JSONValue {
        let all = system.node.waitingTransactions
        var (told, byteCount): ([JSONValue], Int) = ([], 0)
        for transaction in all {
            let bytes = system.rules.bytes(of: transaction)
            byteCount += bytes.count
            guard byteCount <= ChainScript.answerByteCountMax else { break }
            told.append(.string(Base64.text(of: bytes)))
        }
        return .object([
            JSONMember("count", .integer(all.count)), JSONMember("payments", .array(told)),
        ])
    }
}
