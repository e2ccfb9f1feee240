/// The place where users order sessions of a gateway.
package struct GatewayDesk: Sendable {
    /// The gateway's key, in base64; nil for the first of the parameters.
    package let gateway: String?
    /// The tokens of a prompt, as this gateway counts them.
    package let inputTokenCount: @Sendable (String) -> Int

    /// - Parameter inputTokenCount: counts a prompt's tokens, 0 to 10^7; the bytes of its UTF-8 if
    ///   nothing is said.
    package init(
        gateway: String? = nil,
        inputTokenCount: @escaping @Sendable (String) -> Int = { $0.utf8.count }
    ) {
        self.gateway = gateway
        self.inputTokenCount = inputTokenCount
    }
}
