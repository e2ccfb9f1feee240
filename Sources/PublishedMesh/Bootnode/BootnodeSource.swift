package import PythonValues

/// A heartbeat as the bootnode API shows it.
package struct BootnodeHeartbeat: Sendable {
    /// The states of a server, by the numbers that heartbeats carry.
    package enum State: Int, Sendable {
        case offline = 0
        case joining = 1
        case online = 2

        var name: String {
            switch self {
            case .offline: "OFFLINE"
            case .joining: "JOINING"
            case .online: "ONLINE"
            }
        }
    }

    package let peer: PythonText
    package let state: State
    package let throughput: PythonNumber
    /// `public_name`, `version`, `using_relay` and `next_pings`: each may be null.
    package let publicName: PythonValue
    package let version: PythonValue
    package let usesRelay: PythonValue
    package let nextPings: PythonValue
    package let expiration: PythonNumber

    package init(
        peer: PythonText, state: State, throughput: PythonNumber,
        publicName: PythonValue = .none, version: PythonValue = .none,
        usesRelay: PythonValue = .none, nextPings: PythonValue = .none, expiration: PythonNumber
    ) {
        self.peer = peer
        self.state = state
        self.throughput = throughput
        self.publicName = publicName
        self.version = version
        self.usesRelay = usesRelay
        self.nextPings = nextPings
        self.expiration = expiration
    }

    /// With names in the place of numbers.
    var value: PythonValue {
        var server = PythonDictionary()
        server["state"] = .text(state.name)
        server["role"] = .text("VALIDATOR")
        server["throughput"] = .number(throughput)
        server["public_name"] = publicName
        server["version"] = version
        server["using_relay"] = usesRelay
        server["next_pings"] = nextPings
        var members = PythonDictionary()
        members["peer_id"] = .string(peer)
        members["server"] = .dictionary(server)
        members["expiration_time"] = .number(expiration)
        return .dictionary(members)
    }
}

/// A peer of a bootnode: where it is, as an outside service tells, and its addresses.
package struct BootnodePeer: Sendable {
    package let id: PythonText
    package let location: PythonValue
    package let addresses: [PythonText]

    package init(id: PythonText, location: PythonValue, addresses: [PythonText]) {
        self.id = id
        self.location = location
        self.addresses = addresses
    }

    var value: PythonValue {
        var members = PythonDictionary()
        members["location"] = location
        members["multiaddrs"] = .list(addresses.map(PythonValue.string))
        return .dictionary(members)
    }
}

/// The node of a bootnode API; each answer is nil where there is nothing.
package protocol BootnodeSource {
    func heartbeats() throws(PythonError) -> [BootnodeHeartbeat]?
    func bootnodes() throws(PythonError) -> [PythonText]?
    func peers() throws(PythonError) -> [BootnodePeer]?
}
