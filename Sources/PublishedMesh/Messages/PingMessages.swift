package import PythonValues

/// The question whether a node is there.
package struct PingRequest: AuthorizedRequest {
    package var authorization: RequestAuthorization?
    package var peer: NodeInfo?
    /// Whether the server pings back.
    package var validate = false
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &authorization)
        case 2: try field.value.take(into: &peer)
        case 3: field.value.take(into: &validate)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        writer.append(2, peer)
        writer.appendUnlessFalse(3, validate)
    }
}

/// The answer to a ping.
package struct PingResponse: AuthorizedResponse {
    package var authorization: ResponseAuthorization?
    package var peer: NodeInfo?
    package var time = PythonFloat(0)
    /// Whether the server's own ping was answered with the id that the client gave.
    package var isAvailable = false
    package var unknown: [ProtobufField] = []

    package init() {}

    package mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool {
        switch field.number {
        case 1: try field.value.take(into: &authorization)
        case 2: try field.value.take(into: &peer)
        case 4: field.value.take(into: &time)
        case 5: field.value.take(into: &isAvailable)
        default: false
        }
    }

    package func write(to writer: inout ProtobufWriter) {
        writer.append(1, authorization)
        writer.append(2, peer)
        writer.appendUnlessZero(4, time)
        writer.appendUnlessFalse(5, isAvailable)
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.serialized == right.serialized
    }
}
