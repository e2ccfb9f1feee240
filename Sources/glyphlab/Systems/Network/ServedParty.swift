import PublishedGateways

/// A gateway or node in a process of its own, which ends with this value.
final class ServedParty {
    let name: String
    let publicKey: String
    private let process: ServedProcess

    var url: String { process.url }

    /// **Throws:** ``Failure`` with the party's own words where it does not begin.
    init(name: String, folder: String, arguments: [String]) throws {
        let key = "\(folder)/\(name).key"
        self.name = name
        process = try ServedProcess(
            name: name,
            arguments: ["receipts", "--listen", "0", "--identity", key] + arguments)
        // The server has made it where it was not there.
        publicKey = try ServedIdentity.loaded(key).publicKey
    }

    /// Lets the party end of itself: a gateway's ledger is one file then.
    func stop() { process.stop() }
}
