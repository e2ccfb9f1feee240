internal import Encodings
internal import Trials

extension HardenedRules {
    /// Takes a row of users, prices, notes or minting, judged as if it came in.
    func restore(
        _ row: LogRow, _ state: inout LedgerState, _ meter: inout SignatureMeter, _ origin: Origin
    ) throws(Refusal) {
        switch row.kind {
        case .receipt, .vote, .settlement, .mint, .pause: return
        case .note:
            let made = try note(document(row.bytes, .request), state, &meter, origin)
            try guards.require(
                made.chainHash.isSame(row.link), GatewayGuards.chainHash,
                "note \(made.position): expected the chain hash \(made.chainHash)")
            state.append(made.stored(chainHash: row.link))
        case .credit:
            state.append(try credit(document(row.bytes, .request), state, &meter, origin))
        case .order:
            let facts = try Self.numbers(row, count: 2)
            let session = try order(
                document(row.bytes, .request),
                OrderFacts(milliseconds: facts[0], prompt: nil) { facts[1] }, state, &meter,
                origin)
            state.append(session, bytes: row.bytes)
        case .ask:
            let milliseconds = try Self.numbers(row, count: 1)[0]
            let ask = try ask(
                document(row.bytes, .request), milliseconds: milliseconds, state, &meter, origin)
            state.append(ask, bytes: row.bytes)
        case .proposal:
            state.append(try proposal(document(row.bytes, .request), state, &meter, origin))
        case .partial:
            state.append(
                try partialSignature(document(row.bytes, .request), state, &meter, origin))
        case .release:
            let milliseconds = try Self.numbers(row, count: 1)[0]
            let node = row.link.dropFirst(String(milliseconds).count + 1)
            try checkRelease(session: row.name, failed: String(node), state)
            state.append(
                SessionRelease(
                    session: row.name, node: String(node), milliseconds: milliseconds))
        case .minting:
            guard let stage = EpochStage(stored: row.link) else {
                throw Self.refusal(of: row, "a stage")
            }
            try check(stage, ofEpoch: row.name, state)
            state.append(stage, ofEpoch: row.name)
        }
    }

    /// The numbers from 0 on with which a row's link begins, in their one spelling.
    ///
    /// **Throws:** ``Refusal`` where there are fewer: nothing reads such a row, whatever guards are
    /// taken out.
    private static func numbers(_ row: LogRow, count: Int) throws(Refusal) -> [Int] {
        let words = row.link.split(separator: " ", omittingEmptySubsequences: false).prefix(count)
        let numbers = words.compactMap { word in
            Int(word).flatMap { $0 >= 0 && String($0).isSame(String(word)) ? $0 : nil }
        }
        guard numbers.count == count else { throw refusal(of: row, "\(count) numbers") }
        return numbers
    }

    private static func refusal(of row: LogRow, _ expected: String) -> Refusal {
        Refusal(
            index: nil, by: GatewayGuards.fields,
            message: "\(row.kind.rawValue): expected \(expected), got "
                + JSONValue.quoted(row.link, scalarCountMax: 64))
    }

    /// Compares stored accounts with those that the rows make, and takes them.
    func restore(_ stored: [StoredAccount], _ state: inout LedgerState) throws(Refusal) {
        let made = state.accounts.stored
        state.accounts.replace(stored)
        try guards.require(
            state.accounts.isBalanced, GatewayGuards.accountSum,
            "expected accounts of \(state.accounts.credited) credited units less "
                + "\(state.accounts.charged) charged ones")
        try guards.require(
            stored == made, GatewayGuards.storedBalance,
            "expected the accounts that the rows make")
    }
}
