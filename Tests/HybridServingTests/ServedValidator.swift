import Cryptography
import Encodings
import Foundation
import HybridChain
import HybridServing
import Platform
import TestSupport

/// A validator of a chain's folder in a process of its own: it trains, acknowledges, proposes and
/// votes.
struct ServedValidator {
    struct Failure: Error {
        let message: String
    }

    private static let slotSeconds = "0.2"

    let process: ServedProcess
    private let file: String

    /// Makes the folder of a chain.
    static func make(_ folder: String, validatorCount: Int) throws {
        let made = try ServedProcess.run(
            ["system", "create-network", "hybrid", folder, "--validators", "\(validatorCount)"]
                + ["--epoch-slots", "2", "--work-bits", "4"])
        guard made.code == 0 else { throw Failure(message: made.messages) }
    }

    init(_ chain: String, _ index: Int) throws {
        file = "\(chain)/validator_\(index)"
        process = try ServedProcess(
            "hybrid",
            ["--listen", "0", "--network", chain, "--key", file + ".key"]
                + ["--store", file + ".store", "--slot-seconds", Self.slotSeconds, "--train"],
            messagesPath: file + ".log")
    }

    /// The body of the answer to a message between nodes.
    func gossip(_ message: [UInt8]) throws -> [UInt8] {
        try body(HTTPCall(.post, process.address + "/gossip", body: message))
    }

    private func body(_ call: HTTPCall) throws -> [UInt8] {
        let answer = HardenedWorld.caller.result(of: call)
        guard case .answered(200, let body) = answer else { throw Failure(message: "\(answer)") }
        return body
    }

    /// The pieces of evidence that wait at the node.
    func evidenceCount() throws -> Int? {
        let page = try body(HTTPCall(.get, process.address + "/waiting-evidence", body: []))
        return try JSONParser.parse(page, byteCountMax: 1 << 20).arrayValue?.count
    }

    /// The record of what was signed, as a copy of the store has it.
    func record(_ genesis: HybridGenesis) throws -> SigningRecord {
        let digits = try String(contentsOfFile: file + ".key", encoding: .utf8)
        guard let seed = Hexadecimal.bytes(of: digits.trimmingCharacters(in: .newlines)) else {
            throw Failure(message: "expected a key")
        }
        let node = HybridNode(genesis: genesis, key: Ed25519PrivateKey(seed: seed))
        let copy = file + ".copy"
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: file + ".store", toPath: copy)
        _ = try HybridStoreFile(path: copy, node)
        return node.record
    }
}
