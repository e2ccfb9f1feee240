package import BigInt
internal import Chains
package import PythonValues
package import Trials

/// The published node's judgement of a whole chain.
package struct PublishedJudgement: Sendable {
    /// All refusals; empty for a chain that is accepted.
    package let refusals: [Refusal]
    package let height: Int
    /// The last block's hash, where it is a text.
    package let tip: String?
    /// Nil if a target is no hexadecimal number from 0 on.
    package let work: BigInt?
    /// In the order in which they were first paid; empty if a payment did not hold.
    package let accounts: [PublishedAccount]

    /// The work in decimals.
    package var workText: String? { work.map(String.init) }

    package var isAccepted: Bool { refusals.isEmpty }

    package var isCrash: Bool { refusals.contains { $0.by == PublishedGuards.verifierCrash } }
}

extension PublishedVerifier {
    /// The block that every chain begins with.
    package static let genesis: PythonValue = {
        var block = PythonDictionary()
        let zeros = String(repeating: "0", count: 64)
        block["version"] = .integer(4)
        block["index"] = .integer(0)
        block["prev_hash"] = .text(zeros)
        block["timestamp"] = .integer(0)
        block["model_id"] = .text("gpt2")
        block["transactions"] = .list([])
        block["miner"] = .text("genesis")
        block["prompt"] = .text("genesis")
        block["proof_hash"] = .text(zeros)
        block["target"] = .text(PublishedSchedule.genesisTargetText)
        guard let hash = try? hash(ofHeader: .dictionary(block)) else {
            preconditionFailure("genesis has no hash")
        }
        block["block_hash"] = .text(hash)
        return .dictionary(block)
    }()

    /// The number of blocks in a document; 0 if it is no list.
    package static func blockCount(of document: PythonValue) -> Int {
        if case .list(let blocks) = document { blocks.count } else { 0 }
    }

    /// Judges every block on those before it, and all payments, whatever was found before. The
    /// judgement ends with the first block that the node dies of.
    package func judgement(
        of document: PythonValue, onBlock: () -> Void = {}
    ) -> PublishedJudgement {
        guard case .list(let chain) = document else {
            return PublishedJudgement(
                refusals: [Self.crash(nil, .type("a chain is a list, got '\(document.typeName)'"))],
                height: 0, tip: nil, work: nil, accounts: [])
        }
        var refusals: [Refusal] = []
        if guards.has(PublishedGuards.genesis), !(chain.first?.equals(Self.genesis) ?? false) {
            refusals.append(
                Refusal(index: 0, by: PublishedGuards.genesis, message: "another genesis"))
        }
        let ledger = PublishedLedger(guards: guards)
        var book = AccountBook<PublishedAccount>()
        var isWhole = true
        for index in chain.indices.dropFirst() {
            onBlock()
            do {
                refusals += try self.refusals(of: chain[index], on: chain[..<index])
                // Money stops at the first block that does not hold, the blocks go on.
                if isWhole, let stopped = try ledger.apply(chain[index], to: &book) {
                    isWhole = false
                    refusals.append(
                        Refusal(
                            index: index, by: stopped, message: "economics: \(stopped.name)"))
                }
            } catch {
                refusals.append(Self.crash(index, error))
                isWhole = false
                break
            }
        }
        return PublishedJudgement(
            refusals: refusals, height: max(chain.count - 1, 0), tip: Self.tip(chain),
            work: Self.work(chain),
            accounts: isWhole ? book.accounts : [])
    }

    static func crash(_ index: Int?, _ error: PythonError) -> Refusal {
        Refusal(index: index, by: PublishedGuards.verifierCrash, message: "\(error)")
    }

    private static func tip(_ chain: [PythonValue]) -> String? {
        guard let last = chain.last,
            case .string(let text)? = try? last.member("block_hash")
        else { return nil }
        return text.shown
    }

    /// 2^256 // (target + 1), over all blocks but genesis.
    private static func work(_ chain: [PythonValue]) -> BigInt? {
        var work: BigInt = 0
        for block in chain.dropFirst() {
            guard let target = try? block.member("target").requiredText().hexadecimalInteger(),
                target >= 0
            else { return nil }
            work += PublishedSchedule.work(target: target)
        }
        return work
    }
}
