import Platform
import PublishedGateways

/// A gateway or node in a process of its own, which ends with this value.
final class ServedParty {
    /// The time that a party has until it is served, the model's reading included.
    private static let startSeconds = 120
    /// Longer than anybody looks at a network.
    private static let deadlineSeconds = 366 * 24 * 3_600
    /// The time that a party has for its running requests, and to close its ledger.
    private static let stopSeconds = 10
    private static let lineByteCountMax = 1 << 16

    let name: String
    let url: String
    let publicKey: String
    private var process: ChildProcess?

    /// **Throws:** ``Failure`` with the party's own words where it does not begin.
    init(name: String, folder: String, arguments: [String]) throws {
        self.name = name
        let key = "\(folder)/\(name).key"
        let process = try ChildProcess(
            program: Machine.executablePath,
            arguments: [
                "system", "serve", "receipts", "--listen", "0", "--identity", key,
                "--until-input-ends",
            ] + arguments,
            silenceSeconds: Self.startSeconds, deadlineSeconds: Self.deadlineSeconds,
            variables: nil, ownsGroup: true, keepsMessages: true)
        do throws(ChildProcess.Ending) {
            let line = try process.line(
                byteCountMax: Self.lineByteCountMax, seconds: Self.startSeconds)
            url = String(decoding: line, as: UTF8.self)
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(name): expected a server, got: "
                    + String(decoding: process.messages, as: UTF8.self) + " (\(error))")
        }
        // The server has made it where it was not there.
        publicKey = try ServedIdentity.loaded(key).publicKey
        self.process = process
    }

    /// Lets the party end of itself: a gateway's ledger is one file then.
    func stop() {
        process?.finish(seconds: Self.stopSeconds)
        process = nil
    }
}
