import TestSupport

extension ServedProcess {
    /// A gateway whose ledger, key and messages lie in a folder, under its name.
    convenience init(
        gateway name: String = "gateway", folder: String, arguments: [String] = []
    ) throws {
        try self.init(
            name, folder, ["--role", "gateway", "--db", "\(folder)/\(name).db"] + arguments)
    }

    /// A node that registers itself at a gateway, with the embedded model.
    convenience init(node name: String, folder: String, at gateway: ServedProcess) throws {
        try self.init(
            name, folder,
            ["--role", "node", "--gateway", gateway.address, "--public-name", name])
    }

    /// A gateway or node with arguments of its own.
    convenience init(_ name: String, _ folder: String, _ arguments: [String]) throws {
        try self.init(
            "receipts", ["--listen", "0", "--identity", "\(folder)/\(name).key"] + arguments,
            messagesPath: "\(folder)/\(name).log")
    }
}
