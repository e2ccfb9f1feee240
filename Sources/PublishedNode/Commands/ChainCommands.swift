internal import BigInt
internal import GlyphChain
internal import PythonValues
internal import Trials

/// The commands that read the chain: `show`, `balance` and `verify`.
struct ChainCommands {
    private static let hashDigitCount = 16
    private static let targetDigitCount = 8
    private static let minerDigitCount = 12
    private static let nameWidth = 12

    let surroundings: NodeSurroundings
    let chain: PythonValue

    private func print(_ line: String) { surroundings.printLine(line) }

    // MARK: show

    func show() throws(PythonError) {
        for block in try chain.elements() {
            let index = try block.member("index").text().shown
            let hash = try block.member("block_hash").prefixText(Self.hashDigitCount)
            let target = try block.member("target").prefixText(Self.targetDigitCount)
            let count = try block.member("transactions").length()
            let miner = try block.member("miner").prefixText(Self.minerDigitCount)
            print("  #\(index)  \(hash)...  target=\(target)  txs=\(count)  miner=\(miner)")
        }
        print("  total work: \(try ChainFacts.work(of: chain).pythonText())")
    }

    // MARK: balance

    /// **Result:** whether the chain's payments hold.
    func balance() throws(NodeFault) -> Bool {
        let accounts = try NodeFault.python { () throws(PythonError) in
            try surroundings.verifier(of: chain).accounts(of: chain)
        }
        guard let accounts else {
            print("[balance] CHAIN VIOLATES ECONOMIC RULES")
            return false
        }
        let wallets = try surroundings.folder.wallets()
        try NodeFault.python { () throws(PythonError) in
            for account in try Self.highestFirst(accounts) {
                let label = try label(of: account.owner, wallets)
                let missing = max(Self.nameWidth - label.unicodeScalars.count, 0)
                let spaces = String(repeating: " ", count: missing)
                print("  \(spaces)\(label) : \(try PublishedMoney.coins(account.balance)) GLY")
            }
        }
        return true
    }

    private func label(
        of owner: PythonValue, _ wallets: PythonValue
    ) throws(PythonError) -> String {
        if let name = try PublishedWallets.name(of: owner, in: wallets) { return name.shown }
        return try owner.prefixText(Self.hashDigitCount) + "..."
    }

    /// By balance, equals in the order in which they were first paid.
    private static func highestFirst(
        _ accounts: [PublishedAccount]
    ) throws(PythonError) -> [PublishedAccount] {
        var keys: [PythonValue] = []
        for (place, account) in accounts.enumerated() {
            let less = try PythonNumber.integer(0) - account.balance
            keys.append(.list([.number(less), .integer(BigInt(place))]))
        }
        var sorted: [PublishedAccount] = []
        for key in try PythonValue.sorted(keys) {
            guard case .list(let parts) = key, case .integer(let place)? = parts.last else {
                continue
            }
            sorted.append(accounts[Int(place)])
        }
        return sorted
    }

    // MARK: verify

    /// **Result:** whether the chain is valid.
    func verify() throws(PythonError) -> Bool {
        let blocks = try chain.elements()
        print("[node] verifying \(blocks.count - 1) blocks ...")
        let isValid = try isValid(blocks)
        print(isValid ? "[node] CHAIN VALID" : "[node] CHAIN INVALID")
        return isValid
    }

    private func isValid(_ blocks: [PythonValue]) throws(PythonError) -> Bool {
        guard let genesis = blocks.first else { throw .index("list index out of range") }
        let hash = try PublishedVerifier.hash(ofHeader: genesis)
        guard try genesis.member("block_hash").equals(.text(hash)) else {
            print("[verify] GENESIS CORRUPT")
            return false
        }
        let verifier = surroundings.verifier(of: chain)
        var isValid = true
        for (index, block) in blocks.enumerated().dropFirst() {
            let refusals = try verifier.refusals(of: block, on: blocks[..<index])
            let reasons = refusals.map(\.message).joined(separator: "; ")
            isValid = isValid && refusals.isEmpty
            print("[verify] block \(index): \(refusals.isEmpty ? "OK" : "BAD  <- \(reasons)")")
        }
        if try verifier.accounts(of: chain) == nil {
            print("[verify] ECONOMIC RULES VIOLATED (sig/overspend/coinbase)")
            isValid = false
        }
        return isValid
    }
}
