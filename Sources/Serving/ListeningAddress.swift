/// The place where a listener waits: a numeric address of this machine and a port.
public struct ListeningAddress: Sendable, Equatable, CustomStringConvertible {
    /// IPv4 in dots, or IPv6 without brackets.
    public let host: String
    /// 0 for any free port, which the running listener then names.
    public let port: Int

    public static let loopback = "127.0.0.1"

    /// **Precondition:** the port is one: 0 to 65535.
    public init(host: String = loopback, port: Int) {
        precondition((0...65_535).contains(port), "port \(port)")
        self.host = host
        self.port = port
    }

    /// `PORT`, `ADDRESS:PORT` or `[ADDRESS]:PORT`; without an address, the loopback's. Nil for
    /// any other form. Whether the address is one of this machine is found when it is bound.
    public init?(_ text: String) {
        var host = Self.loopback
        var port = Substring(text)
        if let colon = text.lastIndex(of: ":") {
            var address = text[..<colon]
            port = text[text.index(after: colon)...]
            if address.hasPrefix("["), address.hasSuffix("]") {
                address = address.dropFirst().dropLast()
                guard address.contains(":") else { return nil }
            } else if address.contains(":") {
                return nil
            }
            guard !address.isEmpty, address.utf8.count <= 45 else { return nil }
            host = address == "localhost" ? Self.loopback : String(address)
        }
        let digits = port.utf8
        guard (1...5).contains(digits.count),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(port), number <= 65_535
        else { return nil }
        self.init(host: host, port: number)
    }

    public var description: String { isVersion6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The beginning of the URLs that reach it from this machine.
    public var url: String { "http://\(description)" }

    var isVersion6: Bool { host.contains(":") }
}
