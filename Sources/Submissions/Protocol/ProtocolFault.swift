/// The answer to a request that is not done, as JSON-RPC has it.
package struct ProtocolFault: Error, Equatable, CustomStringConvertible {
    /// Codes of errors. **Source:** JSON-RPC 2.0, section 5.1; from -32000 on `attack/1`'s own.
    package enum Code: Int, Sendable {
        case notJSON = -32700
        case noRequest = -32600
        case noMethod = -32601
        case parameters = -32602
        case cannot = -32000
        case notGranted = -32001
        case limit = -32002
        case declaration = -32003

        /// Whether the session ends with it.
        package var endsSession: Bool {
            switch self {
            case .notJSON, .noRequest, .limit, .declaration: true
            case .noMethod, .parameters, .cannot, .notGranted: false
            }
        }
    }

    package let code: Code
    /// The place, the expected and the got, in one line of at most ``messageByteCountMax`` bytes.
    package let message: String

    private static let messageScalarCountMax = 600

    package init(_ code: Code, _ message: String) {
        self.code = code
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: message.unicodeScalars.prefix(Self.messageScalarCountMax))
        self.message = String(shown)
    }

    package var description: String { "\(code.rawValue): \(message)" }
}
