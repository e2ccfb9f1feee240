internal import Cryptography
internal import Encodings
internal import PublishedHybrid
internal import PythonValues

/// A party's averager: a process with a gate that has a memory.
struct HybridAverager {
    let name: String
    let checks: HybridChecks
    var gate = LossGate<JudgedUpdate>()
    /// Averages so far: each gets an id of its own, as pickling gives it.
    var drawCount = 0

    init(name: String, checks: HybridChecks) {
        self.name = name
        self.checks = checks
    }

    /// The next id that pickling happens to give.
    mutating func drawnIdentifier(seed: String) -> [UInt8] {
        drawCount += 1
        return Digests.sha256(Array("pickle \(seed) \(name) \(drawCount)".utf8)).bytes
    }

    func averager(_ form: PublishedOperation.KeyForm, publicKey: [UInt8]) -> Averager {
        let text: String? =
            switch form {
            case .own: Hexadecimal.text(of: publicKey)
            case .short: Hexadecimal.text(of: publicKey.dropLast(2))
            case .none: nil
            }
        var averager = Averager(publicKeyText: text.map { PythonText($0) }, checks: checks)
        averager.arithmetic = PublishedHybridRules.arithmetic
        return averager
    }
}
