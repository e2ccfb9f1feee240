/// Reads the host of a connection's source, which may have a port.
enum SourceHost {
    static func host(ofSource source: String) -> String {
        if let address = NodeAddress(source) { return address.host }
        var host = Array(source.utf8.prefix(256))
        let mapped = Array("::ffff:".utf8)
        if host.starts(with: mapped) { host.removeFirst(mapped.count) }
        return String(decoding: host, as: UTF8.self)
    }
}
