internal import BigInt
internal import PublishedNode
package import PythonValues

/// A published chain as a ``NodeView`` has it, whatever lies in its file.
package struct PublishedSight: Sendable {
    package let height: Int
    package let tip: String
    package let work: String
    /// The last blocks, the newest first.
    package let blocks: [NodeView.Block]
    package let tail: [ChainPlace]

    package init(_ chain: PythonValue) {
        let elements: [PythonValue] = if case .list(let blocks) = chain { blocks } else { [] }
        height = elements.count - 1
        tip = Self.text(elements.last, "block_hash")
        work = (try? ChainFacts.work(of: chain)).map { "\($0)" } ?? "0"
        let first = max(0, elements.count - BranchMemory.tailCountMax)
        tail = elements[first...].enumerated().map { place, block in
            ChainPlace(height: first + place, hash: Self.text(block, "block_hash"))
        }
        let shown = max(0, elements.count - NodeView.blockCountMax)
        blocks = elements[shown...].enumerated().reversed().map { place, block in
            NodeView.Block(
                height: shown + place, hash: Self.text(block, "block_hash"),
                miner: Self.text(block, "miner"), timestampSeconds: Self.seconds(block),
                paymentCount: Self.paymentCount(block))
        }
    }

    private static let pointCountMax = 128

    private static func text(_ block: PythonValue?, _ name: String) -> String {
        guard case .string(let text)? = try? block?.member(name) else { return "" }
        return PythonText(codePoints: Array(text.codePoints.prefix(pointCountMax))).shown
    }

    private static func seconds(_ block: PythonValue) -> Int {
        guard case .integer(let seconds)? = try? block.member("timestamp") else { return 0 }
        return Int(clamping: seconds)
    }

    /// All of a block's transactions but the miner's own.
    private static func paymentCount(_ block: PythonValue) -> Int {
        guard case .list(let transactions)? = try? block.member("transactions") else { return 0 }
        return max(0, transactions.count - 1)
    }
}
