/// The addresses of parties under the hardened rules.
enum HardenedPlaces {
    static let port = 9401

    private static let hosts = [
        (NodeParties.first, "40.1.0.1"), (NodeParties.second, "41.1.0.1"),
        (NodeParties.newcomer, "42.1.0.1"), (NodeParties.attacker, "43.1.0.1"),
    ]

    /// A party's address; a host's that is no party's name.
    static func address(ofHost host: String) -> String {
        let found = hosts.first { $0.0.utf8.elementsEqual(host.utf8) }
        return "\(found?.1 ?? host):\(port)"
    }

    static func host(of name: String) -> String {
        hosts.first { $0.0.utf8.elementsEqual(name.utf8) }?.1 ?? name
    }

    static func address(of name: String) -> String { address(ofHost: name) }

    /// The honest party at a host; nil for everybody else's.
    static func party(atHost host: String) -> String? {
        hosts.first { $0.1.utf8.elementsEqual(host.utf8) && $0.0 != NodeParties.attacker }?.0
    }

    /// Whether a source, as nodes name it, is an honest party: an address, or a network's group.
    static func isHonest(_ source: String) -> Bool {
        hosts.contains { name, host in
            let group = host.split(separator: ".").prefix(2).joined(separator: ".")
            return name != NodeParties.attacker
                && (source.utf8.elementsEqual(group.utf8) || source.hasPrefix(group + "."))
        }
    }

    /// The host that a connection comes from: each of another network.
    static func host(ofSource number: UInt32) -> String { "60.\(number % 250).\(number / 250).9" }
}
