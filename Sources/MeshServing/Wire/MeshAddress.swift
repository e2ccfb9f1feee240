internal import Encodings
package import MeshNetwork

/// A place that TCP reaches: a numeric address of IPv4 and a port, in the one spelling that cards
/// carry, such as `127.0.0.1:4001`.
package struct MeshAddress: Sendable, Equatable, CustomStringConvertible {
    package static let loopback = "127.0.0.1"

    /// Four numbers with dots between them.
    package let host: String
    package let port: UInt16

    /// - Parameter port: 0 for any free one, where a node listens.
    package init(loopbackPort port: UInt16) {
        host = Self.loopback
        self.port = port
    }

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Nil for all but `A.B.C.D:PORT` in numbers without zeros in front.
    package init?(_ text: String) {
        self.init(bytes: Array(text.utf8))
    }

    /// The same from bytes, as a stranger's card has them.
    package init?(bytes: [UInt8]) {
        guard bytes.count <= 21 else { return nil }
        let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let port = Self.number(parts[1], max: 65_535) else { return nil }
        let numbers = parts[0].split(
            separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard numbers.count == 4, numbers.allSatisfy({ Self.number($0, max: 255) != nil }) else {
            return nil
        }
        host = String(decoding: parts[0], as: UTF8.self)
        self.port = UInt16(port)
    }

    private static func number(_ digits: ArraySlice<UInt8>, max: Int) -> Int? {
        guard (1...5).contains(digits.count), digits.count == 1 || digits.first != 0x30,
            digits.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return number <= max ? number : nil
    }

    /// Whether it leads to this machine alone: by its loopback, or as an address of nobody, which
    /// the system takes for its own.
    package var isLoopback: Bool { host.hasPrefix("127.") || host.hasPrefix("0.") }

    package var description: String { "\(host):\(port)" }
    package var bytes: [UInt8] { Array(description.utf8) }
}

/// A node as its operator tells others of it: its key and where it listens, `KEY@127.0.0.1:4001`,
/// the key in 64 digits of lower-case hexadecimal.
package struct MeshPeerAddress: Sendable, Equatable, CustomStringConvertible {
    package let key: MeshKey
    package let address: MeshAddress

    package init(key: MeshKey, address: MeshAddress) {
        self.key = key
        self.address = address
    }

    /// Nil for any other form, and for port 0.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 64,
            let key = Hexadecimal.bytes(of: String(parts[0])).flatMap({ MeshKey($0) }),
            let address = MeshAddress(String(parts[1])), address.port > 0
        else { return nil }
        self.init(key: key, address: address)
    }

    package var description: String { "\(Hexadecimal.text(of: key.bytes))@\(address)" }
}
