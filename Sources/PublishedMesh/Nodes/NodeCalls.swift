package import PythonValues

/// A call that a node makes.
package enum MeshCall: Sendable {
    case ping(PingRequest)
    case store(StoreRequest)
    case find(FindRequest)
}

/// The answer to a call, of the call's kind.
package enum MeshReply: Sendable {
    case ping(PingResponse)
    case store(StoreResponse)
    case find(FindResponse)
}

/// A value with its expiration, as a peer has it or a search finds it.
///
/// Regular values are bytes; what is neither bytes nor a dictionary cannot be read by anybody.
package struct FoundValue {
    package let value: MeshValue
    package let expiration: PythonNumber

    package init(value: MeshValue, expiration: PythonNumber) {
        self.value = value
        self.expiration = expiration
    }

    init(_ entry: LocalStorage.Entry) {
        switch entry.value {
        case .regular(let bytes): value = .bytes(bytes)
        case .dictionary(let dictionary): value = .dictionary(dictionary)
        }
        expiration = entry.expiration
    }

    /// The value as storages have it; nil where it is neither bytes nor a dictionary.
    var stored: StoredValue? {
        switch value {
        case .bytes(let bytes): .regular(bytes)
        case .dictionary(let dictionary): .dictionary(dictionary)
        default: nil
        }
    }
}

/// The part of a find's answer for one key that the caller keeps.
package struct KeptAnswer {
    package let key: MeshID
    package let value: FoundValue?
    /// The nodes that the peer named, each once, with the peer named last for it.
    package var neighbours: [MeshContact]
}

/// A record that a node sends to another.
package struct OutgoingRecord {
    package let key: MeshID
    /// Nil for the whole key.
    package let subkey: MeshValue?
    package let value: StoredValue
    package let expiration: PythonNumber

    package init(
        key: MeshID, subkey: MeshValue?, value: StoredValue, expiration: PythonNumber
    ) {
        self.key = key
        self.subkey = subkey
        self.value = value
        self.expiration = expiration
    }
}

/// Work that a node does on the side, after the exchange that caused it.
package enum NodeJob {
    /// A request named its sender, whom the table is to have.
    case acknowledge(id: [UInt8], peer: PeerID)
    /// The id, where it is known, and whether the peer answered or asked.
    case update(id: MeshID?, peer: PeerID, responded: Bool)
    /// Records go to a peer that should have them.
    case send([OutgoingRecord], peer: PeerID, inCache: Bool)
    /// A node that stands in the way of a new one is asked whether it is there.
    case ping(peer: PeerID)
}

/// The wish that a key of the cache be found again at some time.
package struct RefreshRequest: Sendable {
    package let key: MeshID
    package let time: PythonNumber
}
