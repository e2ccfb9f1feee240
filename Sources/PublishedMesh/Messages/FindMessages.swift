package import PythonValues

/// The question for the values of some keys, and for the nodes nearest to them.
package struct FindRequest: AuthorizedRequest {
    package var authorization: RequestAuthorization?
    package var keys: [[UInt8]] = []
    package var peer: NodeInfo?
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &authorization)
        case 2: field.value.take(into: &keys)
        case 3: try field.value.take(into: &peer)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        writer.append(2, each: keys)
        writer.append(3, peer)
    }
}

/// The answer for one key.
package struct FindResult: ProtobufMessage {
    /// The kinds of answers; any other number may come.
    package static let notFound: Int32 = 0
    package static let foundRegular: Int32 = 1
    package static let foundDictionary: Int32 = 2

    package var kind = FindResult.notFound
    package var value: [UInt8] = []
    package var expiration = PythonFloat(0)
    package var nearestNodeIDs: [[UInt8]] = []
    package var nearestPeerIDs: [[UInt8]] = []
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: field.value.take(into: &kind)
        case 2: field.value.take(into: &value)
        case 3: field.value.take(into: &expiration)
        case 4: field.value.take(into: &nearestNodeIDs)
        case 5: field.value.take(into: &nearestPeerIDs)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        if kind != 0 { writer.append(1, varint: UInt64(bitPattern: Int64(kind))) }
        writer.appendUnlessEmpty(2, value)
        writer.appendUnlessZero(3, expiration)
        writer.append(4, each: nearestNodeIDs)
        writer.append(5, each: nearestPeerIDs)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.serialized == right.serialized
    }
}

/// The answer to a find.
package struct FindResponse: AuthorizedResponse {
    package var authorization: ResponseAuthorization?
    package var results: [FindResult] = []
    package var peer: NodeInfo?
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: return try field.value.take(into: &authorization)
        case 2:
            guard case .bytes(let content) = field.value else { return false }
            results.append(try FindResult(parsing: content))
            return true
        case 3: return try field.value.take(into: &peer)
        default: return false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        for result in results { writer.append(2, bytes: result.serialized) }
        writer.append(3, peer)
    }
}
