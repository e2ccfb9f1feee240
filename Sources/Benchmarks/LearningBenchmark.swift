internal import BigInt
internal import Platform
internal import PublishedLearning
internal import PythonValues

/// A chain of the published training ledger, judged as its nodes judge one.
package enum LearningBenchmark {
    /// A piece of work on the whole chain, done several times.
    package struct Point: Sendable {
        package let name: String
        package let nanoseconds: Int
        package let nanosecondsSlowest: Int
    }

    package static let blockCount = 5_000
    private static let difficulty = 1
    private static let paymentCount = 2
    private static let authorities = ["authority-a", "authority-b", "authority-c"]
    private static let wallets = ["wallet-a", "wallet-b"]
    private static let startSeconds = 1_700_000_000

    /// How many pieces of work ``points(repeatCount:onRun:)`` does.
    package static func runCount(repeatCount: Int) -> Int { 1 + 2 * repeatCount }

    /// The time of each piece: blocks as JSON texts read, rebuilt and proposed one after the other,
    /// and `is_chain_valid` of the chain that they make.
    ///
    /// - Parameters:
    ///   - repeatCount: from 1 on; of each piece the fastest counts.
    ///   - onRun: told of each piece that is done.
    /// **Throws:** ``BenchmarkError/failed(_:)`` where a block or the chain is refused.
    package static func points(repeatCount: Int, onRun: () -> Void) throws -> [Point] {
        let texts = try blocks()
        onRun()
        var proposing: [Int] = []
        var judging: [Int] = []
        for _ in 0..<repeatCount {
            let ledger = try ledger()
            var watch = Stopwatch()
            for text in texts { try propose(text, to: ledger) }
            proposing.append(watch.nanoseconds)
            onRun()
            watch = Stopwatch()
            let refusal = try ledger.chainRefusal()
            judging.append(watch.nanoseconds)
            onRun()
            guard refusal == nil, ledger.chain.count == blockCount + 1 else {
                throw BenchmarkError.failed("the chain was refused: \(String(describing: refusal))")
            }
        }
        func point(_ name: String, _ times: [Int]) -> Point {
            Point(
                name: name, nanoseconds: times.min() ?? 0, nanosecondsSlowest: times.max() ?? 0)
        }
        return [
            point("each read and proposed (handle_block_proposal)", proposing),
            point("all judged (is_chain_valid)", judging),
            point("both", zip(proposing, judging).map { $0 + $1 }),
        ]
    }

    private static var now: PythonFloat { PythonFloat(1_700_000_000) }

    /// A ledger before the first of the blocks.
    private static func ledger() throws -> PublishedLedger {
        let ledger = PublishedLedger(now: now, difficulty: difficulty)
        for name in authorities + wallets {
            try ledger.balances.set(.text(name), .float(PythonFloat(1_000_000_000)))
        }
        return ledger
    }

    private static func propose(_ text: [UInt8], to ledger: PublishedLedger) throws {
        let value = try PythonJSONParser.parse(text, byteCountMax: 1 << 16)
        let block = try PublishedBlock(value, now: now, rebuilds: true)
        if let refusal = ledger.propose(block).refusal {
            throw BenchmarkError.failed("a block was refused: \(refusal)")
        }
    }

    /// The blocks as a peer sends them, each with the zeros of its difficulty.
    private static func blocks() throws -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var previous = try PythonJSONWriter.text(ledger().tip.hash)
        for number in 1...blockCount {
            func text(_ nonce: Int, _ hash: String) -> [UInt8] {
                Array(
                    """
                    {"index":\(number),"previous_hash":\(previous),\
                    "timestamp":\(startSeconds + number).25,"transactions":[\(payments(number))],\
                    "training_epoch":\(number),"model_state_hash":"model-\(number)",\
                    "consensus_proof":\(proof(number)),"nonce":\(nonce),"hash":\(hash)}
                    """.utf8)
            }
            let value = try PythonJSONParser.parse(text(0, "\"\""), byteCountMax: 1 << 16)
            var block = try PublishedBlock(value, now: now, rebuilds: true)
            var nonce = 0
            var hash = try block.computedHash()
            while !hash.hasPrefix(String(repeating: "0", count: difficulty)) {
                nonce += 1
                block.nonce = .integer(BigInt(nonce))
                hash = try block.computedHash()
            }
            texts.append(text(nonce, "\"\(hash)\""))
            previous = "\"\(hash)\""
        }
        return texts
    }

    private static func payments(_ number: Int) -> String {
        (0..<paymentCount).map { place in
            """
            {"id":"\(number)-\(place)","from_address":"\(wallets[place])",\
            "to_address":"\(wallets[1 - place])","amount":\(number % 7 + 1).5,"fee":0.1,\
            "timestamp":\(startSeconds + number).0,"signature":""}
            """
        }.joined(separator: ",")
    }

    private static func proof(_ number: Int) -> String {
        let names = authorities.map { "\"\($0)\"" }.joined(separator: ",")
        let validations = authorities.map { name in
            """
            {"validator_id":"\(name)","target_node_id":"node","is_valid":true,\
            "computation_verification":"c","signature":"s","timestamp":\(startSeconds + number).0}
            """
        }.joined(separator: ",")
        return """
            {"authority_nodes":[\(names)],"training_validations":[\(validations)],\
            "aggregated_model_hash":"a","consensus_signature":"s","epoch":\(number)}
            """
    }
}
