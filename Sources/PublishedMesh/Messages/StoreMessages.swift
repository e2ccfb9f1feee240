package import PythonValues

/// The wish that a server store some records, each spread over the lists.
package struct StoreRequest: AuthorizedRequest {
    package var authorization: RequestAuthorization?
    package var keys: [[UInt8]] = []
    package var subkeys: [[UInt8]] = []
    package var values: [[UInt8]] = []
    package var expirations: [PythonFloat] = []
    package var areInCache: [Bool] = []
    package var peer: NodeInfo?
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &authorization)
        case 2: field.value.take(into: &keys)
        case 3: field.value.take(into: &subkeys)
        case 4: field.value.take(into: &values)
        case 5: try field.value.take(into: &expirations)
        case 6: try field.value.take(into: &areInCache)
        case 7: try field.value.take(into: &peer)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        writer.append(2, each: keys)
        writer.append(3, each: subkeys)
        writer.append(4, each: values)
        writer.append(5, expirations)
        writer.append(6, areInCache)
        writer.append(7, peer)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.serialized == right.serialized
    }
}

/// Which of the records were stored.
package struct StoreResponse: AuthorizedResponse {
    package var authorization: ResponseAuthorization?
    package var areStored: [Bool] = []
    package var peer: NodeInfo?
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &authorization)
        case 2: try field.value.take(into: &areStored)
        case 3: try field.value.take(into: &peer)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        writer.append(2, areStored)
        writer.append(3, peer)
    }
}
