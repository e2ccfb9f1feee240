package import PythonValues

/// A token that names a key; its signature and expiration are never looked at.
package struct AccessToken: ProtobufMessage {
    package var username: [UInt8] = []
    /// The key's text, such as `ssh-ed25519 …`.
    package var publicKey: [UInt8] = []
    package var expirationTime: [UInt8] = []
    package var signature: [UInt8] = []
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.takeText(into: &username)
        case 2: field.value.take(into: &publicKey)
        case 3: try field.value.takeText(into: &expirationTime)
        case 4: field.value.take(into: &signature)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.appendUnlessEmpty(1, username)
        writer.appendUnlessEmpty(2, publicKey)
        writer.appendUnlessEmpty(3, expirationTime)
        writer.appendUnlessEmpty(4, signature)
    }
}

/// The part of a request that says who asks.
package struct RequestAuthorization: ProtobufMessage {
    package var token: AccessToken?
    /// The key of the server that is meant; callers leave it empty.
    package var serviceKey: [UInt8] = []
    package var time = PythonFloat(0)
    package var nonce: [UInt8] = []
    package var signature: [UInt8] = []
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &token)
        case 2: field.value.take(into: &serviceKey)
        case 3: field.value.take(into: &time)
        case 4: field.value.take(into: &nonce)
        case 5: field.value.take(into: &signature)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, token)
        writer.appendUnlessEmpty(2, serviceKey)
        writer.appendUnlessZero(3, time)
        writer.appendUnlessEmpty(4, nonce)
        writer.appendUnlessEmpty(5, signature)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.serialized == right.serialized
    }
}

/// The part of a response that says who answers.
package struct ResponseAuthorization: ProtobufMessage {
    package var token: AccessToken?
    package var nonce: [UInt8] = []
    package var signature: [UInt8] = []
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &token)
        case 2: field.value.take(into: &nonce)
        case 3: field.value.take(into: &signature)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, token)
        writer.appendUnlessEmpty(2, nonce)
        writer.appendUnlessEmpty(3, signature)
    }
}

/// The id of the node that asks or answers.
package struct NodeInfo: ProtobufMessage {
    package var nodeID: [UInt8] = []
    package var unknown: [ProtobufField] = []

    package init() {}

    package init(_ id: MeshID) {
        nodeID = id.bytes
    }

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        field.number == 1 && field.value.take(into: &nodeID)
    }

    package func write(to writer: inout ProtobufWriter) { writer.appendUnlessEmpty(1, nodeID) }
}

/// A message that a client signs.
package protocol AuthorizedRequest: ProtobufMessage {
    var authorization: RequestAuthorization? { get set }
    var peer: NodeInfo? { get set }
}

/// A message that a server signs.
package protocol AuthorizedResponse: ProtobufMessage {
    var authorization: ResponseAuthorization? { get set }
    var peer: NodeInfo? { get set }
}
