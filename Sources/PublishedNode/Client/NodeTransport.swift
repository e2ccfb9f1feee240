/// The way from a published node to others: connections, one for each request.
package protocol NodeTransport: Sendable {
    /// Opens a connection. Each wait, this one and those of the connection, ends after the timeout;
    /// together they may take any time.
    ///
    /// - Parameter host: a name or an address, IPv6 without brackets.
    func connect(
        to host: String, port: Int, isSecure: Bool, timeoutMilliseconds: Int
    ) throws(NodeTransportError) -> any NodeConnection
}

/// A connection to another node.
package protocol NodeConnection: AnyObject {
    /// Sends all bytes.
    func send(_ bytes: [UInt8]) throws(NodeTransportError)
    /// The next bytes, as many as have come, `byteCountMax` at most; none at the end.
    func receive(byteCountMax: Int) throws(NodeTransportError) -> [UInt8]
    func close()
}

/// A connection that did not come to be, or broke.
package enum NodeTransportError: Error, Equatable {
    /// No connection, such as one that nobody listens for.
    case unreachable(reason: String)
    /// A wait that took too long.
    case timeout
    /// A connection that the other side or the network broke.
    case broken(reason: String)
}
