import TestSupport

extension ServedProcess {
    /// A node of a mesh.
    ///
    /// - Parameter key: the key file, beside which the control file comes.
    convenience init(network: String, key: String, _ arguments: [String]) throws {
        try self.init(
            "mesh", ["--network", network, "--key", key] + arguments, messagesPath: key + ".log")
    }
}
