/// The address of a node, as peers name it: `host:port`, in one spelling.
///
/// The host is an IPv4 address of four decimal numbers without leading zeros, or a name of lower
/// case letters, digits, `-` and `.`; IPv6 addresses are not taken.
package struct NodeAddress: Sendable, Hashable, CustomStringConvertible {
    package static let byteCountMax = 128

    package let host: String
    package let port: Int
    /// The four numbers of an IPv4 address; nil for a name.
    package let numbers: [UInt8]?

    package var description: String { "\(host):\(port)" }

    /// Nil for any other spelling.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteCountMax, let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
        else { return nil }
        let (host, port) = (Array(bytes[..<colon]), Array(bytes[(colon + 1)...]))
        guard let number = Self.number(port, max: 65_535), number > 0 else { return nil }
        guard let kind = Self.host(host) else { return nil }
        self.host = String(decoding: host, as: UTF8.self)
        self.port = number
        self.numbers = kind.numbers
    }

    /// A decimal number without leading zeros; nil for anything else.
    private static func number(_ digits: [UInt8], max: Int) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits[0] != 0x30
        else { return nil }
        let value = digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
        return value <= max ? value : nil
    }

    /// The host's kind; nil for what is no host.
    private static func host(_ host: [UInt8]) -> (numbers: [UInt8]?, Void)? {
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number(Array($0), max: 255) }.map { UInt8($0) }
        if parts.count == 4, numbers.count == 4 { return (numbers, ()) }
        // A last part of digits would be a number to a resolver, in one of many spellings.
        guard let last = parts.last, let first = last.first, !(0x30...0x39).contains(first),
            parts.allSatisfy(isLabel)
        else { return nil }
        return (nil, ())
    }

    private static func isLabel(_ part: ArraySlice<UInt8>) -> Bool {
        guard (1...63).contains(part.count), part.first != UInt8(ascii: "-"),
            part.last != UInt8(ascii: "-")
        else { return false }
        return part.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        }
    }

    /// The network group: one operator has many addresses of one group, few groups.
    package var group: SourceGroup { SourceGroup(host: host, numbers: numbers) }

    /// Whether the address is of this machine, of a network behind it, or of none; names that only
    /// such a network resolves count as well.
    package var isPrivate: Bool {
        guard let numbers else {
            let labels = host.split(separator: ".")
            guard labels.count > 1, let last = labels.last else { return true }
            return ["localhost", "local", "internal", "lan", "home", "arpa"].contains {
                last.utf8.elementsEqual($0.utf8)
            }
        }
        return switch (numbers[0], numbers[1]) {
        case (0, _), (10, _), (127, _), (224..., _): true
        case (100, 64...127), (169, 254), (172, 16...31), (192, 168), (198, 18...19): true
        case (192, 0): numbers[2] == 0 || numbers[2] == 2
        case (198, 51): numbers[2] == 100
        case (203, 0): numbers[2] == 113
        default: false
        }
    }
}

/// The network group of a source: the first two numbers of an IPv4 address, or the host as it is.
package struct SourceGroup: Sendable, Hashable, CustomStringConvertible {
    package let description: String

    init(host: String, numbers: [UInt8]?) {
        description = numbers.map { "\($0[0]).\($0[1])" } ?? host
    }

    /// The group of whoever calls: a connection's host, with or without a port.
    ///
    /// **Bounds:** of any text, at most 64 bytes are kept.
    package init(source text: String) {
        var host = Array(text.utf8.prefix(256))
        if let address = NodeAddress(text) {
            self = address.group
            return
        }
        let mapped = Array("::ffff:".utf8)
        if host.starts(with: mapped) { host.removeFirst(mapped.count) }
        let plain = String(decoding: host, as: UTF8.self)
        let groups = host.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        if let address = NodeAddress(plain) ?? NodeAddress("\(plain):1") {
            self = address.group
        } else if groups.count > 2, !groups[0].isEmpty {
            // The first 32 bits of IPv6: what a provider has at least.
            let first = groups[0] + [UInt8(ascii: ":")] + groups[1]
            description = String(decoding: first.prefix(64), as: UTF8.self)
        } else {
            description = String(decoding: host.prefix(64), as: UTF8.self)
        }
    }
}
