import BigInt
import Cryptography
import Encodings
import LearningNetwork
import Platform
import PublishedLearning
import PythonValues
import Routing
import Serving

/// A published node behind a listener. It answers one request at a time.
///
/// **Why @unchecked:** the node is used by whoever has the turn.
final class PublishedLearningServer: @unchecked Sendable {
    /// The address of the node's wallet.
    let address: String
    private let turn = Turn()
    private let node: PublishedLearningNode

    /// - Parameter wallet: the wallet's key file, made where there is none; nil for a wallet that
    ///   ends with the node.
    /// **Throws:** ``Failure`` where the file is no key.
    init(name: String, wallet path: String?, model: EmbeddedTextModel) throws {
        let secret: [UInt8]
        if let path {
            if !Folder.fileExists(path) { _ = try LearningKeyFile.create(path) }
            secret = try LearningKeyFile.secret(path)
        } else {
            secret = SystemRandom.bytes(count: 32)
        }
        guard let wallet = PublishedWallet(secret: secret) else {
            throw Failure(outcome: .badInput, message: "expected a private key of the wallet")
        }
        address = wallet.address
        let ledger = PublishedLedger(now: PublishedClock.now)
        let id = PythonText(name)
        node = PublishedLearningNode(
            id: id, address: PythonText(wallet.address), isAuthority: true, isTraining: true,
            ledger: ledger,
            engine: PublishedConsensus(
                nodeID: id, isAuthority: true, balances: ledger,
                sign: { text in
                    PythonText(
                        PublishedSignature.sign(.string(text), privateKey: wallet.privateKey))
                }),
            surroundings: ServedSurroundings(model: model))
        node.isRunning = true
    }

    func answer(_ request: WebRequest, from origin: RequestOrigin) -> WebAnswer {
        turn.held {
            node.answer(
                to: request, now: PublishedClock.seconds(milliseconds: origin.milliseconds))
        }
    }
}

/// The world around a served node: the system's chance and clock, and a model of this house.
private final class ServedSurroundings: LearningSurroundings {
    private let model: EmbeddedTextModel
    private let watch = Stopwatch()

    init(model: EmbeddedTextModel) { self.model = model }

    func uniqueID() -> String {
        var bytes = SystemRandom.bytes(count: 16)
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array(Hexadecimal.text(of: bytes))
        let ends = [0, 8, 12, 16, 20, 32]
        return zip(ends, ends.dropFirst()).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }

    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText {
        try model.text(prompt: prompt, newTokenCountMax: max(0, tokenCountMax))
    }

    func hostSeconds() -> BigInt { BigInt(watch.nanoseconds / 1_000_000_000) }

    /// The model's name in the place of its training, which no published path changes.
    func modelState() -> PythonValue {
        .object(["epoch": .integer(0), "model": .text(model.name)])
    }
}
