package import PythonValues

/// The client: one prompt, one text. **Source:** the published code, client.
package enum PublishedClient {
    /// The `text` of a gateway's answer to a prompt, a value of any type, which is printed.
    ///
    /// **Throws:** ``PythonError``, of which the program dies with exit code 1: `HTTPError` for a
    /// status from 400 on, `ConnectionError` and `ReadTimeout`, `JSONDecodeError`, a key or a type
    /// where the answer has no text.
    package static func text(
        prompt: PythonText, gateway: PythonText, surroundings: any Surroundings
    ) throws(PythonError) -> PythonValue {
        var members = PythonDictionary()
        members["prompt"] = .string(prompt)
        let call = OutgoingCall(
            method: "POST", url: gateway.shown + "/inference",
            body: try ClientBody.bytes(.dictionary(members)))
        switch surroundings.answer(to: call) {
        case .unreachable: throw .other(name: "ConnectionError", "\(call.url): no connection")
        case .timedOut: throw .other(name: "ReadTimeout", "\(call.url): no answer in time")
        case .answered(let status, let body):
            guard status < 400 else {
                throw .other(name: "HTTPError", "\(status) for url: \(call.url)")
            }
            return try ClientBody.value(body).member("text")
        }
    }

    /// The registration of a node with a gateway; nil where it names none.
    ///
    /// The URL is the address that the node listens on: nobody else can reach `0.0.0.0`.
    package static func registration(
        of options: PublishedCommand.NodeOptions, publicKey: String
    ) throws(PythonError) -> OutgoingCall? {
        guard let gateway = options.gateway, !gateway.codePoints.isEmpty else { return nil }
        let name = options.publicName.flatMap { $0.codePoints.isEmpty ? nil : $0 }
        var members = PythonDictionary()
        members["public_name"] = .string(name ?? PythonText("glyph-node"))
        members["node_url"] = .string(
            PythonText("http://") + options.host + PythonText(":\(options.port)"))
        members["node_pubkey"] = .text(publicKey)
        return OutgoingCall(
            method: "POST", url: gateway.shown + "/register",
            body: try ClientBody.bytes(.dictionary(members)))
    }
}
