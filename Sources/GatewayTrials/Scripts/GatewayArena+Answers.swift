internal import BigInt
internal import Encodings
internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Answers to a script's questions. None is longer than 1 MiB.
extension GatewayArena {
    func answer(_ question: GatewayQuestion, at node: Int) throws -> JSONValue {
        guard nodes.probes.indices.contains(node) else { throw StepFault("no node \(node)") }
        let here = nodes.here
        nodes.here = node
        defer { nodes.here = here }
        switch question {
        case .head: return head(of: system)
        case .entry(let kind, let index):
            let bytes = try Self.entry(kind, index, of: system)
            guard bytes.count <= GatewayScript.answerByteCountMax else {
                throw StepFault(
                    "expected at most \(GatewayScript.answerByteCountMax) bytes, got "
                        + "\(bytes.count)")
            }
            return .object([JSONMember("bytes", .string(Base64.text(of: bytes)))])
        case .account(let name):
            guard name.utf8.count <= 1_024 else {
                throw StepFault("expected an address of at most 1024 bytes")
            }
            let address = keyring.parties.address(name) ?? name
            return .object([
                JSONMember("address", .string(address)),
                JSONMember("balance", .string(String(system.balance(of: address)))),
            ])
        case .snapshot(let epoch, let total, let receiptCount):
            return try told(epoch: epoch, total: total, receiptCount: receiptCount)
        case .tallies: return Self.tallies(of: system)
        case .peers:
            return .object([
                JSONMember("peers", .array(system.peers.map { .integer(Int($0.number)) }))
            ])
        }
    }

    private func head(of system: GatewayUnderTest) -> JSONValue {
        .object([
            JSONMember("head", .string(system.head)),
            JSONMember("receipts", .integer(system.receiptCount)),
            JSONMember("votes", .integer(system.voteCount)),
            JSONMember("settlements", .integer(system.settlementCount)),
            JSONMember("next_epoch", .integer(nextEpoch)),
            JSONMember("milliseconds", .integer(record.clock.milliseconds)),
        ])
    }

    /// **Throws:** ``StepFault`` where the ledger has no such thing.
    static func entry(
        _ kind: GatewayOperation.Kind, _ index: Int, of system: GatewayUnderTest
    ) throws -> [UInt8] {
        func checked(_ count: Int) throws {
            guard (0..<count).contains(index) else {
                throw StepFault("no \(kind.rawValue) \(index) of \(count)")
            }
        }
        switch kind {
        case .receipt:
            try checked(system.receiptCount)
            return system.receipts[index].bytes
        case .vote:
            try checked(system.voteCount)
            return system.votes[index]
        case .settlement:
            try checked(system.settlementCount)
            return system.settlements[index].bytes
        case .call:
            throw StepFault("a call of the token is taken by steps alone")
        }
    }

    /// **Throws:** ``StepFault`` where there is no such snapshot.
    private func told(epoch: Int, total: Int, receiptCount: Int?) throws -> JSONValue {
        if profile == .published {
            guard let stored = storedEpoch(epoch) else {
                throw StepFault("no snapshot of epoch \(epoch): it was not settled")
            }
            return Self.told(stored)
        }
        let snapshot = snapshot(epoch: epoch, total: total, receiptCount: receiptCount)
        guard let snapshot else { throw StepFault("no snapshot of epoch \(epoch)") }
        return Self.told(snapshot)
    }

    private static func told(_ epoch: GatewayView.Epoch) -> JSONValue {
        .object([
            JSONMember("epoch", .string(epoch.id)),
            JSONMember("root", .string(epoch.root)),
            JSONMember("total", .integer(epoch.total)),
            JSONMember("finalized", .boolean(epoch.isFinalized)),
            JSONMember("signed", .string(Base64.text(of: epoch.signedBytes))),
            JSONMember(
                "payouts", .array(epoch.payouts.map { told($0.node, $0.address, $0.amount) })),
        ])
    }

    private static func told(_ node: String, _ address: String, _ amount: BigInt) -> JSONValue {
        .array([.string(node), .string(address), .string(String(amount))])
    }

    private static func told(_ snapshot: EpochSnapshot) -> JSONValue {
        let payouts = snapshot.payouts.map { told($0.node, $0.address, $0.amount) }
        return .object([
            JSONMember("first", .integer(snapshot.first)),
            JSONMember("receipts", .integer(snapshot.receiptCount)),
            JSONMember("previous", .string(snapshot.previous)),
            JSONMember("head", .string(snapshot.head)),
            JSONMember("root", .string(snapshot.root)),
            JSONMember("payouts", .array(payouts)),
        ])
    }

    private static func tallies(of system: GatewayUnderTest) -> JSONValue {
        var (told, byteCount): ([JSONValue], Int) = ([], 0)
        for tally in system.tallies {
            let value = JSONValue.object([
                JSONMember("epoch", .string(tally.epoch)),
                JSONMember("root", .string(tally.root)),
                JSONMember("weight", .integer(tally.weight)),
            ])
            byteCount += value.compactText.utf8.count
            guard byteCount <= GatewayScript.answerByteCountMax else { break }
            told.append(value)
        }
        return .object([
            JSONMember("count", .integer(system.tallies.count)),
            JSONMember("tallies", .array(told)),
        ])
    }
}
